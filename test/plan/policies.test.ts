// What a plan refuses and what it warns of: one situation a row, with every finding that must come out of it.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Snapshot } from '../../src/live/snapshot.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { FlowSpec, Topology } from '../../src/topology/model.ts'
import {
  appliedFlow,
  clusterOf,
  context,
  controlTopics,
  flowOf,
  mapUpTo,
  readAcl,
  snapshotOf,
  type TopicFacts,
  topicOf,
  topologyOf,
} from './fixtures.ts'

interface FindingCase {
  readonly name: string
  readonly topology?: Topology
  readonly snapshot: Snapshot
  /** Without detail, which is for people. */
  readonly findings: readonly (readonly [
    code: string,
    severity: string,
    flow: string | null,
    cluster: string | null,
    subjects: readonly string[],
  ])[]
}

const flow = flowOf({ topics: { include: ['orders'], exclude: [] } })
const only = (topics: readonly string[], rest: Partial<FlowSpec> = {}): FlowSpec =>
  flowOf({ topics: { include: [...topics], exclude: [] }, ...rest })

function pair(source: TopicFacts, target: TopicFacts): Snapshot {
  return snapshotOf(
    clusterOf('us', { topics: [topicOf('orders', source)] }),
    clusterOf('eu', { topics: [topicOf('us.orders', target)] }),
  )
}

const unsynced = topologyOf([{ ...flow, configs: { sync: false, exclude: [] } }])
const lonely = clusterOf('us', { topics: [topicOf('orders')] })

const refusals: readonly FindingCase[] = [
  {
    name: 'brokers that report another cluster id stop everything',
    topology: topologyOf([flow], {
      eu: { name: 'eu', bootstrap: ['eu.example:9092'], clusterId: 'expected' },
    }),
    snapshot: snapshotOf(lonely, clusterOf('eu')),
    findings: [['ST420', 'error', null, 'eu', []]],
  },
  {
    name: 'two names for one cluster in a flow are refused',
    snapshot: snapshotOf(
      clusterOf('us', { topics: [topicOf('orders')], clusterId: 'same' }),
      clusterOf('eu', { clusterId: 'same' }),
    ),
    findings: [['ST421', 'error', 'us-to-eu', null, ['us', 'eu']]],
  },
  {
    name: 'a loop that two names for one cluster hide is refused',
    topology: topologyOf([flow, only(['payments'], { name: 'back', source: 'europe', target: 'us' })]),
    snapshot: snapshotOf(
      lonely,
      clusterOf('eu', { clusterId: 'same' }),
      clusterOf('europe', { clusterId: 'same' }),
    ),
    findings: [['ST422', 'error', null, null, ['eu', 'europe']]],
  },
  {
    name: 'two flows that write one topic are refused',
    topology: topologyOf([
      only(['orders'], { naming: { kind: 'identity' } }),
      only(['orders'], { name: 'ap-to-eu', source: 'ap', naming: { kind: 'identity' } }),
    ]),
    snapshot: snapshotOf(lonely, clusterOf('ap', { topics: [topicOf('orders')] }), clusterOf('eu')),
    findings: [['ST423', 'error', null, 'eu', ['orders']]],
  },
  {
    name: 'a remote topic with records that no flow wrote is refused under exactly_once',
    topology: topologyOf([flow]),
    snapshot: pair({}, { latest: 5 }),
    findings: [['ST424', 'error', 'us-to-eu', 'eu', ['us.orders']]],
  },
  {
    name: 'a remote topic that once held records is refused although it is empty now',
    topology: topologyOf([flow]),
    snapshot: pair({}, { earliest: 5, latest: 5 }),
    findings: [['ST424', 'error', 'us-to-eu', 'eu', ['us.orders']]],
  },
  {
    name: 'under at_least_once it is a warning',
    topology: topologyOf([{ ...flow, delivery: 'at_least_once' }]),
    snapshot: pair({}, { latest: 5 }),
    findings: [['ST424', 'warning', 'us-to-eu', 'eu', ['us.orders']]],
  },
  {
    name: 'a remote topic that another flow wrote is refused',
    topology: topologyOf([flow]),
    snapshot: snapshotOf(
      lonely,
      clusterOf('eu', {
        topics: [topicOf('us.orders', { latest: 5 })],
        control: [{ kind: 'managed', address: 'topic.eu["us.orders"]', flow: 'former', protect: false }],
      }),
    ),
    findings: [['ST424', 'error', 'us-to-eu', 'eu', ['us.orders']]],
  },
  {
    name: 'a remote topic that the applied flow selects, has positions of or manages is its own',
    topology: topologyOf([only(['orders', 'payments', 'refunds'])]),
    snapshot: snapshotOf(
      clusterOf('us', { topics: [topicOf('orders'), topicOf('payments'), topicOf('refunds')] }),
      clusterOf('eu', {
        topics: ['us.orders', 'us.payments', 'us.refunds'].map((name) => topicOf(name, { latest: 5 })),
        control: [
          appliedFlow(flow),
          { kind: 'managed', address: 'topic.eu["us.payments"]', flow: 'us-to-eu', protect: false },
        ],
        maps: [['us-to-eu', 'refunds', 0, mapUpTo(5)]],
      }),
    ),
    findings: [],
  },
  {
    name: 'more replicas than brokers are refused',
    topology: topologyOf([{ ...flow, replicationFactor: 4 }]),
    snapshot: snapshotOf(lonely, clusterOf('eu')),
    findings: [['ST425', 'error', 'us-to-eu', 'eu', ['us.orders']]],
  },
  {
    name: 'fewer replicas than min.insync.replicas are refused',
    topology: topologyOf([{ ...flow, replicationFactor: 1, configs: { sync: true, exclude: [] } }]),
    snapshot: snapshotOf(
      clusterOf('us', { topics: [topicOf('orders', { configs: { 'min.insync.replicas': '2' } })] }),
      clusterOf('eu'),
    ),
    findings: [['ST425', 'error', 'us-to-eu', 'eu', ['us.orders']]],
  },
  {
    name: 'a remote name that Kafka refuses is refused',
    topology: topologyOf([only(['orders', 'x+'])]),
    snapshot: snapshotOf(
      clusterOf('us', { topics: [topicOf('orders'), topicOf('x'.repeat(247))] }),
      clusterOf('eu'),
    ),
    findings: [['ST426', 'error', 'us-to-eu', 'eu', ['x'.repeat(247)]]],
  },
  {
    name: 'a remote name that differs from another in dots and underscores only is refused',
    topology: topologyOf([flow]),
    snapshot: snapshotOf(lonely, clusterOf('eu', { topics: [topicOf('us_orders')] })),
    findings: [['ST426', 'error', 'us-to-eu', 'eu', ['us.orders']]],
  },
  {
    name: 'an applied flow cannot change its naming',
    topology: topologyOf([{ ...flow, naming: { kind: 'identity' } }]),
    snapshot: snapshotOf(lonely, clusterOf('eu', { control: [appliedFlow(flow)] })),
    findings: [['ST427', 'error', 'us-to-eu', null, []]],
  },
  {
    name: 'an applied flow cannot change its source',
    topology: topologyOf([{ ...flow, source: 'ap' }]),
    snapshot: snapshotOf(
      clusterOf('ap', { topics: [topicOf('orders')] }),
      clusterOf('eu', { control: [appliedFlow(flow)] }),
    ),
    findings: [['ST427', 'error', 'us-to-eu', null, []]],
  },
  {
    name: 'a control topic that forgets or has several partitions is refused',
    topology: topologyOf([flow]),
    snapshot: snapshotOf(
      lonely,
      clusterOf('eu', {
        topics: [
          topicOf('strait.control.internal', { partitions: 2, configs: { 'cleanup.policy': 'delete' } }),
        ],
      }),
    ),
    findings: [
      ['ST428', 'error', null, 'eu', ['strait.control.internal']],
      ['ST428', 'error', null, 'eu', ['strait.control.internal']],
    ],
  },
]

const warnings: readonly FindingCase[] = [
  {
    name: 'a target that takes smaller batches',
    topology: unsynced,
    snapshot: pair({ configs: { 'max.message.bytes': '2000000' } }, {}),
    findings: [['ST431', 'warning', 'us-to-eu', 'eu', ['us.orders']]],
  },
  {
    name: 'a target whose default is smaller, for a topic that is yet to be created',
    topology: topologyOf([flow]),
    snapshot: snapshotOf(
      lonely,
      clusterOf('eu', {
        topics: [
          topicOf('local', {
            inherited: { 'max.message.bytes': { value: '1000', source: 'static_broker' } },
          }),
        ],
      }),
    ),
    findings: [['ST431', 'warning', 'us-to-eu', 'eu', ['us.orders']]],
  },
  {
    name: 'nothing when the plan itself raises the limit',
    topology: topologyOf([flow]),
    snapshot: pair({ configs: { 'max.message.bytes': '2000000' } }, {}),
    findings: [],
  },
  {
    name: 'a target that keeps records shorter, in time or size',
    topology: unsynced,
    snapshot: pair({ configs: { 'retention.ms': '-1' } }, { configs: { 'retention.bytes': '5' } }),
    findings: [['ST432', 'warning', 'us-to-eu', 'eu', ['us.orders']]],
  },
  {
    name: 'a copy that is slower than the retention of the source',
    topology: topologyOf([{ ...flow, limits: { bytesPerSecond: 1000 } }]),
    snapshot: snapshotOf(
      clusterOf('us', {
        topics: [
          topicOf('orders', { latest: 10, sizeBytes: 7_200_000, configs: { 'retention.ms': '3600000' } }),
        ],
      }),
      clusterOf('eu'),
    ),
    findings: [['ST433', 'warning', 'us-to-eu', 'us', ['orders']]],
  },
  {
    name: 'a target that recompresses',
    topology: topologyOf([flow]),
    snapshot: pair({ configs: { 'compression.type': 'zstd' } }, { configs: { 'compression.type': 'gzip' } }),
    findings: [],
  },
  {
    name: 'a target that recompresses because configs are not synced',
    topology: unsynced,
    snapshot: pair({ configs: { 'compression.type': 'zstd' } }, { configs: { 'compression.type': 'gzip' } }),
    findings: [['ST434', 'warning', 'us-to-eu', 'eu', ['us.orders']]],
  },
  {
    name: 'a source that stamps records itself',
    topology: topologyOf([flow]),
    snapshot: pair({ configs: { 'message.timestamp.type': 'LogAppendTime' } }, {}),
    findings: [['ST435', 'warning', 'us-to-eu', 'us', ['orders']]],
  },
  {
    name: 'a target that stamps records itself',
    topology: topologyOf([flow]),
    snapshot: pair({}, { configs: { 'message.timestamp.type': 'LogAppendTime' } }),
    findings: [['ST435', 'warning', 'us-to-eu', 'eu', ['us.orders']]],
  },
  {
    name: 'a compacted source',
    topology: topologyOf([flow]),
    snapshot: pair(
      { configs: { 'cleanup.policy': 'compact,delete' } },
      { configs: { 'cleanup.policy': 'compact,delete' } },
    ),
    findings: [['ST436', 'warning', 'us-to-eu', 'us', ['orders']]],
  },
  {
    name: 'a target that takes a narrower range of timestamps',
    topology: unsynced,
    snapshot: pair({}, { configs: { 'message.timestamp.before.max.ms': '1000' } }),
    findings: [['ST437', 'warning', 'us-to-eu', 'eu', ['us.orders']]],
  },
  {
    name: 'a remote topic with more partitions than its source',
    topology: topologyOf([flow]),
    snapshot: pair({ partitions: 1 }, { partitions: 2 }),
    findings: [['ST438', 'warning', 'us-to-eu', 'eu', ['us.orders']]],
  },
  {
    name: 'a filter that lets nothing through',
    topology: topologyOf([only(['ordrs'])]),
    snapshot: snapshotOf(lonely, clusterOf('eu')),
    findings: [['ST439', 'warning', 'us-to-eu', 'us', ['ordrs']]],
  },
  {
    name: 'a pattern that matches nothing beside one that does, for topics and for groups',
    topology: topologyOf([only(['orders', 'ordrs'], { groups: { include: ['billing'], exclude: [] } })]),
    snapshot: snapshotOf(lonely, clusterOf('eu')),
    findings: [
      ['ST439', 'warning', 'us-to-eu', 'us', ['ordrs']],
      ['ST439', 'warning', 'us-to-eu', 'us', ['billing']],
    ],
  },
  {
    name: 'ACLs for a target without an authorizer',
    topology: topologyOf([flow]),
    snapshot: snapshotOf(
      clusterOf('us', { topics: [topicOf('orders')], acls: [readAcl('orders', 'User:a')] }),
      clusterOf('eu'),
    ),
    findings: [['ST440', 'warning', 'us-to-eu', 'eu', []]],
  },
  {
    name: 'a protected flow that is not configured any more',
    topology: topologyOf([flow]),
    snapshot: snapshotOf(
      lonely,
      clusterOf('eu', {
        control: [
          appliedFlow(
            flowOf({ name: 'kept', topics: { include: [], exclude: [] }, lifecycle: { protect: true } }),
          ),
        ],
      }),
    ),
    findings: [['ST441', 'warning', 'kept', 'eu', []]],
  },
  {
    name: 'a remote topic that someone deleted',
    topology: topologyOf([flow]),
    snapshot: snapshotOf(lonely, clusterOf('eu', { maps: [['us-to-eu', 'orders', 0, mapUpTo(10)]] })),
    findings: [['ST442', 'warning', 'us-to-eu', 'eu', ['us.orders']]],
  },
]

function testFindings(cases: readonly FindingCase[]): void {
  for (const { name, topology, snapshot, findings } of cases) {
    test(name, () => {
      const plan = makePlan(topology ?? topologyOf(), snapshot, context)
      assert.deepEqual(
        [...plan.errors, ...plan.warnings].map((one) => [
          one.code,
          one.severity,
          one.flow,
          one.cluster,
          one.subjects,
        ]),
        findings,
      )
      assert.equal(
        plan.errored,
        findings.some(([, severity]) => severity === 'error'),
      )
    })
  }
}

describe('a plan refuses', () => testFindings(refusals))
describe('a plan warns of', () => testFindings(warnings))

test('a plan against the wrong cluster says nothing but that', () => {
  const topology = topologyOf([flow], {
    eu: { name: 'eu', bootstrap: ['eu.example:9092'], clusterId: 'expected' },
  })
  const plan = makePlan(
    topology,
    snapshotOf(lonely, clusterOf('eu', { topics: [topicOf('local')] })),
    context,
  )
  assert.deepEqual([plan.resource_changes, plan.resource_drift, plan.warnings], [[], [], []])
  const { add, change, destroy, unmanaged_topics, risk } = plan.summary
  assert.deepEqual([add, change, destroy, unmanaged_topics, risk], [0, 0, 0, {}, 'none'])
})

test('topics that no flow writes to are counted by target', () => {
  const eu = clusterOf('eu', {
    topics: [...controlTopics, topicOf('us.orders'), topicOf('a'), topicOf('b'), topicOf('__x')],
  })
  assert.deepEqual(makePlan(topologyOf([flow]), snapshotOf(lonely, eu), context).summary.unmanaged_topics, {
    eu: 2,
  })
})

test('a remote topic that someone deleted is drift, and is created again', () => {
  const eu = clusterOf('eu', { maps: [['us-to-eu', 'orders', 0, mapUpTo(10)]] })
  const plan = makePlan(topologyOf([flow]), snapshotOf(lonely, eu), context)
  assert.deepEqual(
    plan.resource_drift.map(({ address, change }) => [address, change.actions]),
    [['topic.eu["us.orders"]', ['delete']]],
  )
  assert.ok(
    plan.resource_changes.some(
      ({ address, change }) => address === 'topic.eu["us.orders"]' && change.actions[0] === 'create',
    ),
  )
})
