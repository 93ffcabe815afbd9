import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wrapText } from '../../src/std/wrap-text.ts'

const rows: readonly (readonly [string, string, number, string])[] = [
  ['lines break at spaces', 'one two three', 7, 'one two\nthree'],
  ['a line that just fits stays', 'one two', 7, 'one two'],
  ['a long word has a line of its own', 'a tremendous b', 5, 'a\ntremendous\nb'],
  ['indented lines are kept', '  one two three', 7, '  one two three'],
  ['empty lines are kept', 'a\n\nb', 7, 'a\n\nb'],
  ['wide characters take two columns', '日本 日本', 8, '日本\n日本'],
]

for (const [name, text, width, wrapped] of rows) {
  test(name, () => {
    assert.equal(wrapText(text, width), wrapped)
  })
}
