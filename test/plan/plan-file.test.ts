// The plan as a file: what is written can be read, by this version and by the next, and nothing else can.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { StraitError } from '../../src/errors/strait-error.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { decodePlan, encodePlan } from '../../src/plan/plan-file.ts'
import { clusterOf, context, snapshotOf, topicOf, topologyOf } from './fixtures.ts'
import { situation } from './situations.ts'

const plan = makePlan(
  topologyOf(),
  snapshotOf(clusterOf('us', { topics: [topicOf('orders')] }), clusterOf('eu')),
  context,
)

test('every plan survives writing and reading', () => {
  fc.assert(
    fc.property(situation, (made) => {
      const written = makePlan(made.topology, made.snapshot, context)
      assert.deepEqual(decodePlan(encodePlan(written)), JSON.parse(JSON.stringify(written)))
    }),
    { numRuns: 50 },
  )
})

test('a plan of a later minor version is read, and what is new in it left out', () => {
  const later = { ...plan, format_version: '1.7', novelty: true }
  assert.deepEqual(decodePlan(JSON.stringify(later)), {
    ...JSON.parse(JSON.stringify(plan)),
    format_version: '1.7',
  })
})

const refusals = [
  {
    name: 'text that is not JSON',
    text: 'Plan: 1 to add',
    code: 'ST429',
    message: 'This file is not a plan: it is not JSON.',
  },
  {
    name: 'JSON that is no plan',
    text: '{}',
    code: 'ST429',
    message: 'This file is not a plan: format_version is missing.',
  },
  {
    name: 'another major version',
    text: JSON.stringify({ ...plan, format_version: '2.0' }),
    code: 'ST430',
    message:
      'The plan has format 2.0, this version of Strait reads 1.0. Plan again with this version, or apply with the one that planned.',
  },
  {
    name: 'a plan with a row of an unknown type',
    text: JSON.stringify({ ...plan, resource_changes: [{ type: 'secret' }] }),
    code: 'ST429',
    message:
      "This file is not a valid plan: resource_changes.0.type: Invalid discriminator value. Expected 'topic' | 'topic_config' | 'acl' | 'group_offset' | 'flow' | 'internal_topic'.",
  },
]

for (const { name, text, code, message } of refusals) {
  test(`${name} is refused`, () => {
    assert.throws(
      () => decodePlan(text),
      (error) => error instanceof StraitError && error.code === code && error.message === message,
    )
  })
}
