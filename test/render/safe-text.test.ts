// What a name may look like before it is shown.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeSpan, fenced, prose } from '../../src/render/markdown-text.ts'
import { nameList } from '../../src/render/names.ts'
import { quoted, safeText, safeValue } from '../../src/render/safe-text.ts'
import { wrapLine } from '../../src/std/wrap-text.ts'

test('what a terminal would act on is made visible, all else stays', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['us.orders', 'us.orders'],
    ['é 字 🙂', 'é 字 🙂'],
    ['\u001b[31mred', '<U+001B>[31mred'],
    ['a\nb\tc', 'a<U+000A>b<U+0009>c'],
    ['a\u202eb\u200b', 'a<U+202E>b<U+200B>'],
    ['\u009b31m', '<U+009B>31m'],
    ['\ud800', '<U+D800>'],
    ['##[error]x', '##<U+005B>error]x'],
  ]
  for (const [text, shown] of cases) assert.equal(safeText(text), shown)
})

test('a whole value is made safe, keys included', () => {
  assert.deepEqual(safeValue({ 'a\n': ['\r', 1, null, true] }), { 'a<U+000A>': ['<U+000D>', 1, null, true] })
})

test('a string is quoted as HCL quotes it', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: HCL's, not ours.
  assert.equal(quoted('a"b\\c ${d} %{e} $f'), '"a\\"b\\\\c $${d} %%{e} $f"')
})

test('a list of names is cut where it would drown the sentence', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  assert.equal(nameList([]), '')
  assert.equal(nameList(['a']), 'a')
  assert.equal(nameList(['a', 'b']), 'a and b')
  assert.equal(nameList(names.slice(0, 6)), 'a, b, c, d, e and f')
  assert.equal(nameList(names), 'a, b, c, d, e and 2 more')
})

test('text is wrapped at spaces, and no line begins with a workflow command', () => {
  assert.deepEqual(wrapLine('one two three', 7), ['one two', 'three'])
  assert.deepEqual(wrapLine('unbreakable x', 4), ['unbreakable', 'x'])
  assert.deepEqual(wrapLine('one ::error:: two', 5), ['one ::error::', 'two'])
})

test('code spans, prose and fences hold what is in them', () => {
  assert.equal(codeSpan('a|`b`</code>'), '<code>a&#124;&#96;b&#96;&#60;/code&#62;</code>')
  assert.equal(
    prose('@a #1 https://a.example.com www.y GH-2'),
    '&#64;&#8203;a &#35;&#8203;1 https:&#8203;//a.example.com www&#8203;.y GH&#8203;-2',
  )
  assert.equal(fenced('a ```` b', 'diff'), '`````diff\na ```` b\n`````')
})
