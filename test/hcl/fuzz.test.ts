// Whatever the bytes are: a diagnostic inside the file or a value, never a crash, and always the same.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Diagnostic, Position } from '../../src/errors/diagnostic.ts'
import { printDiagnostics } from '../../src/errors/print-diagnostic.ts'
import type { Body, Expression } from '../../src/hcl/ast.ts'
import { decodeSource } from '../../src/hcl/decode-source.ts'
import { evaluate } from '../../src/hcl/evaluate.ts'
import { childExpressions } from '../../src/hcl/expression-walk.ts'
import { formatHcl } from '../../src/hcl/format.ts'
import { lex } from '../../src/hcl/lexer.ts'
import { parseHcl } from '../../src/hcl/parse.ts'
import { referenceAccepts } from '../../src/hcl/reference-worker.js'
import { references } from '../../src/hcl/references.ts'
import { assertProperty } from '../fuzz.ts'
import { anyText } from './any-text.ts'
import { functions } from './evaluate-text.ts'
import { meaningOf } from './parse-tree.ts'

const filename = 'main.hcl'

const runs = { numRuns: 3000 }

function assertInside(text: string, positions: readonly (Position | undefined)[]): void {
  const lines = text.replace(/^\u{feff}/u, '').split('\n')
  for (const position of positions) {
    if (position === undefined) continue
    const { line, column, byte } = position
    assert.ok(line >= 1 && line <= lines.length, `line ${line}`)
    assert.ok(column >= 1 && column <= (lines[line - 1]?.length ?? 0) + 2, `column ${column} of line ${line}`)
    assert.ok(byte >= 0 && byte <= Buffer.byteLength(text) + 2, `byte ${byte}`)
  }
}

const placesOf = ({ subject, related = [] }: Diagnostic): (Position | undefined)[] => [
  subject?.start,
  subject?.end,
  ...related.flatMap(({ range }) => [range.start, range.end]),
]

function expressionsOf({ attributes, blocks }: Body): Expression[] {
  return [
    ...[...attributes.values()].map(({ value }) => value),
    ...blocks.flatMap(({ body }) => expressionsOf(body)),
  ]
}

test('any text is read, evaluated and printed without a crash, every place inside the file', () => {
  assertProperty(
    fc.property(anyText, (text) => {
      const { body, diagnostics } = parseHcl({ filename, text })
      const found = [...diagnostics]
      for (const expression of expressionsOf(body)) {
        assertInside(text, [expression.range.start, expression.range.end])
        for (const child of childExpressions(expression))
          assertInside(text, [child.range.start, child.range.end])
        assertInside(
          text,
          references(expression).map(({ range }) => range.end),
        )
        evaluate(expression, {
          functions,
          names: [],
          lookup: () => undefined,
          report: (each) => found.push(each),
        })
      }
      assertInside(text, found.flatMap(placesOf))
      printDiagnostics(found, { sources: new Map([[filename, text]]), color: true })
    }),
    runs,
  )
})

test('the tokens of any text, and the spaces between them, are the text', () => {
  assertProperty(
    fc.property(anyText, (text) => {
      let rebuilt = text.startsWith('\u{feff}') ? '\u{feff}' : ''
      for (const token of lex(filename, text).tokens) {
        const between = text.slice(rebuilt.length, token.offset)
        assert.match(between, /^[ \t]*$/)
        rebuilt += between + token.text
      }
      assert.equal(rebuilt, text)
    }),
    runs,
  )
})

test('fmt of any readable text is readable, means the same and is the same when done twice', () => {
  let formatted = 0
  assertProperty(
    fc.property(anyText, (text) => {
      const once = formatHcl({ filename, text })
      if (once.diagnostics.length > 0) return
      formatted += 1
      const { body, diagnostics } = parseHcl({ filename, text: once.text })
      assert.deepEqual(diagnostics, [])
      assert.equal(meaningOf(body), meaningOf(parseHcl({ filename, text }).body))
      assert.equal(formatHcl({ filename, text: once.text }).text, once.text)
    }),
    runs,
  )
  assert.ok(formatted > 100, `${formatted} were readable`)
})

/** Signs and negations before literals are computed by HashiCorp's printer: `!2` it refuses as we do, later. */
function hasTypeMistake(body: Body): boolean {
  const codes: string[] = []
  const scope = {
    functions,
    names: [],
    lookup: () => undefined,
    report: ({ code }: Diagnostic) => void codes.push(code),
  }
  for (const expression of expressionsOf(body)) {
    for (const inner of [expression, ...descendantsOf(expression)]) evaluate(inner, scope)
  }
  return codes.includes('ST122')
}

function descendantsOf(expression: Expression): readonly Expression[] {
  return childExpressions(expression).flatMap((child) => [child, ...descendantsOf(child)])
}

test('whatever we accept, HashiCorp’s parser accepts', () => {
  assertProperty(
    fc.property(anyText, (text) => {
      const { body, diagnostics } = parseHcl({ filename, text })
      if (diagnostics.length > 0 || text.includes('\ud800')) return
      assert.ok(referenceAccepts(text) || hasTypeMistake(body))
    }),
    runs,
  )
})

test('any bytes are text or a diagnostic', () => {
  assertProperty(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const { text, diagnostics } = decodeSource(filename, bytes)
      assert.equal(diagnostics.length === 0, Buffer.from(text).equals(Buffer.from(bytes)))
      assertInside(text, diagnostics.flatMap(placesOf))
      parseHcl({ filename, text })
    }),
    runs,
  )
})
