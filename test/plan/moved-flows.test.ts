// A flow under another name: what Kafka knows it by stays its first name, so it goes on where it was.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ControlEntry } from '../../src/mirror/control.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import type { ChangeOf } from '../../src/plan/resource-change.ts'
import type { FlowSpec, Topology } from '../../src/topology/model.ts'
import {
  appliedFlow,
  clusterOf,
  context,
  controlTopics,
  flowOf,
  mapUpTo,
  snapshotOf,
  topicOf,
  topologyOf,
} from './fixtures.ts'

const flow = flowOf({ topics: { include: ['orders'], exclude: [] }, acls: { sync: false } })
const renamed = { ...flow, name: 'orders' }
const moved: Topology = { ...topologyOf([renamed]), moved: [{ from: 'us-to-eu', to: 'orders' }] }

function planned(topology: Topology, control: readonly ControlEntry[]): Plan {
  return makePlan(
    topology,
    snapshotOf(
      clusterOf('us', { topics: [topicOf('orders', { latest: 100, sizeBytes: 1000 })] }),
      clusterOf('eu', {
        topics: [...controlTopics, topicOf('us.orders', { latest: 60 })],
        control: [
          ...control,
          {
            kind: 'managed',
            address: 'topic.eu["us.orders"]',
            flow: 'us-to-eu',
            protect: false,
            topicId: 'id-of-us.orders',
          },
        ],
        maps: [['us-to-eu', 'orders', 0, mapUpTo(60)]],
      }),
    ),
    context,
  )
}

function flowRows({ resource_changes }: Plan): ChangeOf<'flow'>[] {
  return resource_changes.flatMap((row) => (row.type === 'flow' ? [row] : []))
}

const afterMove = (spec: FlowSpec = renamed): ControlEntry[] => [
  appliedFlow(flow, { state: 'stopped', identity: 'us-to-eu', movedTo: 'orders' }),
  appliedFlow(spec, { identity: 'us-to-eu' }),
]

test('a moved flow is one row that keeps its identity, its positions and its topics', () => {
  const plan = planned(moved, [appliedFlow(flow)])
  const [row, ...more] = flowRows(plan)
  assert.deepEqual(more, [])
  assert.deepEqual(
    [row?.address, row?.previous_address, row?.former_name, row?.identity, row?.change.actions],
    ['flow.orders', 'flow.us-to-eu', 'us-to-eu', 'us-to-eu', ['update']],
  )
  assert.equal(row?.impact.records, 40)
  assert.deepEqual([plan.errors, plan.summary.lets_go], [[], 0])
})

test('without the moved block the topics are another flow’s, and the plan says so', () => {
  const plan = planned(topologyOf([renamed]), [appliedFlow(flow)])
  assert.deepEqual(
    plan.errors.map(({ code }) => code),
    ['ST424', 'ST443'],
  )
})

test('once applied, the block stays and changes nothing', () => {
  const plan = planned(moved, afterMove())
  assert.deepEqual(
    flowRows(plan).map(({ change }) => change.actions),
    [['no-op']],
  )
  assert.deepEqual(plan.errors, [])
  assert.equal(flowRows(plan)[0]?.impact.records, 40)
})

test('and the block may go: the identity is in the control topic', () => {
  const plan = planned(topologyOf([renamed]), afterMove())
  assert.deepEqual(
    flowRows(plan).map(({ change, identity }) => [change.actions[0], identity]),
    [['no-op', 'us-to-eu']],
  )
})

test('an apply that was cut off between the two entries is finished by the next one', () => {
  const [stopped] = afterMove()
  assert(stopped !== undefined)
  const [row] = flowRows(planned(moved, [stopped]))
  assert.deepEqual(
    [row?.change.actions, row?.identity, row?.former_name],
    [['create'], 'us-to-eu', 'us-to-eu'],
  )
})

test('a chain of moves is followed to the name that was applied', () => {
  const chain = [
    { from: 'us-to-eu', to: 'between' },
    { from: 'between', to: 'orders' },
  ]
  const [row] = flowRows(planned({ ...topologyOf([renamed]), moved: chain }, [appliedFlow(flow)]))
  assert.equal(row?.former_name, 'us-to-eu')
})

test('a new flow that takes a former name gets an identity of its own', () => {
  const second = flowOf({ topics: { include: ['new'], exclude: [] } })
  const plan = planned({ ...moved, ...topologyOf([renamed, second]) }, afterMove())
  assert.deepEqual(
    flowRows(plan).map(({ name, change, identity }) => [name, change.actions[0], identity]),
    [
      ['orders', 'no-op', 'us-to-eu'],
      ['us-to-eu', 'create', 'us-to-eu.2'],
    ],
  )
})

test('what changes with the name is a change of the flow, and its naming still cannot change', () => {
  const narrower = { ...renamed, refreshIntervalMs: 1000 }
  const changed = planned({ ...moved, ...topologyOf([narrower]) }, [appliedFlow(flow)])
  assert.equal(flowRows(changed)[0]?.change.after?.refreshIntervalMs, 1000)
  const other: FlowSpec = { ...renamed, naming: { kind: 'identity' } }
  const refused = planned({ ...moved, ...topologyOf([other]) }, [appliedFlow(flow)])
  assert.ok(refused.errors.some(({ code }) => code === 'ST427'))
})

test('a protected flow may move, and stays protected', () => {
  const guarded = { ...flow, lifecycle: { protect: true } }
  const plan = planned({ ...moved, ...topologyOf([{ ...guarded, name: 'orders' }]) }, [appliedFlow(guarded)])
  assert.deepEqual([plan.errors, plan.warnings], [[], []])
  assert.equal(flowRows(plan)[0]?.change.after?.lifecycle.protect, true)
})
