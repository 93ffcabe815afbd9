// What a plan says of a flow that goes on where MirrorMaker stopped.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type MirrorMakerState, type MirrorMakerTrace, traceKey } from '../../src/live/mirror-maker-state.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { FlowSpec } from '../../src/topology/model.ts'
import { clusterOf, context, flowOf, snapshotOf, type TopicFacts, topicOf, topologyOf } from './fixtures.ts'

const flow = flowOf({ topics: { include: ['orders'], exclude: [] }, start: 'mirrormaker' })

interface MirroredCase {
  readonly name: string
  /** Without detail, which is for people. */
  readonly findings: readonly (readonly [code: string, severity: string, subjects: readonly string[]])[]
  readonly state: MirrorMakerState
  readonly spec?: Partial<FlowSpec>
  readonly source?: TopicFacts
}

function mirrorMaker(trace?: MirrorMakerTrace, running: Partial<MirrorMakerState> = {}): MirrorMakerState {
  const traces = new Map(trace === undefined ? [] : [[traceKey('orders', 0), trace]])
  return { isRunning: false, otherWorkers: [], traces, ...running }
}

const pairAt = (offset: number) => ({ upstreamOffset: offset, downstreamOffset: offset })
const takenOver = ['ST473', 'warning', ['us.orders']] as const

/** MirrorMaker brought 5 records of 9. */
const mirrored: readonly MirroredCase[] = [
  {
    name: 'a topic that MirrorMaker filled is taken over, and that is said',
    state: mirrorMaker({ lastOffset: 3, sync: pairAt(2) }),
    findings: [takenOver],
  },
  {
    name: 'a topic that MirrorMaker knows nothing of is refused as any other',
    state: mirrorMaker(),
    findings: [['ST424', 'error', ['us.orders']]],
  },
  {
    name: 'a topic whose source forgot records behind the last pair of offsets cannot be taken over',
    state: mirrorMaker({ lastOffset: 3, sync: pairAt(2) }),
    source: { earliest: 4, latest: 9 },
    findings: [['ST474', 'error', ['us.orders']]],
  },
  {
    name: 'a topic that MirrorMaker copied to its end is taken over whatever the source forgot',
    state: mirrorMaker({ lastOffset: 8, sync: undefined }),
    source: { earliest: 9, latest: 9 },
    findings: [takenOver],
  },
  {
    name: 'at least once needs no pair of offsets',
    state: mirrorMaker({ lastOffset: 3, sync: undefined }),
    spec: { delivery: 'at_least_once' },
    findings: [takenOver],
  },
  {
    name: 'MirrorMaker that still runs is told',
    state: mirrorMaker({ lastOffset: 3, sync: pairAt(2) }, { isRunning: true }),
    findings: [['ST475', 'warning', ['us-mm2']], takenOver],
  },
  {
    name: 'MirrorMaker that runs on a shared Connect cluster is told by its connector',
    state: mirrorMaker(
      { lastOffset: 3, sync: pairAt(2) },
      { isRunning: true, runsAs: { group: 'connect', connector: 'us->eu.MirrorSourceConnector' } },
    ),
    findings: [['ST475', 'warning', ['connect']], takenOver],
  },
  {
    name: 'workers of another Connect cluster may be MirrorMaker’s',
    state: mirrorMaker(
      { lastOffset: 3, sync: pairAt(2) },
      { otherWorkers: [{ group: 'connect', connectors: ['lake'] }] },
    ),
    findings: [['ST475', 'warning', ['connect']], takenOver],
  },
]

for (const { name, state, spec = {}, source = { latest: 9 }, findings } of mirrored) {
  test(name, () => {
    const us = clusterOf('us', { topics: [topicOf('orders', source)] })
    const eu = clusterOf('eu', { topics: [topicOf('us.orders', { latest: 5 })] })
    const snapshot = { ...snapshotOf(us, eu), mirrorMaker: new Map([['us-to-eu', state]]) }
    const plan = makePlan(topologyOf([{ ...flow, ...spec }]), snapshot, context)
    const said = [...plan.errors, ...plan.warnings].map(({ code, severity, subjects }) => [
      code,
      severity,
      subjects,
    ])
    assert.deepEqual(said, findings)
  })
}

test('what is left to copy is counted from where MirrorMaker stopped', () => {
  const us = clusterOf('us', { topics: [topicOf('orders', { latest: 9 })] })
  const eu = clusterOf('eu', { topics: [topicOf('us.orders', { latest: 5 })] })
  const state = mirrorMaker({ lastOffset: 3, sync: pairAt(2) })
  const snapshot = { ...snapshotOf(us, eu), mirrorMaker: new Map([['us-to-eu', state]]) }
  const plan = makePlan(topologyOf([flow]), snapshot, context)
  const row = plan.resource_changes.find(({ type }) => type === 'flow')
  assert.equal(row?.type === 'flow' && row.impact.records, 5)
})
