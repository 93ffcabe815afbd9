// Whatever a function is given: a value or a mistake, never a crash, and in time that grows with the text alone.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { limits } from '../../../src/hcl/limits.ts'
import type { Value } from '../../../src/hcl/value.ts'
import { assertProperty } from '../../fuzz.ts'
import { evaluateText, functions } from '../evaluate-text.ts'

const marks = [
  '<<: ',
  '&a ',
  '*a',
  '- ',
  '? ',
  ': ',
  '[',
  ']',
  '{',
  '}',
  ',',
  '|\n ',
  '!!int ',
  '\n',
  '"',
  '\\',
]
const words = [
  '',
  'a',
  'é',
  '👨‍👩‍👧',
  '\ud800',
  '%s',
  '%-9.3g',
  '%#x',
  '(',
  ')*',
  '[a-z]{9}',
  '/a*/',
  '$1',
  '1e9',
  '0x1',
]

const hostileText = fc.oneof(
  fc.constantFrom(...words),
  fc.array(fc.constantFrom(...marks, ...words), { maxLength: 12 }).map((parts) => parts.join('')),
)

const scalar: fc.Arbitrary<Value> = fc.oneof(
  hostileText,
  fc.constantFrom<Value[]>(null, true, false, 0, -1, 0.1, 1e300, 5e-324, 2n ** 400n, -(2n ** 60n)),
)

const argument: fc.Arbitrary<Value> = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 4 }),
  fc
    .array(fc.tuple(fc.constantFrom('a', '__proto__', ''), scalar), { maxLength: 3 })
    .map((pairs) => new Map(pairs)),
  fc.array(fc.array(scalar, { maxLength: 2 }), { maxLength: 3 }),
  fc.constant<Value>({ kind: 'secret', from: { env: 'A' } }),
  fc.constant<Value>({ kind: 'sensitive', value: ['hidden'] }),
)

test('every function answers whatever it is given', () => {
  const calls = fc.record({
    name: fc.constantFrom(...functions.keys()),
    given: fc.array(argument, { maxLength: 4 }),
  })
  assertProperty(
    fc.property(calls, ({ name, given }) => {
      const names = Object.fromEntries(given.map((value, at) => [`v${at}`, value]))
      const { value, diagnostics } = evaluateText(`${name}(${Object.keys(names).join()})`, names)
      const isPoisoned =
        value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'poison'
      assert.equal(isPoisoned, diagnostics.length > 0)
      assert.ok(diagnostics.every(({ summary }) => !summary.includes('hidden')))
    }),
    { numRuns: 5000 },
  )
})

/** Each took minutes or longer while the time grew with the square of its length, or was not paid for. */
const slow: Readonly<Record<string, () => string>> = {
  'JSON text that never closes its quotes': () => `jsondecode("\\"${'\\\\\\"'.repeat(100_000)}")`,
  'a number with zeros inside': () => `1${'0'.repeat(100_000)}1`,
  'text that is a number with zeros inside': () => `can(tonumber("1${'0'.repeat(100_000)}1"))`,
  'white space inside of a text': () => `trimspace("a${' '.repeat(200_000)}a")`,
  'a million patterns that are long when written out': () =>
    `[for i in range(100000) : regexall("[a-z]{500}x\${i}", "a")]`,
  'a long pattern on a long text': () =>
    `[for i in range(1000) : regexall("(a?){300}b", join("", [for j in range(1000) : "aaaaaaaaaaaaaaaaaaaaaaaa"]))]`,
}

for (const [name, text] of Object.entries(slow)) {
  test(`${name} cannot keep a planner busy`, () => {
    const written = text()
    assert.ok(written.length < limits.fileUnits)
    const before = process.cpuUsage()
    evaluateText(written)
    const { user } = process.cpuUsage(before)
    assert.ok(user < 5_000_000, `${user / 1e6} s`)
  })
}
