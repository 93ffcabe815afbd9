import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Range } from '../../src/errors/diagnostic.ts'
import { limits } from '../../src/hcl/limits.ts'
import { parseHcl } from '../../src/hcl/parse.ts'
import { sliceRange } from '../../src/hcl/slice-range.ts'
import { treeOf } from './parse-tree.ts'

const parse = (text: string): ReturnType<typeof parseHcl> => parseHcl({ filename: 'main.hcl', text })

/** `line:column-line:column`. */
const span = ({ start, end }: Range): string => `${start.line}:${start.column}-${end.line}:${end.column}`

test('every node knows its exact place', () => {
  const text = 'flow "us" {\n  source = cluster.us\n  topics { include = ["a"] }\n}\n'
  const [flow] = parse(text).body.blocks
  assert.ok(flow)
  assert.equal(span(flow.typeRange), '1:1-1:5')
  assert.equal(span(flow.headerRange), '1:1-1:10')
  assert.equal(span(flow.range), '1:1-4:2')
  assert.deepEqual(
    flow.labels.map(({ text: label, range }) => [label, span(range)]),
    [['us', '1:6-1:10']],
  )
  const source = flow.body.attributes.get('source')
  assert.ok(source)
  assert.equal(span(source.nameRange), '2:3-2:9')
  assert.equal(span(source.value.range), '2:12-2:22')
  assert.equal(span(source.range), '2:3-2:22')
  assert.equal(sliceRange(text, source.range), 'source = cluster.us')
  assert.equal(sliceRange(text, flow.body.blocks[0]?.range ?? flow.range), 'topics { include = ["a"] }')
})

test('columns count UTF-16 units, bytes count UTF-8, and a byte order mark takes no column', () => {
  const { body } = parse('\u{feff}a = "é😀"\nb = 1')
  const a = body.attributes.get('a')
  assert.deepEqual(a?.range.start, { line: 1, column: 1, byte: 3 })
  assert.deepEqual(a?.range.end, { line: 1, column: 10, byte: 15 })
  assert.deepEqual(body.attributes.get('b')?.range.start, { line: 2, column: 1, byte: 16 })
})

test('of a repeated argument the first is kept', () => {
  const { body, diagnostics } = parse('a = 1\na = 2\n')
  assert.equal(diagnostics.length, 1)
  const value = body.attributes.get('a')?.value
  assert.equal(value && treeOf(value), '1')
})

test('an argument with a broken value is there all the same', () => {
  const { body, diagnostics } = parse('a = ]\nb = 2\n')
  assert.equal(diagnostics.length, 1)
  assert.equal(body.attributes.get('a')?.value.kind, 'invalid')
  assert.equal(body.attributes.get('b')?.value.kind, 'literal')
})

test('blocks after a broken block are read', () => {
  const { body } = parse('a "x" = {\n  b = 1\n}\nc {\n  d = [1 2]\n  e = 3\n}\n')
  assert.deepEqual(
    body.blocks.map(({ type, body: inner }) => [type, ...inner.attributes.keys()]),
    [['c', 'd', 'e']],
  )
})

test('a block whose brace is on the next line keeps its content', () => {
  const { body } = parse('a "x"\n{\n  b = 1\n}\n')
  assert.deepEqual([...(body.blocks[0]?.body.attributes.keys() ?? [])], ['b'])
})

test('a file beyond the size limit is refused as a whole', () => {
  const { diagnostics } = parse(`# ${'x'.repeat(limits.fileUnits)}`)
  assert.deepEqual(
    diagnostics.map(({ code }) => code),
    ['ST100'],
  )
})

test(`no file gets more than ${limits.syntaxErrors} syntax errors`, () => {
  assert.equal(parse("'\n".repeat(5000)).diagnostics.length, limits.syntaxErrors)
  assert.equal(parse('a b\n'.repeat(5000)).diagnostics.length, limits.syntaxErrors)
})

const hostile: Readonly<Record<string, string>> = {
  'open brackets': 'a = '.padEnd(200_000, '['),
  'open blocks': 'a {\n'.repeat(50_000),
  'open templates': `a = ${`"\${`.repeat(50_000)}`,
  'a chain of operators': `a = ${'1 + '.repeat(100_000)}1`,
  'a chain of names': `a = b${'.c'.repeat(100_000)}`,
  'a chain of conditionals': `a = ${'b ? c : '.repeat(50_000)}d`,
  signs: `a = ${'-'.repeat(200_000)}1`,
  'open heredocs': `a = <<E\n\${`.repeat(20_000),
  'open directives': `a = "${'%{ if x }'.repeat(20_000)}"`,
  'one long line': `a = [${'"x", '.repeat(100_000)}]`,
  quotes: '"'.repeat(200_000),
  'closing braces': '}\n'.repeat(100_000),
}

for (const [name, text] of Object.entries(hostile)) {
  test(`${name} without end are read or refused`, () => {
    const { diagnostics } = parse(text)
    assert.ok(diagnostics.length > 0 || name === 'one long line')
  })
}
