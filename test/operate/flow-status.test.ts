import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AgentEntry, ControlEntry, GapEntry } from '../../src/mirror/control.ts'
import { specHash } from '../../src/mirror/spec-hash.ts'
import { gapsOf } from '../../src/operate/flow-gaps.ts'
import { groupsOf } from '../../src/operate/flow-groups.ts'
import { lagOf } from '../../src/operate/flow-lag.ts'
import { statusOf } from '../../src/operate/flow-status.ts'
import { statusDocument } from '../../src/render/status-document.ts'
import {
  agentOf,
  appliedFlow,
  clusterOf,
  flowOf,
  mapUpTo,
  snapshotOf,
  topicOf,
  topologyOf,
} from '../plan/fixtures.ts'

const flow = flowOf()
const us = clusterOf('us', { topics: [topicOf('orders', { partitions: 2, latest: 100, sizeBytes: 1000 })] })

/** The target, with what is applied there; each partition is copied up to `copiedTo`. */
function target(control: readonly ControlEntry[], copiedTo = 60) {
  return clusterOf('eu', {
    topics: [topicOf('us.orders', { partitions: 2, latest: copiedTo })],
    control,
    maps: [0, 1].map((partition) => [flow.name, 'orders', partition, mapUpTo(copiedTo)] as const),
  })
}

function agent(overrides: Partial<AgentEntry> = {}, secondsAgo = 5): AgentEntry {
  return { ...agentOf(flow.name, secondsAgo), recordsPerSecond: 1, bytesPerSecond: 10, ...overrides }
}

const gap: GapEntry = {
  kind: 'gap',
  flow: flow.name,
  topic: 'orders',
  partition: 1,
  start: 40,
  end: 42,
  reason: 'CORRUPT_MESSAGE',
  action: 'halted',
  at: '2026-02-01T00:00:00.000Z',
}

const gaveUp = { state: 'failed', specHash: specHash(flow) } as const

const cases: { name: string; control: ControlEntry[]; copiedTo?: number; verdict: string }[] = [
  { name: 'nothing is applied', control: [], verdict: 'not_applied' },
  { name: 'no agent reports', control: [appliedFlow(flow)], verdict: 'no_agent' },
  {
    name: 'the agent has been silent for long',
    control: [appliedFlow(flow), agent({}, 40)],
    verdict: 'no_agent',
  },
  {
    name: 'the agent has stopped',
    control: [appliedFlow(flow), agent({ state: 'stopped' })],
    verdict: 'no_agent',
  },
  { name: 'records are left', control: [appliedFlow(flow), agent()], verdict: 'copying' },
  { name: 'nothing is left', control: [appliedFlow(flow), agent()], copiedTo: 100, verdict: 'ok' },
  {
    name: 'no more is left than seconds of copying',
    control: [appliedFlow(flow), agent({ recordsPerSecond: 16 })],
    verdict: 'ok',
  },
  {
    name: 'a partition is halted',
    control: [appliedFlow(flow), agent(), gap],
    copiedTo: 100,
    verdict: 'halted',
  },
  {
    name: 'a gap was stepped over by policy',
    control: [appliedFlow(flow), agent(), { ...gap, action: 'recorded' }],
    copiedTo: 100,
    verdict: 'ok',
  },
  { name: 'the agent gave up', control: [appliedFlow(flow), agent(gaveUp)], verdict: 'failed' },
  {
    name: 'the agent gave up, an hour ago',
    control: [appliedFlow(flow), agent(gaveUp, 3_600)],
    verdict: 'failed',
  },
  {
    name: 'the agent gave up, on what was applied before',
    control: [appliedFlow(flow), agent({ state: 'failed' })],
    verdict: 'no_agent',
  },
  {
    name: 'one agent gave up, and another copies',
    control: [appliedFlow(flow), agent(gaveUp), agent({ agent: 'b' })],
    verdict: 'copying',
  },
  { name: 'partitions wait', control: [appliedFlow(flow), agent({ waiting: 1 })], verdict: 'waiting' },
  {
    name: 'the agent cannot start',
    control: [appliedFlow(flow), agent({ state: 'starting', message: 'no READ' })],
    verdict: 'waiting',
  },
  {
    name: 'records are left, and the agent’s clock is ahead',
    control: [appliedFlow(flow), agent({}, -600)],
    verdict: 'copying',
  },
  { name: 'it is paused', control: [appliedFlow(flow, { state: 'paused' }), agent()], verdict: 'paused' },
  { name: 'it is stopped', control: [appliedFlow(flow, { state: 'stopped' })], verdict: 'stopped' },
]

for (const { name, control, copiedTo, verdict } of cases) {
  test(`a flow is ${verdict} when ${name}`, () => {
    const document = statusOf(topologyOf([flow]), snapshotOf(us, target(control, copiedTo)))
    assert.equal(document.flows[0]?.verdict, verdict)
    assert.deepEqual(statusDocument.parse(document), document)
  })
}

test('lag is what log ends and offset maps say, not what an agent says', () => {
  const control = [appliedFlow(flow), agent({ lagRecords: 7 })]
  const [row] = statusOf(topologyOf([flow]), snapshotOf(us, target(control))).flows
  assert.deepEqual([row?.lag_records, row?.lag_bytes, row?.topics, row?.partitions], [80, 800, 1, 2])
})

test('rates are added up over living agents only', () => {
  const control = [
    appliedFlow(flow),
    agent({ agent: 'a', recordsPerSecond: 10 }),
    agent({ agent: 'b', recordsPerSecond: 5 }),
    agent({ agent: 'c', recordsPerSecond: 100 }, 60),
  ]
  const [row] = statusOf(topologyOf([flow]), snapshotOf(us, target(control))).flows
  assert.equal(row?.records_per_second, 15)
  assert.deepEqual(
    row?.agents.map(({ agent: name, live }) => [name, live]),
    [
      ['a', true],
      ['b', true],
      ['c', false],
    ],
  )
})

test('a directory that differs from what is applied is said to', () => {
  const snapshot = snapshotOf(us, target([appliedFlow(flow)]))
  const changed = (flows: Parameters<typeof topologyOf>[0]): unknown =>
    statusOf(topologyOf(flows), snapshot).flows.map((row) => [row.flow, row.changed])
  assert.deepEqual(changed([flow]), [['us-to-eu', false]])
  assert.deepEqual(changed([flowOf({ start: 'latest' })]), [['us-to-eu', true]])
  assert.deepEqual(changed([flowOf({ name: 'other' })]), [
    ['other', true],
    ['us-to-eu', true],
  ])
})

test('gaps are listed by place; a flow that was never applied has none to list', () => {
  const control = [
    appliedFlow(flow),
    gap,
    { ...gap, partition: 0, start: 7, end: 8 },
    { ...gap, flow: 'other' },
  ]
  const snapshot = snapshotOf(us, target(control))
  assert.deepEqual(
    gapsOf(topologyOf(), snapshot, flow.name).gaps.map(({ partition, start, end, action }) => [
      partition,
      start,
      end,
      action,
    ]),
    [
      [0, 7, 8, 'halted'],
      [1, 40, 42, 'halted'],
    ],
  )
  assert.throws(() => gapsOf(topologyOf(), snapshot, 'us-to-ue'), {
    code: 'ST550',
    message: /^what is applied has no flow "us-to-ue"; did you mean "us-to-eu"\?$/,
  })
})

test('gaps, lag and groups say of a declared flow that is not applied yet what to do', async () => {
  const topology = topologyOf([flow, flowOf({ name: 'late' }), flowOf({ name: 'early' })])
  const snapshot = snapshotOf(us, target([appliedFlow(flow)]))
  assert.throws(() => gapsOf(topology, snapshot, 'late'), {
    code: 'ST550',
    message: 'flow "late" is not applied yet: strait plan, then strait apply',
  })
  const waiting = ['early', 'late']
  assert.deepEqual(groupsOf(topology, snapshot).not_applied, waiting)
  assert.deepEqual((await lagOf({ topology, snapshot, clusters: new Map() })).not_applied, waiting)
})

test('a flow of another topology is no row; it is told of with whose it is', () => {
  const theirs = appliedFlow(flowOf({ name: 'theirs' }), { topology: 'search' })
  const gone = appliedFlow(flowOf({ name: 'gone' }), { topology: 'search', state: 'stopped' })
  const snapshot = snapshotOf(us, target([appliedFlow(flow, { topology: 'payments' }), theirs, gone]))
  const { flows, other_topologies } = statusOf({ ...topologyOf(), name: 'payments' }, snapshot)
  assert.deepEqual(
    flows.map(({ flow: name, topology, changed }) => [name, topology, changed]),
    [['us-to-eu', 'payments', false]],
  )
  assert.deepEqual(other_topologies, [{ cluster: 'eu', topology: 'search', flows: ['theirs'] }])
})

test('a flow without a name that the topology declares is its row, to be taken over', () => {
  const snapshot = snapshotOf(us, target([appliedFlow(flow), appliedFlow(flowOf({ name: 'theirs' }))]))
  const { flows, other_topologies } = statusOf({ ...topologyOf(), name: 'payments' }, snapshot)
  assert.deepEqual(
    flows.map(({ flow: name, topology, changed }) => [name, topology, changed]),
    [['us-to-eu', null, true]],
  )
  assert.deepEqual(other_topologies, [{ cluster: 'eu', topology: null, flows: ['theirs'] }])
})
