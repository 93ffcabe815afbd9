// Times as a topology writes them.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { durationText, roughTimeText } from '../../src/plan/duration-text.ts'

test('a time is written in the largest unit that needs no fraction', () => {
  const cases: readonly (readonly [number, string])[] = [
    [604_800_000, '7d'],
    [86_400_000, '1d'],
    [90_000_000, '25h'],
    [5000, '5s'],
    [1500, '1500ms'],
    [0, '0ms'],
    [-1, 'unlimited'],
  ]
  for (const [ms, text] of cases) assert.equal(durationText(ms), text)
})

test('a rough time is rounded up in a unit that it fills twice', () => {
  const cases: readonly (readonly [number, string])[] = [
    [10, '1s'],
    [119_000, '119s'],
    [120_001, '3m'],
    [7_200_000, '2h'],
    [200_000_000, '3d'],
  ]
  for (const [ms, text] of cases) assert.equal(roughTimeText(ms), text)
})
