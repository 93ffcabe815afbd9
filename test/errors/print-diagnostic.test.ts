import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import type { Diagnostic, Range } from '../../src/errors/diagnostic.ts'
import { printDiagnostic, printDiagnostics, sortDiagnostics } from '../../src/errors/print-diagnostic.ts'

const text = `cluster "eu-west" {
  bootstrap = ["b:1"]
}

flow "orders" {
  for_each = local.regions

  target = cluster.eu-wset
}
`
const sources = new Map([['flows.hcl', text]])

/** A span on one line of ASCII text; bytes do not matter here. */
function span(line: number, column: number, length: number, filename = 'flows.hcl'): Range {
  return {
    filename,
    start: { line, column, byte: 0 },
    end: { line, column: column + length, byte: length },
  }
}

const unknownCluster: Diagnostic = {
  severity: 'error',
  code: 'ST120',
  summary: 'Unknown cluster "eu-wset"',
  detail: 'No cluster block has this name.\nDeclared clusters: ap-south, eu-west, us.',
  subject: span(8, 12, 15),
  address: 'flow.orders["eu"]',
  context: 'flow "orders"',
  values: [{ traversal: 'each.key', statement: 'is "eu"' }],
  related: [{ message: 'It may mean this one', range: span(1, 1, 17) }],
  suggestion: 'eu-west',
}

test('everything that a diagnostic knows is printed in a fixed layout', () => {
  assert.equal(
    printDiagnostic(unknownCluster, { sources }),
    `Error[ST120]: Unknown cluster "eu-wset"

  with flow.orders["eu"],
  on flows.hcl line 8, in flow "orders":
  8:   target = cluster.eu-wset
                ^^^^^^^^^^^^^^^
    │ each.key is "eu"

No cluster block has this name. Did you mean "eu-west"?
Declared clusters: ap-south, eu-west, us.

  It may mean this one, flows.hcl line 1:
  1: cluster "eu-west" {
     ^^^^^^^^^^^^^^^^^
`,
  )
})

const warning: Diagnostic = { severity: 'warning', code: 'ST120', summary: 'Nothing matches' }

test('what a diagnostic does not know is left out', () => {
  assert.equal(printDiagnostic(warning, { sources }), 'Warning[ST120]: Nothing matches\n')
  assert.equal(
    printDiagnostic({ ...warning, subject: span(3, 1, 1, 'gone.hcl') }, { sources }),
    'Warning[ST120]: Nothing matches\n\n  on gone.hcl line 3:\n',
  )
  assert.equal(
    printDiagnostic({ ...warning, address: 'flow.a' }, { sources }),
    'Warning[ST120]: Nothing matches\n\n  with flow.a\n',
  )
})

test('a suggestion that is more than a name stands after a colon', () => {
  assert.match(
    printDiagnostic({ ...warning, suggestion: 'flow "a" {' }, { sources }),
    /\n\nDid you mean: flow "a" \{\n$/,
  )
})

test('prose is wrapped, indented lines are kept', () => {
  const detail = `${'word '.repeat(10).trim()}\n  ${'kept '.repeat(10).trim()}`
  assert.equal(
    printDiagnostic({ ...warning, detail }, { sources, width: 24 }),
    `Warning[ST120]: Nothing matches

word word word word word
word word word word word
  kept kept kept kept kept kept kept kept kept kept
`,
  )
})

test('colour adds a rule on the left and changes no word', () => {
  const colored = printDiagnostic(unknownCluster, { sources, color: true })
  assert.ok(colored.includes('\u001b[1;31mError[ST120]:\u001b[0m'))
  assert.ok(colored.includes('\u001b[4mcluster.eu-wset\u001b[0m'))
  const bare = stripVTControlCharacters(colored)
  const lines = printDiagnostic(unknownCluster, { sources }).trimEnd().split('\n')
  assert.equal(bare, `${['╷', ...lines.map((line) => `│ ${line}`.trimEnd()), '╵'].join('\n')}\n`)
})

const carets: readonly {
  readonly name: string
  readonly line: string
  readonly at: readonly [number, number]
  readonly shown: string
}[] = [
  { name: 'a tab', line: '\ta = b', at: [6, 1], shown: '  1: \ta = b\n     \t    ^' },
  {
    name: 'wide characters',
    line: 'a = "日本" b',
    at: [10, 1],
    shown: '  1: a = "日本" b\n                ^',
  },
  { name: 'a wide span', line: 'a = 日本', at: [5, 2], shown: '  1: a = 日本\n         ^^^^' },
  { name: 'combining marks', line: 'e\u0301 = b', at: [6, 1], shown: '  1: e\u0301 = b\n         ^' },
  { name: 'an emoji of two units', line: '"😀" b', at: [6, 1], shown: '  1: "😀" b\n          ^' },
  { name: 'an empty span', line: 'a =', at: [4, 0], shown: '  1: a =\n        ^' },
  { name: 'a span behind the end', line: 'a =', at: [9, 3], shown: '  1: a =\n        ^' },
  { name: 'control characters', line: 'a \u001b[31m b', at: [9, 1], shown: '  1: a ␛[31m b\n             ^' },
  {
    name: 'marks that turn text around',
    line: 'a \u202e b',
    at: [5, 1],
    shown: '  1: a \ufffd b\n         ^',
  },
]

for (const { name, line, at, shown } of carets) {
  test(`the carets are right after ${name}`, () => {
    const diagnostic = { ...warning, subject: span(1, at[0], at[1], 'a.hcl') }
    const printed = printDiagnostic(diagnostic, { sources: new Map([['a.hcl', line]]) })
    assert.equal(printed.split('\n').slice(3, 5).join('\n'), shown)
  })
}

test('of a span over several lines the first line is marked', () => {
  const subject = { ...span(5, 1, 0), end: { line: 9, column: 2, byte: 0 } }
  assert.match(printDiagnostic({ ...warning, subject }, { sources }), / {2}5: flow "orders" \{\n {5}\^{15}\n/)
})

test('of a long line the surroundings of the span are shown', () => {
  const line = `${'x'.repeat(500)}HERE${'y'.repeat(500)}`
  const printed = printDiagnostic(
    { ...warning, subject: span(1, 501, 4, 'a.hcl') },
    { sources: new Map([['a.hcl', line]]) },
  )
  const [, , , shown = '', marks = ''] = printed.split('\n')
  assert.ok(shown.length < 240)
  assert.equal(shown.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1), 'HERE')
})

test('a byte order mark and Windows line ends do not show', () => {
  const printed = printDiagnostic(
    { ...warning, subject: span(1, 1, 1, 'a.hcl') },
    { sources: new Map([['a.hcl', '\u{feff}a = 1\r\nb = 2\r\n']]) },
  )
  assert.match(printed, / {2}1: a = 1\n {5}\^\n/)
})

const at = (filename: string, line: number, column: number): Diagnostic => ({
  ...warning,
  summary: `${filename}:${line}:${column}`,
  subject: span(line, column, 1, filename),
})

test('diagnostics come by file, then line, then column, those without a place first', () => {
  const given = [at('b.hcl', 1, 1), at('a.hcl', 10, 1), at('a.hcl', 9, 5), at('a.hcl', 9, 1), warning]
  assert.deepEqual(
    sortDiagnostics(given).map(({ summary }) => summary),
    ['Nothing matches', 'a.hcl:9:1', 'a.hcl:9:5', 'a.hcl:10:1', 'b.hcl:1:1'],
  )
})

test('after fifty the rest is counted', () => {
  const given = Array.from({ length: 53 }, (_, index) => at('a.hcl', index + 1, 1))
  const printed = printDiagnostics(given, { sources })
  assert.equal(printed.match(/^Warning/gm)?.length, 50)
  assert.match(printed, /\n\n… and 3 more\n$/)
  assert.doesNotMatch(printDiagnostics(given.slice(0, 50), { sources }), /more/)
  assert.match(printDiagnostics(given, { sources, limit: 1 }), /\n\n… and 52 more\n$/)
})

test('no diagnostics print nothing', () => {
  assert.equal(printDiagnostics([], { sources }), '')
})

test('in a narrow terminal no line but of source is wider than it', () => {
  const long: Diagnostic = {
    ...unknownCluster,
    summary: 'Unknown cluster "eu-wset" in a flow whose summary is a long sentence that says what is wrong',
    address: 'module.far["a-rather-long-region"].flow.orders["another-long-key"]',
    context: 'flow "orders" of a module that has quite a long way to go',
    related: [
      { message: 'It may mean this one, which stands in quite another place', range: span(1, 1, 17) },
    ],
  }
  for (const color of [false, true]) {
    const printed = printDiagnostic(long, { sources, color, width: 60, lineWidth: 60 })
    const lines = stripVTControlCharacters(printed).split('\n')
    assert.deepEqual(
      lines.filter((line) => line.length > 60 && !line.includes('module.far')),
      [],
    )
    assert.match(printed, / {2}on flows\.hcl line 8, in flow "orders" of a module/)
  }
})

test('a log gets the place in one line', () => {
  const context =
    'flow "orders", which is a name that a narrow terminal would have to break somewhere in the middle'
  const printed = printDiagnostic({ ...unknownCluster, context }, { sources })
  assert.ok(printed.includes(`  on flows.hcl line 8, in ${context}:\n`), printed)
})
