import assert from 'node:assert/strict'
import { test } from 'node:test'
import { piecesOf } from '../../src/std/pieces.ts'

for (const { name, weights, pieces } of [
  { name: 'nothing gives no piece', weights: [], pieces: [] },
  { name: 'items that fit together stay together', weights: [2, 3, 5], pieces: [[2, 3, 5]] },
  {
    name: 'a piece is never heavier than the limit',
    weights: [5, 5, 1, 9, 2],
    pieces: [[5, 5], [1, 9], [2]],
  },
  { name: 'an item that is too heavy goes alone', weights: [1, 11, 1], pieces: [[1], [11], [1]] },
]) {
  test(`cutting by weight: ${name}`, () => {
    assert.deepEqual(
      piecesOf(weights, (weight) => weight, 10),
      pieces,
    )
  })
}
