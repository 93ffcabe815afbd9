import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listAt } from '../../src/std/list-at.ts'

test('a list is begun at its first item and goes on with the next', () => {
  const lists = new Map<string, number[]>()
  listAt(lists, 'b').push(1)
  listAt(lists, 'a').push(2)
  listAt(lists, 'b').push(3)
  assert.deepEqual(
    [...lists],
    [
      ['b', [1, 3]],
      ['a', [2]],
    ],
  )
})
