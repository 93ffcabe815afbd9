// A plan goes stale when what it was decided on changes, and only then; and it can say what it was.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ClusterSnapshot, Snapshot, TopicSnapshot } from '../../src/live/snapshot.ts'
import { explainStale } from '../../src/plan/explain-stale.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import type { FlowSpec } from '../../src/topology/model.ts'
import {
  agentOf,
  appliedFlow,
  clusterOf,
  commit,
  configsOf,
  context,
  controlTopics,
  flowOf,
  groupOf,
  mapUpTo,
  readAcl,
  snapshotOf,
  topicOf,
  topologyOf,
} from './fixtures.ts'

const flow = flowOf({ topics: { include: ['orders.*'], exclude: [] } })

const us = clusterOf('us', {
  topics: [topicOf('orders', { partitions: 2, latest: 10, configs: { 'retention.ms': '604800000' } })],
  groups: [groupOf('billing', [commit('orders', 0, 5)])],
  acls: [readAcl('orders', 'User:alice')],
})
const eu = clusterOf('eu', {
  topics: [...controlTopics, topicOf('us.orders', { partitions: 2, latest: 10 })],
  groups: [groupOf('billing', [commit('us.orders', 0, 3)])],
  acls: [],
  control: [appliedFlow(flow), agentOf('us-to-eu', 5)],
  maps: [['us-to-eu', 'orders', 0, mapUpTo(10)]],
})

const planOf = (source: ClusterSnapshot, target: ClusterSnapshot, spec: FlowSpec = flow): Plan =>
  makePlan(topologyOf([spec]), snapshotOf(source, target), context)

const before = planOf(us, eu)

function withTopic(cluster: ClusterSnapshot, name: string, change: Partial<TopicSnapshot>): ClusterSnapshot {
  const topic = cluster.topics.get(name)
  assert(topic !== undefined)
  return { ...cluster, topics: new Map(cluster.topics).set(name, { ...topic, ...change }) }
}

function without(cluster: ClusterSnapshot, topic: string): ClusterSnapshot {
  return { ...cluster, topics: new Map([...cluster.topics].filter(([name]) => name !== topic)) }
}

/** What happens by itself while nobody decides anything. */
function busy(snapshot: Snapshot): Snapshot {
  const clusters = [...snapshot.clusters.values()].map(
    (cluster): ClusterSnapshot => ({
      ...cluster,
      description: { ...cluster.description, controllerId: 3 },
      topics: new Map(
        [...cluster.topics].map(([name, topic]) => [
          name,
          {
            ...topic,
            partitions: topic.partitions.map((partition) => ({
              ...partition,
              leader: 2,
              leaderEpoch: 7,
              isr: [2],
            })),
            earliest: topic.earliest.map((offset) => offset + 3),
            latest: topic.latest.map((offset) => offset + 900),
            sizeBytes: topic.sizeBytes.map((size) => size + 4096),
          },
        ]),
      ),
      groups: new Map([
        ['newcomer', groupOf('newcomer', [commit('orders', 0, 1)], 'Stable')],
        ...[...cluster.groups].map(([id, group]): [string, typeof group] => [
          id,
          {
            ...group,
            state: 'Stable',
            members: 4,
            offsets: group.offsets.map((one) => ({ ...one, offset: one.offset + 7 })),
          },
        ]),
      ]),
      control: [
        ...cluster.control.filter(({ kind }) => kind !== 'agent'),
        { kind: 'lease', holder: 'x', operation: 'apply', beatAt: 'now', expiresAt: 'later' },
        {
          kind: 'gap',
          flow: 'us-to-eu',
          topic: 'orders',
          partition: 0,
          start: 1,
          end: 2,
          reason: 'r',
          action: 'recorded',
          at: 'now',
        },
      ],
      offsetMaps: new Map([...cluster.offsetMaps].map(([key]) => [key, mapUpTo(500)])),
    }),
  )
  return { ...snapshotOf(...clusters.reverse()), takenAtMs: snapshot.takenAtMs + 60_000 }
}

test('traffic, lag, leaders, sizes, consumers, agents and time leave the fingerprint as it is', () => {
  const later = makePlan(topologyOf([flow]), busy(snapshotOf(us, eu)), {
    ...context,
    nowMs: context.nowMs + 60_000,
  })
  assert.equal(later.fingerprint.hash, before.fingerprint.hash)
  assert.deepEqual(explainStale(before, later), [])
})

test('who plans and at which commit leaves the fingerprint as it is', () => {
  const revision = { commit: 'other', dirty: true, author: 'Bob', appliedBy: 'ci' }
  const other = makePlan(topologyOf([flow]), snapshotOf(us, eu), { ...context, revision })
  assert.equal(other.fingerprint.hash, before.fingerprint.hash)
})

/** As while one broker after another is restarted. */
function withBrokers(cluster: ClusterSnapshot, count: number): ClusterSnapshot {
  const { description } = cluster
  return { ...cluster, description: { ...description, brokers: description.brokers.slice(0, count) } }
}

test('brokers that are away leave the fingerprint as it is where no topic is to be made', () => {
  const later = planOf(withBrokers(us, 2), withBrokers(eu, 1), { ...flow, replicationFactor: 3 })
  const earlier = planOf(us, eu, { ...flow, replicationFactor: 3 })
  assert.equal(later.fingerprint.hash, earlier.fingerprint.hash)
})

test('brokers that are too few now for a topic that is to be made make a plan stale', () => {
  const makesCopy = without(eu, 'us.orders')
  const makesInternal = without(eu, 'strait.positions.internal')
  for (const [target, replicationFactor] of [
    [makesCopy, 2],
    [makesInternal, -1],
  ] as const) {
    const spec = { ...flow, replicationFactor }
    assert.deepEqual(explainStale(planOf(us, target, spec), planOf(us, withBrokers(target, 1), spec)), [
      `brokers of eu changed ${replicationFactor === 2 ? 2 : 3} → 1`,
    ])
  }
  const spec = { ...flow, replicationFactor: 2 }
  const one = planOf(us, makesCopy, spec)
  assert.equal(planOf(us, withBrokers(makesCopy, 2), spec).fingerprint.hash, one.fingerprint.hash)
  // With the cluster's default it is the target that counts.
  assert.deepEqual(explainStale(planOf(us, makesCopy), planOf(us, withBrokers(makesCopy, 1))), [])
})

interface Mutation {
  readonly name: string
  readonly plan: Plan
  readonly says: readonly string[]
}

const retention = (value: string) => ({ configs: configsOf({ configs: { 'retention.ms': value } }) })

const live: readonly Mutation[] = [
  {
    name: 'a config of the source',
    plan: planOf(withTopic(us, 'orders', retention('86400000')), eu),
    says: ['`retention.ms` of `orders` on us changed 7d → 1d'],
  },
  {
    name: 'a config that was unset on the source',
    plan: planOf(withTopic(us, 'orders', { configs: configsOf({}) }), eu),
    says: ['`retention.ms` of `orders` on us is gone, it was 7d'],
  },
  {
    name: 'a config that was set on the target',
    plan: planOf(
      us,
      withTopic(eu, 'us.orders', { configs: configsOf({ configs: { 'retention.bytes': '5' } }) }),
    ),
    says: ['`retention.bytes` of `us.orders` on eu is new: 5'],
  },
  {
    name: 'more partitions on the source',
    plan: planOf(
      withTopic(us, 'orders', topicOf('orders', { partitions: 3, configs: { 'retention.ms': '604800000' } })),
      eu,
    ),
    says: ['partitions of `orders` on us changed 2 → 3'],
  },
  {
    name: 'more partitions on the target',
    plan: planOf(us, withTopic(eu, 'us.orders', topicOf('us.orders', { partitions: 4 }))),
    says: ['partitions of `us.orders` on eu changed 2 → 4'],
  },
  {
    name: 'a topic that was deleted and created again',
    plan: planOf(withTopic(us, 'orders', { id: 'another' }), eu),
    says: ['topic `orders` on us was deleted and created again'],
  },
  {
    name: 'a topic that came into the selection, in one line',
    plan: planOf({ ...us, topics: new Map(us.topics).set('orders2', topicOf('orders2')) }, eu),
    says: ['topic `orders2` on us appeared'],
  },
  {
    name: 'a remote topic that was deleted',
    plan: planOf(us, without(eu, 'us.orders')),
    says: ['topic `us.orders` on eu is gone'],
  },
  {
    name: 'an ACL that was granted on the source',
    plan: planOf({ ...us, acls: [...(us.acls ?? []), readAcl('orders', 'User:bob')] }, eu),
    says: ['ACL "allow User:bob read on topic us.orders" of eu is wanted now, and missing'],
  },
  {
    name: 'an ACL that was revoked on the source',
    plan: planOf({ ...us, acls: [] }, eu),
    says: ['ACL "allow User:alice read on topic us.orders" of eu is no longer wanted'],
  },
  {
    name: 'an ACL that someone added on the target',
    plan: planOf(us, { ...eu, acls: [readAcl('us.orders', 'User:alice')] }),
    says: ['ACL "allow User:alice read on topic us.orders" of eu changed missing → present'],
  },
  {
    name: 'a cluster that was replaced',
    plan: planOf(us, { ...eu, description: { ...eu.description, clusterId: 'another' } }),
    says: ['cluster id of eu changed id-of-eu → another'],
  },
  {
    name: 'an internal topic that is gone',
    plan: planOf(us, without(eu, 'strait.positions.internal')),
    says: [
      'internal topic strait.positions.internal on eu is gone, it was present, cleanup.policy = compact',
    ],
  },
  {
    name: 'a flow that someone stopped',
    plan: planOf(us, { ...eu, control: [appliedFlow(flow, { state: 'stopped' })] }),
    says: ['flow "us-to-eu" in the control topic of eu changed applied → stopped'],
  },
  {
    name: 'a flow that someone else applied in between',
    plan: planOf(us, { ...eu, control: [appliedFlow({ ...flow, delivery: 'at_least_once' })] }),
    says: ['delivery of flow "us-to-eu" as applied changed exactly_once → at_least_once'],
  },
  {
    name: 'a flow of another configuration that was applied in between',
    plan: planOf(us, { ...eu, control: [...eu.control, appliedFlow(flowOf({ name: 'other' }))] }),
    says: ['flow "other", applied on eu is new'],
  },
]

const desired: readonly Mutation[] = [
  {
    name: 'an attribute of a flow',
    plan: planOf(us, eu, { ...flow, delivery: 'at_least_once' }),
    says: ['delivery of flow "us-to-eu" changed exactly_once → at_least_once'],
  },
  {
    name: 'an attribute in a block of a flow',
    plan: planOf(us, eu, { ...flow, limits: { bytesPerSecond: 5 } }),
    says: ['limits.bytes_per_second of flow "us-to-eu" is new: 5'],
  },
  {
    name: 'a pattern of a filter',
    plan: planOf(us, eu, { ...flow, groups: { include: ['b.*'], exclude: [] } }),
    says: [
      'groups.exclude of flow "us-to-eu" changed ["console-consumer-.*","connect-.*","__.*"] → []',
      'groups.include of flow "us-to-eu" changed [".*"] → ["b.*"]',
    ],
  },
  {
    name: 'the address of a cluster',
    plan: makePlan(
      topologyOf([flow], { us: { name: 'us', bootstrap: ['elsewhere:9092'] } }),
      snapshotOf(us, eu),
      context,
    ),
    says: ['bootstrap of cluster "us" changed ["us.example:9092"] → ["elsewhere:9092"]'],
  },
  {
    name: 'the version of Strait',
    plan: makePlan(topologyOf([flow]), snapshotOf(us, eu), { ...context, straitVersion: '0.2.0' }),
    says: ['strait version changed 0.1.0 → 0.2.0'],
  },
]

function testMutations(mutations: readonly Mutation[]): void {
  for (const { name, plan, says } of mutations) {
    test(name, () => {
      assert.notEqual(plan.fingerprint.hash, before.fingerprint.hash)
      assert.deepEqual(explainStale(before, plan), says)
    })
  }
}

describe('a plan is stale after a change of', () => testMutations(live))
describe('a plan is another one after a change of', () => testMutations(desired))

test('every attribute of a flow is part of the fingerprint', () => {
  const changed: Partial<FlowSpec> = {
    naming: { kind: 'identity' },
    topics: { include: ['x'], exclude: [] },
    groups: { include: ['x'], exclude: [] },
    start: 'latest',
    delivery: 'at_least_once',
    onGap: 'record',
    onPoison: 'dead_letter',
    engine: 'connect',
    replicationFactor: 1,
    configs: { sync: false, exclude: [] },
    acls: { sync: false },
    offsets: { sync: true, intervalMs: 5000, onConflict: 'rewind' },
    heartbeats: { emit: true, intervalMs: 1 },
    checkpoints: { emit: true, intervalMs: 1 },
    offsetSyncs: { emit: true, location: 'source' },
    refreshIntervalMs: 1,
    limits: { bytesPerSecond: 1 },
    lifecycle: { protect: true },
  }
  assert.deepEqual(
    Object.keys(flow).filter((key) => !(key in changed)),
    ['name', 'source', 'target'],
  )
  const hashes = Object.entries(changed).map(
    ([key, value]) => planOf(us, eu, { ...flow, [key]: value }).fingerprint.hash,
  )
  assert.equal(new Set([before.fingerprint.hash, ...hashes]).size, hashes.length + 1)
})

test("records in a remote topic that is nobody's make a plan stale", () => {
  const empty = planOf(us, clusterOf('eu', { topics: [topicOf('us.orders', { partitions: 2 })] }))
  const written = planOf(
    us,
    clusterOf('eu', { topics: [topicOf('us.orders', { partitions: 2, latest: 1 })] }),
  )
  assert.deepEqual(explainStale(empty, written), [
    'owner of `us.orders` on eu changed nobody or this flow → a stranger',
  ])
})

test('long values are compared by their hash and not repeated', () => {
  const long = (pattern: string): FlowSpec => ({
    ...flow,
    topics: { include: ['orders', pattern.repeat(300)], exclude: [] },
  })
  const [one, other] = [planOf(us, eu, long('a')), planOf(us, eu, long('b'))]
  assert.deepEqual(explainStale(one, other), ['topics.include of flow "us-to-eu" changed'])
})
