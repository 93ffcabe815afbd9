// schemas/ is what the code says, and what it says is JSON Schema that others can use.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { schemaFiles } from '../../src/cli/schemas.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { encodePlan } from '../../src/plan/plan-file.ts'
import { clusterOf, context, snapshotOf, topicOf, topologyOf } from '../plan/fixtures.ts'
import { caseNames, casesDirectory } from '../topology/cases.ts'
import { assertMatches, schemasFolder } from './matches-schema.ts'

test('schemas/ holds what npm run schemas writes, and nothing else', () => {
  const files = schemaFiles()
  assert.deepEqual(readdirSync(schemasFolder).sort(), Object.keys(files).sort())
  for (const [name, text] of Object.entries(files)) {
    assert.equal(readFileSync(join(schemasFolder, name), 'utf8'), text, name)
  }
})

const topology = topologyOf()
const plan = makePlan(
  topology,
  snapshotOf(clusterOf('us', { topics: [topicOf('orders')] }), clusterOf('eu')),
  context,
)

test('a plan and its topology match their schemas', () => {
  assertMatches('plan', JSON.parse(encodePlan({ plan })))
  assertMatches('topology', JSON.parse(JSON.stringify(topology)))
})

test('what validate says of every broken topology of the corpus matches its schema', () => {
  for (const name of caseNames) {
    const document = JSON.parse(readFileSync(join(casesDirectory, name, 'expected.json'), 'utf8'))
    assertMatches('valid' in document ? 'results#validate' : 'topology', document)
  }
})

const paused = { format_version: '1.0', flow: 'a', state: 'paused', changed: true }
const lag = { format_version: '1.0', taken_at: 'now', flows: [], not_applied: [] }

describe('a document that is wrong does not match:', () => {
  const wrong: readonly (readonly [name: string, schema: string, value: unknown])[] = [
    [
      'a plan without its fingerprint',
      'plan',
      { ...JSON.parse(encodePlan({ plan })), fingerprint: undefined },
    ],
    ['a flow with a delivery that does not exist', 'topology', wrongTopology()],
    ['a lag without its time', 'status#lag', { ...lag, taken_at: undefined }],
    ['gaps without a flow', 'status#gaps', lag],
    ['an event of an unknown type', 'events#event', { type: 'nothing' }],
    [
      'an apply_start without an address',
      'events#event',
      { type: 'apply_start', at: '', actions: ['create'] },
    ],
    ['a failure without its reason', 'events#failure', { format_version: '1.0', error: {} }],
    [
      'a validation that does not say whether',
      'results#validate',
      { format_version: '1.0', diagnostics: [] },
    ],
    [
      'a graph with an edge to nowhere',
      'results#graph',
      { format_version: '1.0', clusters: [], edges: [{}] },
    ],
    ['a flow in a state that does not exist', 'results#flow_state', { ...paused, state: 'asleep' }],
    ['a log line without its text', 'events#agent_log', { level: 30, time: '', agent: 'a' }],
  ]
  for (const [name, schema, value] of wrong) {
    test(name, () => {
      assert.throws(() => assertMatches(schema, JSON.parse(JSON.stringify(value))), { code: 'ERR_ASSERTION' })
    })
  }
})

function wrongTopology(): unknown {
  const flows = Object.fromEntries(
    Object.entries(topology.flows).map(([name, flow]) => [name, { ...flow, delivery: 'perhaps' }]),
  )
  return { ...topology, flows }
}

test('a key that a later minor version adds does not break a reader', () => {
  assertMatches('plan', { ...JSON.parse(encodePlan({ plan })), novelty: 1 })
  assertMatches('status#lag', { ...lag, novelty: 1 })
  assertMatches('events#agent_log', { level: 30, time: '', agent: 'a', msg: 'x', novelty: 1 })
  assertMatches('results#flow_state', { ...paused, novelty: 1 })
})
