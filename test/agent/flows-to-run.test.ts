import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRunHere, leftToOthers } from '../../src/agent/flows-to-run.ts'
import type { FlowEntry } from '../../src/mirror/control.ts'
import type { Topology } from '../../src/topology/model.ts'
import { appliedFlow, flowOf, topologyOf } from '../plan/fixtures.ts'

const flow = flowOf()
const other = flowOf({ name: 'other' })
const ours = { ...topologyOf([flow]), name: 'payments' }

const cases: readonly (readonly [title: string, FlowEntry, Topology, runs: boolean])[] = [
  [
    'a flow of the agent’s topology runs, declared or not',
    appliedFlow(other, { topology: 'payments' }),
    ours,
    true,
  ],
  ['another topology’s does not', appliedFlow(other, { topology: 'search' }), ours, false],
  ['one without a name does not', appliedFlow(other), ours, false],
  ['without a name, all without a name run', appliedFlow(other), topologyOf([flow]), true],
  [
    'without a name, no named one runs',
    appliedFlow(other, { topology: 'search' }),
    topologyOf([flow]),
    false,
  ],
  [
    'what bears a former name runs before it is taken over',
    appliedFlow(other, { topology: 'billing' }),
    { ...ours, formerly: ['billing'] },
    true,
  ],
  ['agents that are named before the apply run on', appliedFlow(flow), ours, true],
  [
    'agents that are not named yet run on after the apply',
    appliedFlow(flow, { topology: 'payments' }),
    topologyOf([flow]),
    true,
  ],
  [
    'a declared flow between other clusters is another flow',
    appliedFlow({ ...flow, source: 'ap' }, { topology: 'search' }),
    ours,
    false,
  ],
]

for (const [title, entry, topology, runs] of cases) {
  test(title, () => assert.equal(isRunHere(entry, topology), runs))
}

test('what is left to others is one line, without what is stopped', () => {
  assert.equal(
    leftToOthers([
      appliedFlow(flow, { topology: 'search' }),
      appliedFlow(other, { topology: 'search' }),
      appliedFlow({ ...other, name: 'old' }),
      appliedFlow({ ...other, name: 'gone' }, { state: 'stopped' }),
    ]),
    '"us-to-eu", "other" of topology "search"; "old" of the topology without a name',
  )
})
