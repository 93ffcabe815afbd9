// Every directory of cases/ is a topology: its *.hcl files, what `--var` and `--var-file` give (given.json), the
// exact text of its diagnostics (expected.txt) and, in expected.json, the topology or, where that has an error, what
// `validate --json` prints. UPDATE=1 rewrites what is expected; read every change as its user would.

import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Range } from '../../src/errors/diagnostic.ts'
import { validationToJson } from '../../src/errors/diagnostic-json.ts'
import { printDiagnostics } from '../../src/errors/print-diagnostic.ts'
import { formatHcl } from '../../src/hcl/format.ts'
import { parseHcl } from '../../src/hcl/parse.ts'
import { referenceAccepts } from '../../src/hcl/reference-worker.js'
import { type LoadedTopology, loadTopology } from '../../src/topology/load-topology.ts'
import { caseNames, casesDirectory, corpusFiles, inputOf } from './cases.ts'

const loadCase = (name: string): LoadedTopology => loadTopology(inputOf(join(casesDirectory, name)))

for (const name of caseNames) {
  test(`${name} is read as expected`, () => {
    const { topology, diagnostics, sources } = loadCase(name)
    const text = printDiagnostics(diagnostics, { sources })
    const document = topology ?? validationToJson(diagnostics, sources)
    assert.ok(text !== '' || topology !== undefined, 'neither diagnostics nor a topology')
    hold(join(casesDirectory, name, 'expected.txt'), text)
    hold(join(casesDirectory, name, 'expected.json'), `${JSON.stringify(document, null, 2)}\n`)
  })

  test(`${name} has every place inside its files, and no password in its text`, () => {
    const loaded = loadCase(name)
    for (const { subject, related = [] } of loaded.diagnostics) {
      const ranges = [subject, ...related.map(({ range }) => range)]
      for (const range of ranges) if (range !== undefined) assertInside(range, loaded)
    }
    const shown = JSON.stringify([loaded.diagnostics, [...loaded.sources]])
    for (const secret of ['hunter2', 'correct horse']) assert.ok(!shown.includes(secret), secret)
  })
}

test('at least 150 topologies with mistakes have their exact text and JSON', () => {
  const broken = caseNames.filter((name) =>
    loadCase(name).diagnostics.some(({ severity }) => severity === 'error'),
  )
  assert.ok(broken.length >= 150, `${broken.length}`)
})

test('fmt changes nothing that a topology means, and nothing when done twice', () => {
  for (const name of caseNames) {
    const input = inputOf(join(casesDirectory, name))
    const formatted = (text: string): string => formatHcl({ filename: name, text }).text
    const files = input.files.map(({ filename, text }) => ({ filename, text: formatted(text) }))
    for (const { filename, text } of files) assert.equal(formatted(text), text, `${name}/${filename}`)
    const before = loadTopology(input)
    const after = loadTopology({ ...input, files })
    assert.deepEqual(after.topology, before.topology, name)
    // Mistakes are listed by place, and fmt moves places.
    const summaries = ({ diagnostics }: LoadedTopology): string[] =>
      diagnostics.map(({ code, summary }) => `${code} ${summary}`).sort()
    assert.deepEqual(summaries(after), summaries(before), name)
  }
})

/** Where one type of block has a name in one place and none in another, its printer fails, not its grammar. */
const unprintable = ['dynamic-blocks-malformed', 'import-malformed', 'module-written-wrong'].map(
  (name) => `${name}/main.hcl`,
)

test('HashiCorp’s parser gives every file of the corpus the same verdict', () => {
  const differing = corpusFiles()
    .filter(({ filename }) => !unprintable.includes(filename))
    .filter((file) => (parseHcl(file).diagnostics.length === 0) !== referenceAccepts(file.text))
    .map(({ filename }) => filename)
  assert.deepEqual(differing, [])
})

function hold(path: string, actual: string): void {
  if (process.env['UPDATE'] !== undefined) {
    if (actual === '') rmSync(path, { force: true })
    else writeFileSync(path, actual)
  }
  assert.equal(actual, existsSync(path) ? readFileSync(path, 'utf8') : '')
}

function assertInside({ filename, start, end }: Range, { sources }: LoadedTopology): void {
  const text = sources.get(filename)
  assert.ok(text !== undefined, filename)
  const lines = text.split('\n')
  for (const { line, column } of [start, end]) {
    assert.ok(line >= 1 && line <= lines.length, `${filename}:${line}`)
    assert.ok(column >= 1 && column <= (lines[line - 1] ?? '').length + 1, `${filename}:${line}:${column}`)
  }
}
