// What is rewritten is held against Java in selection.test.ts; here is what is left alone, because no include and
// exclude together say it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutLookaround } from '../../src/migrate/without-lookaround.ts'

for (const [pattern, why] of [
  ['(?!a).*|b', 'an alternative has no part in the lookahead'],
  ['x*(?!a).*', 'the lookahead may begin at several places'],
  ['(x|yy)(?!a).*', 'the lookahead may begin at several places'],
  ['(?=.*a)(?=.*b).*', 'two lookaheads are an intersection'],
  ['(?=a)[a-c]+', 'a lookahead and what comes after it are an intersection'],
  ['(?<!a)b', 'the lookbehind is not at the end'],
  ['(a(?!b)c)', 'the lookahead is inside a group'],
  ['((?!a).)*b', 'more comes after what must not contain it'],
  ['(\\w+)\\.\\1', 'it looks nowhere'],
  ['a(?!b)*', 'the lookahead itself is repeated'],
  ['orders.*', 'it looks nowhere'],
  ['(?!a', 'it is no pattern'],
] as const) {
  test(`"${pattern}" is left alone: ${why}`, () => {
    assert.equal(withoutLookaround(pattern), undefined)
  })
}

test('flags at the beginning count for what is excluded too', () => {
  assert.deepEqual(withoutLookaround('(?i)^(?!Test).*$'), { include: '(?i).*', exclude: ['(?i)Test.*'] })
})

test('lookahead and lookbehind of one pattern add up', () => {
  assert.deepEqual(withoutLookaround('a[bc](?!-x)(?!-y).*(?<!z)(?<!0)'), {
    include: 'a[bc].*',
    exclude: ['a[bc]-x.*', 'a[bc]-y.*', '.*z', '.*0'],
  })
})
