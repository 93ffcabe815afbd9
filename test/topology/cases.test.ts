// Every directory of cases/ is a topology: its *.hcl files, what `--var` and `--var-file` give (given.json), the
// exact text of its diagnostics (expected.txt) and, where it has no error, the topology (expected.json).
// UPDATE=1 rewrites what is expected; read every change as its user would.

import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Range } from '../../src/errors/diagnostic.ts'
import { printDiagnostics } from '../../src/errors/print-diagnostic.ts'
import { type LoadedTopology, loadTopology } from '../../src/topology/load-topology.ts'

const cases = join(import.meta.dirname, 'cases')
const names = readdirSync(cases).sort()

for (const name of names) {
  test(`${name} is read as expected`, () => {
    const loaded = loadCase(name)
    const text = printDiagnostics(loaded.diagnostics, { sources: loaded.sources })
    const json = loaded.topology === undefined ? '' : `${JSON.stringify(loaded.topology, null, 2)}\n`
    assert.ok(text !== '' || json !== '', 'neither diagnostics nor a topology')
    hold(join(cases, name, 'expected.txt'), text)
    hold(join(cases, name, 'expected.json'), json)
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

test('at least sixty topologies with mistakes have their exact text', () => {
  const broken = names.filter((name) => !existsSync(join(cases, name, 'expected.json')))
  assert.ok(broken.length >= 60, `${broken.length}`)
})

function loadCase(name: string): LoadedTopology {
  const directory = join(cases, name)
  const files = readdirSync(directory)
    .filter((file) => file.endsWith('.hcl'))
    .map((filename) => ({ filename, text: readFileSync(join(directory, filename), 'utf8') }))
  const given = join(directory, 'given.json')
  return loadTopology({
    files,
    version: '0.1.0',
    given: existsSync(given) ? JSON.parse(readFileSync(given, 'utf8')) : [],
  })
}

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
