import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupBy } from '../../src/kafka/grouping.ts'

test('items are grouped by key in the order in which keys come', () => {
  const groups = groupBy(['b1', 'a1', 'b2'], (item) => item.charAt(0))
  assert.deepEqual(
    [...groups],
    [
      ['b', ['b1', 'b2']],
      ['a', ['a1']],
    ],
  )
})
