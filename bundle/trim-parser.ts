// HashiCorp's parser without what its answers need none of. GopherJS compiles every package that a Go program imports,
// and this one imports regular expressions, an encoder for files, random numbers and the operating system: compiling 3.8 MB
// and making all that took half of a first `validate`. The result is one CommonJS file that answers as `hcl2-parser`
// does. What was left out asks the whole parser when it is needed after all (trimmed-parser.js), so time hangs on the
// choice made here, and no answer.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { createRequire } from 'node:module'
import { Script } from 'node:vm'
import type { Parser } from './trimmed-parser.js'

/** Go packages that are used only while packages are made, or not at all. */
const unusedPackages = [
  'encoding/base64',
  'encoding/csv',
  'encoding/gob',
  'hash',
  'hash/crc32',
  'hash/crc64',
  'internal/fmtsort',
  'internal/poll',
  'internal/syscall/unix',
  'internal/testlog',
  'math/rand',
  'os',
  'path/filepath',
  'regexp',
  'regexp/syntax',
  'runtime/debug',
  'syscall',
  'time',
  'unicode/utf16',
  'hcl2-parser/vendor/github.com/mitchellh/go-wordwrap',
  'hcl2-parser/vendor/github.com/zclconf/go-cty/cty/gocty',
  'hcl2-parser/vendor/golang.org/x/text/transform',
]

/** Of a table's text, below which leaving it out saves nothing. */
const tableLengthMin = 200

const require = createRequire(import.meta.url)

/** Quick for all `texts` that the parser accepts, and for what is written as they are. */
export async function trimParser(texts: readonly string[]): Promise<string> {
  const accepted = texts.filter(isAccepted)
  const program = withoutPackages(readFileSync(require.resolve('hcl2-parser'), 'utf8'))
  const functions = await functionsOf(program, accepted)
  const file = around(withoutTables(withoutFunctions(program, functions)))
  askAll(file, accepted)
  return file
}

/** It throws on a few that its grammar allows. */
function isAccepted(text: string): boolean {
  const { parseToString }: Parser = require('hcl2-parser')
  try {
    return parseToString(text)[1] === null
  } catch {
    return false
  }
}

/** Evaluates a file that `trimParser` made. `require` is what it loads the whole parser by. */
export function loadParser(file: string, require: (name: string) => unknown): Parser {
  const module = { exports: {} }
  new Script(opening + file + closing, { filename }).runInThisContext()(module, require)
  return module.exports as Parser
}

const opening = '(function (module, require) {'
const closing = '\n})'
const filename = 'trimmed-hcl2-parser'

function askAll(file: string, texts: readonly string[]): void {
  const { parseToString } = loadParser(file, () => assert.fail('something is needed that was left out'))
  for (const text of texts) parseToString(text)
}

/** One more function around the program: V8 compiles at once what stands in parentheses, and would read it twice else. */
function around(program: string): string {
  const runtime = readFileSync(new URL('trimmed-parser.js', import.meta.url), 'utf8')
  return `'use strict'
${replacedOnce(runtime, 'export function ', 'function ')}
module.exports = trimmedParser((function (module, $leftOut, $leftOutValue, $needed) {
${program}
}), () => require('hcl2-parser'))
`
}

/** Each package stands on a line of its own. */
function withoutPackages(source: string): string {
  const lines = source.split('\n').filter((line) => !line.startsWith('//# sourceMappingURL='))
  for (const name of unusedPackages) {
    const at = lines.findIndex((line) => line.startsWith(`$packages["${name}"]=`))
    assert(at >= 0, `hcl2-parser has no package ${name}`)
    lines[at] = `$packages["${name}"]=$leftOutValue("${name}");`
  }
  // GopherJS turns time.Time into dates where the program has that package, and asks for it with every value.
  const timeless = lines.join('\n').replaceAll('=$packages.time;', '=undefined;')
  const recovers = '$callDeferred=function(e,n,r){'
  const program = replacedOnce(timeless, recovers, `${recovers}if(n===$needed)throw n;`)
  // cty names its types for gob alone.
  const types = '=$pkg.InternalTypesToRegister'
  return replacedOnce(program, `${types};`, `${types}.constructor.nil;`)
}

interface FunctionRange {
  readonly start: number
  readonly end: number
  /** While packages were made, or by a text. */
  readonly isCalled: boolean
}

/** As V8 saw them, outer before inner ones; without those inside of what was never called. */
async function functionsOf(program: string, texts: readonly string[]): Promise<readonly FunctionRange[]> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  const file = around(program)
  askAll(file, texts)
  const { result } = await session.post('Profiler.takePreciseCoverage')
  session.disconnect()
  const before = opening.length + file.indexOf(program)
  return result
    .filter(({ url }) => url === filename)
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges.slice(0, 1)))
    .map(({ startOffset, endOffset, count }) => ({
      start: startOffset - before,
      end: endOffset - before,
      isCalled: count > 0,
    }))
    .filter(({ start, end }) => start >= 0 && end <= program.length)
    .sort((one, other) => one.start - other.start || other.end - one.end)
}

function withoutFunctions(program: string, functions: readonly FunctionRange[]): string {
  const edits: Edit[] = []
  for (const { start, end, isCalled } of functions) {
    if (isCalled || start < (edits.at(-1)?.end ?? 0)) continue
    const [head] = /^function[^(]*\([^()]*\)\{/.exec(program.slice(start, end)) ?? []
    if (head === undefined) continue
    // One for all where it is only called; a type is told from others by its constructor.
    const isAssigned = head.startsWith('function(') && /[\w\]]=$/.test(program.slice(start - 2, start))
    edits.push({ start, end, text: isAssigned ? '$leftOut' : `${head}$leftOut()}` })
  }
  return replaced(program, edits)
}

/** A package's variable, set in its `$init` to what is made without side effects. */
interface Table {
  readonly line: number
  /** In the line, of the whole statement. */
  readonly start: number
  readonly end: number
  readonly value: string
  /** `AB`, which its package names, or `.Name`, which others name too. */
  readonly name: string
}

/** Tables that nothing names but tables that nothing names are left out. */
function withoutTables(program: string): string {
  const lines = program.split('\n')
  const tables = lines.flatMap(tablesOf)
  const inLine = (some: readonly Table[], line: number): readonly Table[] =>
    some.filter((table) => table.line === line)
  const named = lines.map((text, line) => {
    const others = replaced(
      text,
      inLine(tables, line).map(({ start, end }) => ({ start, end, text: '' })),
    )
    // Variables are declared up to the first semicolon, which names them all.
    return namesIn(others.slice(others.indexOf(';')))
  })
  const exported = new Set(named.flatMap((names) => [...names].filter((name) => name.startsWith('.'))))
  const isNamed = ({ name, line }: Table): boolean =>
    name.startsWith('.') ? exported.has(name) : named[line]?.has(name) === true
  let unnamed = tables
  for (let found = unnamed.filter(isNamed); found.length > 0; found = unnamed.filter(isNamed)) {
    unnamed = unnamed.filter((table) => !found.includes(table))
    for (const { line, value } of found) {
      for (const name of namesIn(value)) (name.startsWith('.') ? exported : named[line])?.add(name)
    }
  }
  const edits = unnamed.map(({ line, end, value, name }) => ({
    line,
    start: end - value.length,
    end,
    text: value.length < tableLengthMin ? value : `$leftOutValue("${name}")`,
  }))
  return lines
    .map((text, line) =>
      replaced(
        text,
        edits.filter((edit) => edit.line === line),
      ),
    )
    .join('\n')
}

function tablesOf(text: string, line: number): readonly Table[] {
  const initAt = text.indexOf('$init=function(){$pkg.$init=')
  if (initAt < 0) return []
  const statements = text
    .slice(initAt)
    .matchAll(
      /(?<=[;:])(?:([A-Z]\w*)|\$pkg(\.\w+))=((?:new [A-Z]\w*(?:\.ptr)?|\$toNativeArray|\$makeMap|\$substring)\([^;]*|[A-Z]\w*)(?=;)/g,
    )
  return [...statements].map(({ 0: statement, 1: own, 2: exported, 3: value = '', index }) => {
    const start = initAt + index
    return { line, start, end: start + statement.length, value, name: own ?? exported ?? '' }
  })
}

/** Identifiers as they are, and members with their dot. */
function namesIn(text: string): Set<string> {
  return new Set(text.match(/\.?[A-Za-z_]\w*/g))
}

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** `edits`: in order, none inside another. */
function replaced(text: string, edits: readonly Edit[]): string {
  const kept = edits.map(({ start }, index) => text.slice(edits[index - 1]?.end ?? 0, start))
  const changed = edits.map((edit, index) => (kept[index] ?? '') + edit.text)
  return changed.join('') + text.slice(edits.at(-1)?.end ?? 0)
}

function replacedOnce(text: string, part: string, by: string): string {
  const [before = '', after, ...more] = text.split(part)
  assert(after !== undefined && more.length === 0, `${part} does not stand there once`)
  return before + by + after
}
