// Topics that exist and are taken under management.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ControlEntry } from '../../src/mirror/control.ts'
import { hasChanges, makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import type { FlowSpec } from '../../src/topology/model.ts'
import {
  appliedFlow,
  clusterOf,
  context,
  controlTopics,
  flowOf,
  snapshotOf,
  type TopicFacts,
  topicOf,
  topologyOf,
} from './fixtures.ts'

const flow = flowOf({ topics: { include: ['orders'], exclude: [] }, acls: { sync: false } })

interface Situation {
  readonly spec?: FlowSpec
  readonly topic?: string
  readonly live?: TopicFacts
  readonly control?: readonly ControlEntry[]
  readonly sourcePartitions?: number
}

function planned({
  spec = flow,
  topic = 'us.orders',
  live,
  control = [],
  sourcePartitions = 1,
}: Situation): Plan {
  return makePlan(
    { ...topologyOf([spec]), imports: [{ to: 'us-to-eu', topic }] },
    snapshotOf(
      clusterOf('us', { topics: [topicOf('orders', { partitions: sourcePartitions })] }),
      clusterOf('eu', {
        topics: [...controlTopics, ...(live === undefined ? [] : [topicOf('us.orders', live)])],
        control: [appliedFlow(spec), ...control],
      }),
    ),
    context,
  )
}

function imported({ resource_changes }: Plan): unknown[] {
  return resource_changes.flatMap(({ address, change }) =>
    change.importing === undefined ? [] : [[address, change.actions[0], change.importing.id]],
  )
}

const entry = (owner: string, topicId: string): ControlEntry => ({
  kind: 'managed',
  address: 'topic.eu["us.orders"]',
  flow: owner,
  protect: false,
  topicId,
})

test('an empty topic is imported, and that is a change although nothing on it changes', () => {
  const plan = planned({ live: {} })
  assert.deepEqual(imported(plan), [['topic.eu["us.orders"]', 'no-op', 'us.orders']])
  assert.deepEqual(
    [plan.summary.import, plan.summary.change, hasChanges(plan), plan.errors],
    [1, 0, true, []],
  )
})

test('a topic that grows is imported by the same row', () => {
  const plan = planned({ live: {}, sourcePartitions: 3 })
  assert.deepEqual(imported(plan), [['topic.eu["us.orders"]', 'update', 'us.orders']])
})

test('a topic with records is imported under at_least_once only', () => {
  assert.equal(planned({ live: { latest: 5 }, spec: { ...flow, delivery: 'at_least_once' } }).errored, false)
})

test('a topic is imported by its own address into the flow that writes it', () => {
  const byAddress = (topic: string, cluster = 'eu'): Plan =>
    makePlan(
      { ...topologyOf([flow]), imports: [{ cluster, topic }] },
      snapshotOf(
        clusterOf('us', { topics: [topicOf('orders')] }),
        clusterOf('eu', { topics: [...controlTopics, topicOf('us.orders')], control: [appliedFlow(flow)] }),
      ),
      context,
    )
  const plan = byAddress('us.orders')
  assert.deepEqual(imported(plan), [['topic.eu["us.orders"]', 'no-op', 'us.orders']])
  assert.equal(plan.resource_changes.find(({ type }) => type === 'topic')?.flow, 'us-to-eu')
  assert.equal(plan.fingerprint.inputs['import of `us.orders` on eu'], 'to do')
  for (const [topic, cluster] of [
    ['us.theirs', 'eu'],
    ['orders', 'us'],
  ] as const) {
    const [error] = byAddress(topic, cluster).errors
    assert.equal(error?.code, 'ST449')
    assert.match(error?.detail ?? '', new RegExp(`^No flow to ${cluster} writes a topic of this name`))
  }
})

test('once it is the flow’s, the block changes nothing', () => {
  const plan = planned({ live: {}, control: [entry('us-to-eu', 'id-of-us.orders')] })
  assert.deepEqual([imported(plan), hasChanges(plan)], [[], false])
})

for (const [name, given, said] of [
  ['a topic that does not exist', {}, /no topic "us\.orders" on eu yet/],
  ['a topic that the flow does not write', { topic: 'us.other', live: {} }, /writes no topic of this name/],
  [
    'a topic of another flow',
    { live: {}, control: [entry('other', 'id-of-us.orders')] },
    /belongs to flow "other" already/,
  ],
] as const) {
  test(`${name} cannot be imported`, () => {
    const errors = planned(given).errors.filter(({ code }) => code === 'ST449')
    assert.match(errors[0]?.detail ?? '', said)
    assert.equal(errors.length, 1)
  })
}
