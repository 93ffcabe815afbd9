// Why groups that could move do not: one sentence a reason, for one group and for many.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChangeOf } from '../../src/plan/resource-change.ts'
import { explainRow } from '../../src/render/explain-text.ts'
import { stayText } from '../../src/render/impact-text.ts'
import { convergedPlan } from './plans.ts'

const [row] = convergedPlan.resource_changes.filter((one) => one.type === 'group_offset')
assert(row?.type === 'group_offset')

const cases: readonly (readonly [reason: string, one: string, many: string])[] = [
  [
    'group_is_live',
    'group "billing" is not moved: it has live members on eu',
    '2 groups are not moved: they have live members on eu',
  ],
  [
    'kept_by_agent',
    'group "billing" is moved by the agent, every 5s',
    '2 groups are moved by the agent, every 5s',
  ],
  [
    'flow_is_paused',
    'group "billing" is not moved: flow us-to-eu is paused',
    '2 groups are not moved: flow us-to-eu is paused',
  ],
  [
    'target_is_ahead',
    'group "billing" is not moved: it is further on eu, and on_conflict = "never_rewind"',
    '2 groups are not moved: they are further on eu, and on_conflict = "never_rewind"',
  ],
  [
    'commit_is_past_the_source_log',
    'group "billing" is not moved: its commit is past the end of the source\'s log',
    "2 groups are not moved: their commits are past the end of the source's log",
  ],
  [
    'source_was_recreated',
    'group "billing" is not moved: what it stands in was deleted and created again on the source, and the copy is of the former topic',
    '2 groups are not moved: what they stand in was deleted and created again on the source, and the copy is of the former topic',
  ],
  [
    'commit_is_before_the_copy',
    'group "billing" is not moved: it stands before what flow us-to-eu copied, among records of others on eu',
    '2 groups are not moved: they stand before what flow us-to-eu copied, among records of others on eu',
  ],
]

for (const [reason, one, many] of cases) {
  test(`${reason} is said of one group and of many`, () => {
    const stays: ChangeOf<'group_offset'> = { ...row, action_reason: reason }
    assert.equal(stayText([stays], convergedPlan), one)
    assert.equal(stayText([stays, stays], convergedPlan), many)
  })
}

test('what waits for the copy says for how many partitions and which flow, in a plan and explained alone', () => {
  const impact = { ...row.impact, waiting: 3 }
  const waits: ChangeOf<'group_offset'> = { ...row, impact, action_reason: 'follows_the_copy' }
  const one =
    'group "billing" waits for the copy of 3 partitions: the agent moves it once flow us-to-eu has copied that far'
  assert.equal(stayText([waits], convergedPlan), one)
  assert.equal(
    stayText([waits, waits], convergedPlan),
    '2 groups wait for the copy of 6 partitions: the agent moves them once flow us-to-eu has copied that far',
  )
  const because = explainRow(waits, convergedPlan).filter(([heading]) => heading === 'because')
  assert.deepEqual(because, [['because', one]])
})

test('of a reason that this version does not know nothing is said', () => {
  assert.equal(stayText([{ ...row, action_reason: 'novelty' }], convergedPlan), undefined)
})
