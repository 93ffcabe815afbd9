import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseTimestamp } from '../../src/topology/timestamp.ts'

const rows: readonly (readonly [string, number | undefined])[] = [
  ['2026-01-31T00:00:00Z', 1_769_817_600_000],
  ['2026-01-31T01:00:00.5+01:00', 1_769_817_600_500],
  ['2026-02-30T00:00:00Z', undefined],
  ['2026-01-31', undefined],
  ['2026-01-31T00:00:00', undefined],
  ['2026-13-31T00:00:00Z', undefined],
  ['2026-01-31T25:00:00Z', undefined],
  ['yesterday', undefined],
]

for (const [text, expected] of rows) {
  test(`"${text}" is ${expected ?? 'refused'}`, () => assert.equal(parseTimestamp(text), expected))
}
