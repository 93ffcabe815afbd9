import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Diagnostic } from '../../src/errors/diagnostic.ts'
import { diagnosticToJson, validationToJson } from '../../src/errors/diagnostic-json.ts'

const sources = new Map([['flows.hcl', 'flow "orders" {\n  target = cluster.eu-wset\n}\n']])

const diagnostic: Diagnostic = {
  severity: 'error',
  code: 'ST120',
  summary: 'Unknown cluster "eu-wset"',
  detail: 'No cluster block has this name.',
  subject: {
    filename: 'flows.hcl',
    start: { line: 2, column: 12, byte: 27 },
    end: { line: 2, column: 27, byte: 42 },
  },
  address: 'flow.orders["eu"]',
  context: 'flow "orders"',
  values: [{ traversal: 'each.key', statement: 'is "eu"' }],
  suggestion: 'eu-west',
}

test('a diagnostic has the shape of terraform validate -json, with ours beside it', () => {
  assert.deepEqual(diagnosticToJson(diagnostic, sources), {
    severity: 'error',
    code: 'ST120',
    summary: 'Unknown cluster "eu-wset"',
    detail: 'No cluster block has this name.',
    address: 'flow.orders["eu"]',
    suggestion: 'eu-west',
    range: {
      filename: 'flows.hcl',
      start: { line: 2, column: 12, byte: 27 },
      end: { line: 2, column: 27, byte: 42 },
    },
    snippet: {
      context: 'flow "orders"',
      code: '  target = cluster.eu-wset',
      start_line: 2,
      highlight_start_offset: 11,
      highlight_end_offset: 26,
      values: [{ traversal: 'each.key', statement: 'is "eu"' }],
    },
  })
})

test('the snippet of a span over lines holds them all, and its offsets cut out the span', () => {
  const source = '\u{feff}a = [\r\n  1\r\n]\r\n'
  const subject = {
    filename: 'a.hcl',
    start: { line: 1, column: 5, byte: 7 },
    end: { line: 3, column: 2, byte: 16 },
  }
  const { snippet } = diagnosticToJson({ ...diagnostic, subject }, new Map([['a.hcl', source]]))
  assert.equal(snippet?.code, 'a = [\r\n  1\r\n]')
  assert.equal(
    snippet?.code.slice(snippet.highlight_start_offset, snippet.highlight_end_offset),
    '[\r\n  1\r\n]',
  )
})

test('a diagnostic without place or source has no snippet', () => {
  const { subject: _, ...placeless } = diagnostic
  assert.deepEqual(Object.keys(diagnosticToJson(placeless, sources)), [
    'severity',
    'code',
    'summary',
    'detail',
    'address',
    'suggestion',
  ])
  assert.equal(diagnosticToJson(diagnostic, new Map()).snippet, undefined)
})

test('a validation counts errors and warnings, and only errors make it invalid', () => {
  const warning: Diagnostic = { severity: 'warning', code: 'ST120', summary: 'Nothing matches' }
  const counts = (given: readonly Diagnostic[]): unknown => {
    const { diagnostics, ...rest } = validationToJson(given, sources)
    return { ...rest, diagnostics: diagnostics.map(({ severity }) => severity) }
  }
  assert.deepEqual(counts([]), {
    format_version: '1.0',
    valid: true,
    error_count: 0,
    warning_count: 0,
    diagnostics: [],
  })
  assert.deepEqual(counts([warning]), {
    format_version: '1.0',
    valid: true,
    error_count: 0,
    warning_count: 1,
    diagnostics: ['warning'],
  })
  assert.deepEqual(counts([diagnostic, warning]), {
    format_version: '1.0',
    valid: false,
    error_count: 1,
    warning_count: 1,
    diagnostics: ['warning', 'error'],
  })
})
