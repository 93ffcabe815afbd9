import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limits } from '../../src/hcl/limits.ts'
import type { Value } from '../../src/hcl/value.ts'
import { evaluateText, outcome } from './evaluate-text.ts'

const names: Readonly<Record<string, Value>> = {
  n: 5,
  texts: ['b', 'a'],
  object: new Map([
    ['key', 'value'],
    ['__proto__', 'harmless'],
  ]),
  hush: { kind: 'sensitive', value: 'secret word' },
  hushed_list: { kind: 'sensitive', value: ['a', 'b'] },
  none: null,
}

const values: readonly (readonly [string, unknown])[] = [
  ['9007199254740993 + 1', 9007199254740994n],
  ['9007199254740993 - 9007199254740992', 1],
  ['10 / 4', 2.5],
  ['[0.1 + 0.2, 3 * 0.1 == 0.3, 4.35 * 100, 100 * 1.1, 1 - 0.9]', [0.3, true, 435, 110, 0.1]],
  ['[10 / 3, 7.5 % 2, -0.3 + 0.3, 0.3 / 0.1, 1e-300 * 1.5]', [10 / 3, 1.5, 0, 3, 1.5e-300]],
  ['-7 % 3', -1],
  ['0 * -1', 0],
  ['"1" + 1', 2],
  ['1 == "1"', false],
  [`"\${n}"`, 5],
  [`"a\${n}"`, 'a5'],
  [`"\${0.0000001}x"`, '0.0000001x'],
  ['object.key', 'value'],
  ['object.__proto__', 'harmless'],
  ['{ __proto__ = 1 }["__proto__"]', 1],
  ['none[*].anything', []],
  ['texts["1"]', 'a'],
  ['cluster["us"] == cluster.us', true],
  ['try(object.wrong, texts[7], "third")', 'third'],
  ['[can(object.key), can(object.wrong), can(1 / 0)]', [true, false, false]],
  ['true || unknown', true],
  ['false && unknown', false],
  ['n > 1 ? "big" : unknown', 'big'],
]

for (const [text, value] of values) {
  test(`${text} is ${typeof value === 'bigint' ? `${value}` : JSON.stringify(value)}`, () => {
    assert.deepEqual(outcome(text, names), value)
  })
}

const mistakes: readonly (readonly [string, string])[] = [
  ['wrong', 'ST120 Unknown name "wrong"'],
  ['constructor', 'ST120 Unknown name "constructor"'],
  ['object.constructor', 'ST121 No element "constructor"'],
  ['texts[2]', 'ST121 The list has no element 2'],
  ['texts.name', 'ST121 A list has no element "name"'],
  ['n.name', 'ST121 A number has nothing inside'],
  ['texts[none]', 'ST122 Index cannot be null'],
  ['texts + 1', 'ST122 "+" does not work with a list'],
  ['"x" < 1', 'ST122 "<" does not work with a string'],
  ['n ? 1 : 2', 'ST122 "?" does not work with a number'],
  ['!n', 'ST122 "!" does not work with a number'],
  [`"a\${texts}"`, 'ST122 Text cannot hold a list'],
  [`"a\${none}"`, 'ST122 Text cannot hold null'],
  ['{ (texts) = 1 }', 'ST122 Key cannot be a list'],
  ['[for x in n : x]', 'ST122 Cannot go through a number'],
  ['{ a = 1, "a" = 2 }', 'ST125 Key "a" is set twice'],
  ['{ for x in texts : "k" => x }', 'ST125 Two elements make the key "k"'],
  ['1 / 0', 'ST127 Division by zero'],
  ['1e150 * 1e150', 'ST127 Result is too large a number'],
  ['nothing()', 'ST123 Unknown function "nothing"'],
  ['upper()', 'ST124 upper: needs 1 argument, has none'],
  ['upper("a", "b")', 'ST124 upper: takes at most 1 argument, has 2'],
  ['upper(texts)', 'ST124 upper: "text" must be a string, but is a list'],
  ['upper(n...)', 'ST124 "..." needs a list, but this is a number'],
  ['try(wrong, object.wrong)', 'ST124 try: none of its arguments has a value'],
  ['cluster.none', 'ST160 Unknown cluster "none"'],
  ['cluster.us.name', 'ST121 cluster.us has nothing inside'],
  [`"a\${env("A")}"`, 'ST126 Secret cannot be part of a text'],
  ['env("A") == "a"', 'ST126 Secret cannot be compared'],
  ['!env("A")', 'ST126 Secret is used as a value'],
]

for (const [text, expected] of mistakes) {
  test(`${text} is refused: ${expected}`, () => {
    assert.equal(outcome(text, names), expected)
  })
}

test('one mistake gives one diagnostic, however far its poison gets', () => {
  assert.equal(
    outcome('upper(join(",", [wrong + 1, "a"])) == wrong2 ? 1 : 2'),
    'ST120 Unknown name "wrong"\nST120 Unknown name "wrong2"',
  )
  assert.equal(outcome('[for x in range(1000) : x.name]'), 'ST121 A number has nothing inside')
  assert.equal(outcome(`"%{ for x in range(1000) }\${wrong}%{ endfor }"`), 'ST120 Unknown name "wrong"')
  assert.equal(outcome('range(1000)[*].name'), 'ST121 A number has nothing inside')
})

test('the elements beside a mistake keep their values', () => {
  const { value } = evaluateText('[wrong, 2]')
  assert.deepEqual(value, [{ kind: 'poison' }, 2])
})

test('a wrong name suggests the right one', () => {
  const { diagnostics } = evaluateText('[object.kye, uper("a"), clutser.us]', names)
  assert.deepEqual(
    diagnostics.map(({ suggestion }) => suggestion),
    ['key', 'upper', 'cluster'],
  )
})

test('diagnostics carry the block, the address and each.key', () => {
  const each = { key: 'eu', value: 1 }
  const { diagnostics } = evaluateText('wrong', {}, { context: 'flow "a"', address: 'flow.a["eu"]', each })
  assert.deepEqual(diagnostics, [
    {
      severity: 'error',
      code: 'ST120',
      summary: 'Unknown name "wrong"',
      detail: 'A text is written in double quotes. Names start with: cluster.',
      suggestion: '"wrong"',
      subject: {
        filename: 'lone.hcl',
        start: { line: 1, column: 1, byte: 0 },
        end: { line: 1, column: 6, byte: 5 },
      },
      context: 'flow "a"',
      address: 'flow.a["eu"]',
      values: [{ traversal: 'each.key', statement: 'is "eu"' }],
    },
  ])
})

const sensitive = (value: unknown): unknown => ({ sensitive: value })

const marks: readonly (readonly [string, unknown])[] = [
  ['hush', sensitive('secret word')],
  [`"a \${hush}"`, sensitive('a secret word')],
  ['upper(hush)', sensitive('SECRET WORD')],
  ['[hush, 1]', [sensitive('secret word'), 1]],
  ['length([hush])', sensitive(1)],
  ['hush == "x"', sensitive(false)],
  ['hush == "x" ? 1 : 2', sensitive(2)],
  ['hushed_list[0]', sensitive('a')],
  ['hushed_list[*]', sensitive(['a', 'b'])],
  ['[for x in hushed_list : x]', sensitive(['a', 'b'])],
  ['[for x in texts : x if hush != x]', sensitive(['b', 'a'])],
  ['{ (hush) = 1 }', sensitive({ 'secret word': 1 })],
  ['texts[hush == "x" ? 0 : 1]', sensitive('a')],
  ['nonsensitive(hush)', 'secret word'],
  ['nonsensitive([hush])', ['secret word']],
  ['sensitive(sensitive(1))', sensitive(1)],
]

for (const [text, value] of marks) {
  test(`${text} keeps or loses the sensitive mark as it must`, () => {
    assert.deepEqual(outcome(text, names), value)
  })
}

const leaks = [
  'tonumber(hush)',
  'hush + 1',
  '!hush',
  'object[hush]',
  '{ a = 1 }[hush]',
  'hush.name',
  'hush ? 1 : 2',
  '{ for x in [1, 2] : hush => x }',
  'regex("z", hush)',
  'jsondecode(hush)',
  'duration(hush)',
  'range(hush)',
  `"\${[hush]}x"`,
  'keys(hush)',
  'cluster[hush].x',
]

for (const text of leaks) {
  test(`the mistake in ${text} does not tell the sensitive value`, () => {
    const { diagnostics } = evaluateText(text, names)
    assert.ok(diagnostics.length > 0)
    assert.doesNotMatch(JSON.stringify(diagnostics), /secret/)
  })
}

const bombs: Readonly<Record<string, string>> = {
  'loops inside loops':
    '[for a in range(1000) : [for b in range(1000) : length([for c in range(1000) : 1])]]',
  'a template that grows': `join("", [for a in range(100000) : "${'x'.repeat(1000)}"])`,
  'products of lists': 'setproduct(range(1000), range(1000), range(1000))',
  'replacements that grow': `replace(join("", [for a in range(10000) : "aaaaaaaaaa"]), "a", "${'b'.repeat(1000)}")`,
  'wide padding': 'format("%100000000s", "a")',
  'copies of one large value': '[for a in range(100000) : range(100000)]',
}

for (const [name, text] of Object.entries(bombs)) {
  test(`${name} end in a diagnostic`, () => {
    const { value, diagnostics } = evaluateText(text)
    assert.ok(diagnostics.length > 0)
    assert.deepEqual(value, { kind: 'poison' })
  })
}

test('values that share their parts cannot grow beyond the limits', () => {
  let value: Value = ['x']
  let refused = 0
  for (let round = 0; round < 200; round++) {
    const doubled = evaluateText('[v, v]', { v: value })
    refused += doubled.diagnostics.length
    if (doubled.diagnostics.length === 0) value = doubled.value
  }
  assert.ok(refused > 100)
})

test('values nested deeper and deeper are refused', () => {
  let value: Value = []
  let diagnostics = 0
  for (let round = 0; round <= limits.valueDepth; round++) {
    const wrapped = evaluateText('[v]', { v: value })
    diagnostics += wrapped.diagnostics.length
    value = wrapped.value
  }
  assert.equal(diagnostics, 1)
})

test('a shared budget ends everything that draws on it, with one diagnostic', () => {
  const budget = { steps: 50 }
  const first = evaluateText('[for x in range(100) : x]', {}, { budget })
  const second = evaluateText('1', {}, { budget })
  assert.deepEqual(
    [...first.diagnostics, ...second.diagnostics].map(({ code, summary }) => [code, summary]),
    [['ST128', 'Evaluation takes too long']],
  )
  assert.deepEqual(second.value, { kind: 'poison' })
})

test('try does not swallow an exhausted budget', () => {
  const { diagnostics } = evaluateText('try([for x in range(100) : x], 1)', {}, { budget: { steps: 50 } })
  assert.deepEqual(
    diagnostics.map(({ code }) => code),
    ['ST128'],
  )
})
