import assert from 'node:assert/strict'
import { test } from 'node:test'
import { displayWidth } from '../../src/std/display-width.ts'

const rows: readonly (readonly [string, number])[] = [
  ['', 0],
  ['abc', 3],
  ['é', 1],
  ['e\u0301', 1],
  ['日本', 4],
  ['ｱ', 1],
  ['Ａ', 2],
  ['😀', 2],
  ['\u200b', 0],
  ['→', 1],
]

for (const [text, columns] of rows) {
  test(`${JSON.stringify(text)} takes ${columns} columns`, () => {
    assert.equal(displayWidth(text), columns)
  })
}
