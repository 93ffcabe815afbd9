import assert from 'node:assert/strict'
import { test } from 'node:test'
import { oncePer } from '../../src/std/once-per.ts'

test('what is found about an object is found once, also where it is undefined', () => {
  const asked: string[] = []
  const lengthOf = oncePer(({ text }: { readonly text: string }) => {
    asked.push(text)
    return text === '' ? undefined : text.length
  })
  const [one, same, none] = [{ text: 'abc' }, { text: 'abc' }, { text: '' }]
  assert.deepEqual(
    [lengthOf(one), lengthOf(one), lengthOf(same), lengthOf(none), lengthOf(none)],
    [3, 3, 3, undefined, undefined],
  )
  assert.deepEqual(asked, ['abc', 'abc', ''])
})
