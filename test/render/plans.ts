// Plans to be shown: made from hand-written clusters, each with one thing to look at.

import { makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import {
  defaultConfigExcludes,
  defaultGroupExcludes,
  defaultTopicExcludes,
  flowDefaults,
} from '../../src/topology/defaults.ts'
import type { FlowSpec, Topology } from '../../src/topology/model.ts'
import {
  agentOf,
  appliedFlow,
  type ClusterFacts,
  clusterOf,
  commit,
  context,
  controlTopics,
  flowOf,
  groupOf,
  mapUpTo,
  readAcl,
  snapshotOf,
  topicOf,
  topologyOf,
} from '../plan/fixtures.ts'
import { acl, aclEntry, applied, billing, clicks, orders, payments, planned } from '../plan/two-topologies.ts'
import { guardPlans } from './guard-plans.ts'

/** As a topology gives it that says little. */
export const flow: FlowSpec = {
  ...flowOf(),
  ...flowDefaults,
  topics: { include: ['orders', 'payments'], exclude: ['.*\\.tmp', ...defaultTopicExcludes] },
  groups: { include: ['.*'], exclude: [...defaultGroupExcludes] },
  configs: { sync: true, exclude: [...defaultConfigExcludes] },
  acls: { sync: true },
  heartbeats: { emit: false, intervalMs: 1000 },
  checkpoints: { emit: false, intervalMs: 5000 },
  offsetSyncs: { emit: false, location: 'source' },
  limits: { bytesPerSecond: 40 * 1024 * 1024 },
}

const source: ClusterFacts = {
  topics: [
    topicOf('orders', {
      partitions: 6,
      latest: 200_000,
      sizeBytes: 200_000_000,
      configs: { 'retention.ms': '86400000' },
    }),
    topicOf('payments', { partitions: 3, latest: 10, sizeBytes: 900 }),
  ],
  groups: [
    groupOf(
      'billing',
      [0, 1, 2].map((partition) => commit('orders', partition, 1000 + partition)),
    ),
  ],
  acls: [readAcl('orders', 'User:alice')],
}

function planOf(spec: FlowSpec, from: ClusterFacts, to: ClusterFacts, rest: Partial<Topology> = {}): Plan {
  const snapshot = snapshotOf(clusterOf('us', from), clusterOf('eu', to))
  return makePlan({ ...topologyOf([spec]), ...rest }, snapshot, context)
}

export const firstPlan: Plan = planOf(flow, source, {
  acls: [],
  topics: [topicOf('local'), ...controlTopics],
})

/** Everything is there and half of it is copied; only groups are behind. */
const copied: ClusterFacts = {
  topics: [
    ...controlTopics,
    topicOf('us.orders', { partitions: 6, latest: 100_000, configs: { 'retention.ms': '86400000' } }),
    topicOf('us.payments', { partitions: 3 }),
  ],
  acls: [readAcl('us.orders', 'User:alice')],
  control: [appliedFlow(flow)],
  maps: [0, 1, 2, 3, 4, 5].map((partition) => ['us-to-eu', 'orders', partition, mapUpTo(100_000)] as const),
}

const groupMovePlan: Plan = planOf(flow, source, {
  ...copied,
  groups: [groupOf('billing', [commit('us.orders', 0, 400), commit('us.orders', 1, 1001)])],
})

const rewindPlan: Plan = planOf({ ...flow, offsets: { ...flow.offsets, onConflict: 'rewind' } }, source, {
  ...copied,
  control: [appliedFlow({ ...flow, offsets: { ...flow.offsets, onConflict: 'rewind' } })],
  groups: [
    groupOf(
      'billing',
      [0, 1, 2].map((partition) => commit('us.orders', partition, 2205 + partition)),
    ),
  ],
})

/** The copy begins behind the place of a group. */
const lateCopyPlan: Plan = planOf(flow, source, {
  ...copied,
  maps: [0, 1, 2, 3, 4, 5].map((partition) => {
    const run = { sourceStart: 50_000, targetStart: 0, count: 50_000 }
    return [
      'us-to-eu',
      'orders',
      partition,
      { runs: [run], sourceNext: 100_000, targetNext: 50_000 },
    ] as const
  }),
})

export const convergedPlan: Plan = planOf(flow, source, {
  ...copied,
  control: [appliedFlow(flow), agentOf('us-to-eu', 3)],
  groups: [groupOf('billing', [commit('us.orders', 0, 1000)])],
})

const changedFlowPlan: Plan = planOf(
  {
    ...flow,
    topics: { include: ['payments'], exclude: flow.topics.exclude },
    delivery: 'at_least_once',
    offsets: { ...flow.offsets, intervalMs: 60_000 },
    limits: {},
  },
  source,
  { ...copied, groups: [groupOf('live', [], 'Stable')] },
)

const stoppedFlowPlan: Plan = makePlan(
  topologyOf([], { us: { name: 'us', bootstrap: ['a:1'] }, eu: { name: 'eu', bootstrap: ['b:1'] } }),
  snapshotOf(clusterOf('us', source), clusterOf('eu', copied)),
  { ...context, allowDestroy: { exactly: 3 } },
)

const movedFlowPlan: Plan = makePlan(
  topologyOf([{ ...flow, target: 'ap' }], { eu: { name: 'eu', bootstrap: ['b:1'] } }),
  snapshotOf(
    clusterOf('us', { topics: source.topics ?? [] }),
    clusterOf('ap', { topics: controlTopics }),
    clusterOf('eu', copied),
  ),
  context,
)

const configPlan: Plan = planOf(
  flow,
  {
    topics: [
      topicOf('orders', {
        partitions: 6,
        configs: { 'retention.ms': '3600000', 'max.message.bytes': '2000000', 'segment.bytes': '1000' },
      }),
    ],
  },
  {
    ...copied,
    topics: [
      ...controlTopics,
      topicOf('us.orders', {
        partitions: 4,
        replicas: 3,
        configs: { 'retention.ms': '604800000', 'retention.bytes': '5', 'segment.bytes': '1000' },
      }),
    ],
    groups: [groupOf('reports', [commit('us.orders', 0, 1)], 'Stable')],
  },
  { deletes: { configs: true } },
)

const refusedPlan: Plan = planOf(flow, source, {
  acls: [],
  topics: [
    ...controlTopics,
    topicOf('us.orders', { partitions: 6, latest: 9, configs: { 'retention.ms': '86400000' } }),
  ],
})

const wrongClusterPlan: Plan = makePlan(
  topologyOf([flow], { eu: { name: 'eu', bootstrap: ['b:1'], clusterId: 'k0fTq' } }),
  snapshotOf(clusterOf('us', source), clusterOf('eu', copied)),
  context,
)

const driftPlan: Plan = planOf(flow, source, {
  ...copied,
  topics: [...controlTopics, topicOf('us.payments', { partitions: 3 })],
  groups: [groupOf('billing', [commit('us.orders', 0, 1000)], 'Stable')],
})

const evil = '\u001b[31m`::error::</code>|@admin\u202e'

/** A group and a principal that someone chose with care. */
export const hostilePlan: Plan = planOf(
  flow,
  {
    ...source,
    groups: [groupOf(evil, [commit('orders', 0, 1000)])],
    acls: [readAcl('orders', `User:${evil}`)],
  },
  { ...copied, acls: [], groups: [] },
)

/** By the name of their expected files. */
const outputs: NonNullable<Topology['outputs']> = {
  brokers: { value: ['eu-1.kafka.example:9092', 'eu-2.kafka.example:9092'], sensitive: false },
  'by-region': {
    value: { eu: { cluster: 'cluster.eu', topics: ['us.orders', 'us.payments'], since: null }, us: {} },
    sensitive: false,
  },
  greeting: { value: 'two lines:\n"%{ this }" and that', sensitive: false },
  hostile: {
    value: {
      '::error::': '</details>\n```\n::set-output name=x::y\u001b[2J',
      '@everyone': ['\u202egnp.exe', '##[add-mask]x'],
    },
    sensitive: false,
  },
  most: { value: 12.5, sensitive: false },
  token: { sensitive: true },
}

const withOutputs: Pick<Topology, 'outputs'> = { outputs }

export const shownPlans = {
  first: firstPlan,
  'group-move': groupMovePlan,
  rewind: rewindPlan,
  'late-copy': lateCopyPlan,
  converged: convergedPlan,
  'changed-flow': changedFlowPlan,
  'stopped-flow': stoppedFlowPlan,
  'moved-flow': movedFlowPlan,
  config: configPlan,
  refused: refusedPlan,
  'wrong-cluster': wrongClusterPlan,
  drift: driftPlan,
  hostile: hostilePlan,
  outputs: planOf(flow, source, copied, withOutputs),
  ordered: planned(
    payments([orders, clicks], {
      acls: { billing },
      dependsOn: { 'flow.orders': ['flow.clicks', 'acl.billing'] },
      brake: { count: 9, percent: 100 },
    }),
    applied({ ...orders, name: 'gone' }, 'payments', { dependsOn: ['flow.older'] }).concat(
      applied({ ...orders, name: 'older' }, 'payments'),
    ),
    { acls: [] },
  ),
  joined: planned(
    payments([orders], { acls: { billing } }),
    [...applied(orders), ...applied(clicks, 'search'), aclEntry()],
    { acls: [acl] },
  ),
  'of-another-topology': planned({ ...topologyOf([orders]), name: 'search' }, applied(orders, 'payments')),
  ...guardPlans,
} as const satisfies Record<string, Plan>
