// What `apply --wait` waits for, and what ends the wait.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AgentEntry, ControlEntry, FlowEntry } from '../../src/mirror/control.ts'
import { specHash } from '../../src/mirror/spec-hash.ts'
import { endsOf } from '../../src/operate/caught-up.ts'
import { convergenceOf } from '../../src/operate/convergence.ts'
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
const topology = topologyOf([flow])

interface Situation {
  readonly latest?: number
  readonly copiedTo?: number
  readonly agents?: readonly AgentEntry[]
  readonly applied?: Partial<FlowEntry>
  readonly more?: readonly ControlEntry[]
}

function snapshot({ latest = 100, copiedTo = 100, agents = [], applied, more = [] }: Situation) {
  return snapshotOf(
    clusterOf('us', { topics: [topicOf('orders', { latest })] }),
    clusterOf('eu', {
      topics: [topicOf('us.orders', { latest: copiedTo })],
      control: [appliedFlow(flow, applied), ...agents, ...more],
      maps: [[flow.name, 'orders', 0, mapUpTo(copiedTo)]],
    }),
  )
}

function agent(overrides: Partial<AgentEntry> = {}, secondsAgo = 3): AgentEntry {
  return { ...agentOf(flow.name, secondsAgo), specHash: specHash(flow), ...overrides }
}

const ends = endsOf(topology, snapshot({}))

const gap: ControlEntry = {
  ...{ kind: 'gap', flow: flow.name, topic: 'orders', partition: 0, start: 5, end: 9, reason: 'too large' },
  ...{ action: 'halted', at: 'now' },
}

const cases: readonly (readonly [name: string, situation: Situation, state: string])[] = [
  ['an agent with the applied spec and nothing left', { agents: [agent()] }, 'converged'],
  ['records that came later', { latest: 900, agents: [agent()] }, 'converged'],
  ['records left of those at the start', { copiedTo: 40, agents: [agent()] }, 'copying'],
  ['nothing left, but no agent', {}, 'no_agent'],
  ['an agent that has been silent', { agents: [agent({}, 120)] }, 'no_agent'],
  ['nothing left, but the agent runs the spec before', { agents: [agent({ specHash: 'old' })] }, 'starting'],
  [
    'one of two agents runs the spec before',
    { agents: [agent(), agent({ agent: 'b', specHash: 'old' })] },
    'starting',
  ],
  ['an agent that starts', { agents: [agent({ state: 'starting' })] }, 'starting'],
  [
    'an agent that failed on the applied spec',
    { agents: [agent({ state: 'failed', message: 'why' })] },
    'failed',
  ],
  [
    'an agent that failed on the spec before',
    { agents: [agent({ state: 'failed', specHash: 'old' })] },
    'no_agent',
  ],
  [
    'a failed agent beside one that works',
    { agents: [agent({ state: 'failed' }), agent({ agent: 'b' })] },
    'converged',
  ],
  ['partitions that wait for something', { copiedTo: 40, agents: [agent({ waiting: 1 })] }, 'waiting'],
  ['an agent that cannot start', { agents: [agent({ state: 'starting', message: 'no READ' })] }, 'waiting'],
  ['a halted partition', { copiedTo: 40, agents: [agent()], more: [gap] }, 'halted'],
  ['an agent that reports a halted partition', { copiedTo: 40, agents: [agent({ halted: 1 })] }, 'halted'],
  ['a paused flow', { copiedTo: 40, applied: { state: 'paused' } }, 'paused'],
]

for (const [name, situation, state] of cases) {
  test(`${name}: ${state}`, () => {
    assert.deepEqual(
      convergenceOf(ends, topology, snapshot(situation)).map((one) => one.state),
      [state],
    )
  })
}

test('what is left is told with its rate, its time and what the agent says', () => {
  const busy = agent({ recordsPerSecond: 20, message: 'target is slow' })
  assert.deepEqual(convergenceOf(ends, topology, snapshot({ latest: 150, copiedTo: 40, agents: [busy] })), [
    {
      flow: 'us-to-eu',
      state: 'copying',
      recordsLeft: 60,
      lagRecords: 110,
      recordsPerSecond: 20,
      etaSeconds: 3,
      message: 'target is slow',
      needsPerson: false,
    },
  ])
})

for (const [code, needsPerson] of [
  ['ST350', true],
  ['ST302', true],
  ['ST300', false],
] as const) {
  test(`waiting for ${code} ${needsPerson ? 'needs a person' : 'may end by itself'}`, () => {
    const held = agent({ waiting: 1, message: 'why', troubles: [{ code, message: 'why', partitions: 1 }] })
    const [row] = convergenceOf(ends, topology, snapshot({ copiedTo: 40, agents: [held] }))
    assert.deepEqual([row?.state, row?.message, row?.needsPerson], ['waiting', 'why', needsPerson])
  })
}

test('while nothing moves there is no estimate', () => {
  const [row] = convergenceOf(ends, topology, snapshot({ copiedTo: 40, agents: [agent()] }))
  assert.equal(row?.etaSeconds, null)
})

test('a flow that is stopped is not waited for', () => {
  assert.deepEqual(convergenceOf(ends, topology, snapshot({ applied: { state: 'stopped' } })), [])
})
