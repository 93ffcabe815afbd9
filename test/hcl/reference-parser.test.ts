// Ours against HashiCorp's: the same verdict on everything, and the same value wherever its answer tells values
// apart. It prints expressions back as text, so only literals can be compared.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import fc from 'fast-check'
import type { Expression } from '../../src/hcl/ast.ts'
import { evaluate } from '../../src/hcl/evaluate.ts'
import { exactInteger } from '../../src/hcl/number-literal.ts'
import { parseHcl } from '../../src/hcl/parse.ts'
import { startReferenceParser } from '../../src/hcl/reference-parser.ts'
import { placeRefusal } from '../../src/hcl/reference-refusal.ts'
import { referenceAccepts } from '../../src/hcl/reference-worker.js'
import type { Scope } from '../../src/hcl/scope.ts'
import { assertProperty } from '../fuzz.ts'
import { casesOf } from './cases.ts'
import { plain } from './evaluate-text.ts'

const run = promisify(execFile)

const reference = createRequire(import.meta.url)('hcl2-parser') as {
  readonly parseToString: (text: string) => readonly [string, unknown]
}

const snippets: readonly string[] = JSON.parse(
  readFileSync(join(import.meta.dirname, 'cases', 'snippets.json'), 'utf8'),
)

/** What HashiCorp's parser takes and we do not, each for a reason. */
const stricter = new Map([
  ['a = {b.c=1}\n', 'ambiguous: HashiCorp refuses it when it evaluates'],
  ['a = b.1e5\n', 'an index with an exponent'],
  ['a = 1e400\n', 'beyond any number that could matter'],
])

test('both parsers give every snippet the same verdict', () => {
  const differing = snippets.filter((text) => {
    const ours = parseHcl({ filename: 'main.hcl', text }).diagnostics.length === 0
    return ours !== referenceAccepts(text) && !stricter.has(text)
  })
  assert.deepEqual(differing, [])
})

test('both parsers give every file of the corpus the same verdict', () => {
  const known = ['ambiguous-key.hcl', 'too-deep.hcl']
  const differing = [...casesOf('valid'), ...casesOf('broken')].filter(
    (each) =>
      (parseHcl(each).diagnostics.length === 0) !== referenceAccepts(each.text) &&
      !known.includes(each.filename),
  )
  assert.deepEqual(
    differing.map(({ filename }) => filename),
    [],
  )
})

/** Whether HashiCorp's parser prints the value itself: no names, no calls, no operators, no templates. */
function isLiteral(expression: Expression): boolean {
  switch (expression.kind) {
    case 'literal':
      return true
    case 'template':
      return expression.parts.every((part) => part.kind === 'text' && !/[$%]\{/.test(part.text))
    case 'list':
      return expression.items.every(isLiteral)
    case 'object':
      return expression.items.every(
        ({ key, value }) => (key.kind === 'bare_key' || isLiteral(key)) && isLiteral(value),
      )
    default:
      return false
  }
}

/** JSON with the integers that a double cannot hold as bigints. */
function fromJson(text: string): Record<string, unknown> {
  const keepDigits = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === 'number' && /^-?[0-9]+$/.test(context?.source ?? '')
      ? exactInteger(BigInt(context?.source ?? 0))
      : value
  return JSON.parse(text, keepDigits)
}

/** Top-level arguments that are literals, by both parsers. */
function literalsOf(text: string): { readonly ours: unknown; readonly theirs: unknown } {
  const { body } = parseHcl({ filename: 'main.hcl', text })
  const literals = [...body.attributes.values()].filter(({ value }) => isLiteral(value))
  const scope: Scope = {
    lookup: () => undefined,
    names: [],
    functions: new Map(),
    report: ({ summary }) => assert.fail(summary),
  }
  const printed = fromJson(reference.parseToString(text)[0])
  return {
    ours: Object.fromEntries(literals.map(({ name, value }) => [name, plain(evaluate(value, scope))])),
    theirs: Object.fromEntries(literals.map(({ name }) => [name, printed[name]])),
  }
}

test('literals have the same value for both parsers', () => {
  const texts = [...casesOf('valid').map(({ text }) => text), ...snippets].filter(
    (text) =>
      // The one that HashiCorp's parser accepts and its printer panics on.
      !text.includes('null=1') &&
      parseHcl({ filename: 'main.hcl', text }).diagnostics.length === 0 &&
      reference.parseToString(text)[1] === null,
  )
  const compared = texts.map(literalsOf)
  assert.ok(compared.filter(({ ours }) => Object.keys(ours as object).length > 0).length > 60)
  for (const { ours, theirs } of compared) assert.deepEqual(ours, theirs)
})

/** A text as HCL writes it, half of it in escapes. */
function quoted(text: string): string {
  const escaped = [...text].map((character, index) => {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x20 || code === 0x7f || character === '"' || character === '\\' || index % 2 === 1) {
      return code > 0xffff
        ? `\\U${code.toString(16).padStart(8, '0')}`
        : `\\u${code.toString(16).padStart(4, '0')}`
    }
    return character
  })
  return `"${escaped.join('')}"`
}

test('any text and any number has the same value for both parsers', () => {
  const value = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }).map(quoted),
    fc.maxSafeInteger().map((number) => String(Math.abs(number))),
    fc.double({ min: 0, noNaN: true, noDefaultInfinity: true, max: 1e150 }).map(String),
  )
  assertProperty(
    fc.property(fc.array(value, { maxLength: 6 }), (values) => {
      const { ours, theirs } = literalsOf(`a = [${values.join(', ')}]\n`)
      assert.deepEqual(ours, theirs)
    }),
    { numRuns: 200 },
  )
})

test('a file that both accept has no diagnostics', async () => {
  await using parser = startReferenceParser()
  assert.deepEqual(await parser.check({ filename: 'main.hcl', text: 'flow "a" {\n  b = c.d\n}\n' }), [])
})

test('a refusal of HashiCorp alone is placed at the innermost block or argument it minds', async () => {
  const accepts = (text: string): Promise<boolean> => Promise.resolve(!text.includes('bad'))
  const at = async (text: string): Promise<unknown> => {
    const { code, subject, context } = await placeRefusal(accepts, { filename: 'main.hcl', text })
    return [code, subject?.start.line, subject?.start.column, context]
  }
  assert.deepEqual(await at('ok = 1\nflow "x" {\n  topics {\n    a = 1\n    b = bad\n  }\n}\n'), [
    'ST110',
    5,
    5,
    'topics of flow "x"',
  ])
  assert.deepEqual(await at('ok = 1\nflow "bad" {\n}\n'), ['ST110', 2, 1, undefined])
  assert.deepEqual(await at('ok = 1\n# bad\n'), ['ST110', 1, 1, undefined])
})

test('checks under way fail when the thread is closed, instead of hanging', async () => {
  const parser = startReferenceParser()
  const check = parser.check({ filename: 'main.hcl', text: 'a = 1\n' })
  await Promise.all([assert.rejects(check, /closed/), parser.close()])
  await parser.close()
})

test('a verdict that comes while the thread is closed does not end the process', async () => {
  const file = "{ filename: 'main.hcl', text: 'a = 1' }"
  const script = `
    const { startReferenceParser } = await import('./src/hcl/reference-parser.ts')
    const parser = startReferenceParser()
    await parser.check(${file})
    parser.check(${file}).catch(() => {})
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
    await parser.close()
    console.log('closed')`
  const cwd = join(import.meta.dirname, '../..')
  const { stdout } = await run(process.execPath, ['--eval', script], { cwd })
  assert.equal(stdout, 'closed\n')
})
