import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RE2JS } from 're2js'
import { patternProblems } from '../../../src/topology/filters/pattern-problems.ts'
import { patternTokens } from '../../../src/topology/filters/pattern-tokens.ts'
import { assertProperty } from '../../fuzz.ts'

/** Severity, the marked part of the pattern, the summary, the suggestion. */
type Row = readonly [string, ...(readonly [string, string, string, string?])[]]

const rows: Row[] = [
  ['orders.*'],
  ['.*[\\-\\.]internal'],
  ['(?i)orders'],
  ['a{3}'],
  ['\\Qa*+(?=\\E.*'],
  ['[a+*,&]'],
  ['(?:a|b)+?'],
  ['\\p{L}+'],
  ['x{1,3}', ['warning', '{1,3}', 'MM2 would split this pattern at the comma']],
  ['a,b', ['warning', ',', 'A comma in a pattern does not separate two patterns']],
  ['orders-*', ['warning', '*', '"-*" repeats only the "-"', 'orders-.*']],
  ['a\\.*'],
  ['*.tmp', ['error', '*', 'Nothing stands before "*"', '.*\\.tmp']],
  ['a(?=b)', ['error', '(?=', 'Lookahead is not supported in patterns']],
  ['(?!x).*', ['error', '(?!', 'Lookahead is not supported in patterns']],
  ['.*(?<!x)', ['error', '(?<!', 'Lookbehind is not supported in patterns']],
  ['(?>a)b', ['error', '(?>', 'Atomic groups are not supported in patterns']],
  ['(a)\\1', ['error', '\\1', '"\\1" is not supported in patterns']],
  ['(?<n>a)\\k<n>', ['error', '\\k<n>', '"\\k<n>" is not supported in patterns']],
  ['a++', ['error', '++', 'Possessive quantifier "++" is not supported in patterns', 'a+']],
  ['a{2}+b', ['error', '{2}+', 'Possessive quantifier "{2}+" is not supported in patterns', 'a{2}b']],
  ['(?x)a b', ['error', '(?x)', 'Flag group "(?x)" is not supported in patterns']],
  [
    '(?U)a+',
    ['warning', '(?U)', '"U" swaps greedy and lazy in RE2, and makes classes Unicode-aware in Java'],
  ],
  ['\\p{Alpha}', ['error', '\\p{Alpha}', '"\\p{Alpha}" is not supported in patterns']],
  ['\\u0041', ['error', '\\u0041', '"\\u0041" is not supported in patterns']],
  ['a\\Z', ['error', '\\Z', '"\\Z" is not supported in patterns']],
  ['\\h', ['error', '\\h', '"\\h" is not supported in patterns']],
  [
    '[a-z&&[^b]]',
    ['warning', '[a-z&&[^b]', '"&&" is two ordinary characters in an RE2 class, and an intersection in Java'],
  ],
  [
    '[a[bc]]',
    ['warning', '[a[bc]', 'A "[" inside a class is an ordinary character in RE2, and a nested class in Java'],
  ],
  [
    '[[:alpha:]]+',
    [
      'warning',
      '[[:alpha:]]',
      'Java reads "[:alpha:]" as the characters between the brackets, RE2 as a POSIX class',
    ],
  ],
  ['[a\\[b]'],
  ['a(b', ['error', '(', 'A "(" is never closed']],
  ['a)b', ['error', ')', 'This ")" closes nothing']],
  ['a[b', ['error', '[b', 'A "[" is never closed']],
  ['a\\', ['error', '\\', 'A "\\" at the end escapes nothing']],
  ['[z-a]', ['error', 'z-a', 'Range in the class is not allowed']],
  ['a{1001}', ['error', '{1001}', 'Repetition count is not allowed (at most 1000, smaller number first)']],
  ['a**', ['error', '**', 'Repetition of a repetition']],
  ['a|*', ['error', '*', 'Nothing stands before the repetition']],
  ['\\y', ['error', '\\y', 'Escape is unknown']],
]

for (const [pattern, ...expected] of rows) {
  test(`${pattern} has ${expected.length === 0 ? 'no problem' : 'its problem marked'}`, () => {
    const found = patternProblems(pattern).map(({ severity, start, end, summary, suggestion }) => [
      severity,
      pattern.slice(start, end),
      summary,
      ...(suggestion === undefined ? [] : [suggestion]),
    ])
    assert.deepEqual(found, expected)
  })
}

const pieces = fc
  .array(
    fc.constantFrom(
      'a',
      '.',
      '*',
      '+',
      '?',
      '(',
      ')',
      '[',
      ']',
      '\\',
      '{',
      '}',
      ',',
      '1',
      '^',
      '|',
      ':',
      '<',
      '=',
      '&',
      '-',
      'Q',
      'E',
      'p',
      '(?',
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

test('a pattern has an error exactly when it does not compile, and every mark lies inside it', () => {
  assertProperty(
    fc.property(pieces, (pattern) => {
      const problems = patternProblems(pattern)
      assert.equal(
        problems.some(({ severity }) => severity === 'error'),
        !compiles(pattern),
      )
      for (const { start, end } of problems) assert.ok(0 <= start && start <= end && end <= pattern.length)
    }),
    { numRuns: 4000 },
  )
})

test('the tokens of a pattern are the pattern', () => {
  assertProperty(
    fc.property(fc.oneof(pieces, fc.string({ unit: 'binary' })), (pattern) => {
      assert.equal(
        patternTokens(pattern)
          .map(({ text }) => text)
          .join(''),
        pattern,
      )
    }),
    { numRuns: 2000 },
  )
})

function compiles(pattern: string): boolean {
  try {
    RE2JS.compile(pattern)
    return true
  } catch {
    return false
  }
}
