// What a comment keeps of its plan's changes: enough to know the rest of a plan that was cut off, up to a size.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isPartOf, keptRows, readKept } from '../../src/github/kept-rows.ts'
import { planDelta } from '../../src/github/plan-delta.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import { shownPlans } from '../render/plans.ts'

const { first } = shownPlans
type Row = Plan['resource_changes'][number]

function rowsLike([row]: readonly Row[], names: readonly string[]): Row[] {
  assert.ok(row)
  return names.map((name): Row => ({ ...row, name, address: `topic.eu["${name}"]` }) as Row)
}

/** Topics with names as long and as alike as people give them. */
function planOf(times: number, from = 0): Plan {
  const names = Array.from(
    { length: times },
    (_, at) => `us.region-${(at + from) % 7}.orders.service-${at + from}.events.v1`,
  )
  const rows = rowsLike(first.resource_changes, names)
  return { ...first, resource_changes: rows, fingerprint: { ...first.fingerprint, hash: `sha256:${times}` } }
}

const kinds = [
  { name: 'hundreds', times: 400, by: 'address' },
  { name: 'thousands', times: 2_900, by: 'digest' },
] as const

for (const { name, times, by } of kinds) {
  describe(`a plan of ${name} of changes`, () => {
    const whole = planOf(times)
    const kept = keptRows(whole)

    test(`is kept by ${by}`, () => {
      assert.equal(readKept(kept)?.by, by)
      assert.ok(JSON.stringify(kept).length <= 40_100)
    })

    test('has parts of it as parts, and nothing else', () => {
      const { resource_changes: rows } = whole
      const odd = rows.filter((_, at) => at % 2 === 1)
      assert.ok(isPartOf(kept, whole))
      assert.ok(isPartOf(kept, { resource_changes: odd }))
      assert.ok(isPartOf(kept, { resource_changes: [] }))
      const [one, two] = rows
      assert.ok(one && two)
      const renamed = { ...one, address: 'topic.eu["other"]' }
      const done = { ...one, change: { ...one.change, actions: ['delete'] } } as typeof one
      const swapped = { ...one, address: two.address }
      assert.ok(isPartOf(kept, { resource_changes: [swapped] }), 'the same change of another topic of it')
      for (const other of [renamed, done])
        assert.equal(isPartOf(kept, { resource_changes: [...odd, other] }), false)
    })

    test('is told apart from the plan after the next push', () => {
      const earlier = { head: 'abcdef0', fp: whole.fingerprint.hash, ...kept }
      assert.match(planDelta(earlier, planOf(times - 10, 10)), /10 changes went away/)
      assert.match(planDelta(earlier, planOf(times + 2)), /2 changes came in/)
    })
  })
}

test('a plan of more changes than a comment can keep has no part', () => {
  const kept = keptRows(planOf(4_000))
  assert.deepEqual(kept, {})
  assert.equal(isPartOf(kept, planOf(1)), false)
})
