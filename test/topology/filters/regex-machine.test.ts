import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RE2JS } from 're2js'
import { matches } from '../../../src/topology/filters/find-name.ts'
import { regexMachine } from '../../../src/topology/filters/regex-machine.ts'
import { assertProperty } from '../../fuzz.ts'

const patterns = [
  '',
  '.*',
  'orders',
  'orders.*',
  '.*[\\-\\.]internal',
  '__.*',
  '(a|ab)(c|bcd)(d*)',
  '(?i)Orders-[x-z]+',
  '[^a-m]+',
  'a{2,4}b?',
  '^a.*z$',
  '\\bab\\b.*',
  'a\\B.*',
  '.*\\bz',
  '\\Aa\\z',
  '\\w+\\.\\d*',
  '[[:alpha:]]+',
  '(?:)',
  'a|',
  '\\Qa.b\\E.*',
  '[a-cx-z0-4_]*',
  'x*?y+?',
  '(?s).',
]

const name = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd', 'x', 'z', 'O', '-', '.', '_', '1'), { maxLength: 7 })
  .map((letters) => letters.join(''))

for (const pattern of patterns) {
  test(`the machine of ${JSON.stringify(pattern)} accepts what re2js matches in full`, () => {
    const machine = regexMachine(pattern)
    const compiled = RE2JS.compile(pattern)
    const same = (text: string): void => assert.equal(matches(machine, text), compiled.matches(text), text)
    for (const text of ['', 'a', 'orders', 'orders-internal', '__x', 'abcd', 'a.b.c', 'ab', 'aaa', 'z'])
      same(text)
    assertProperty(fc.property(name, same), { numRuns: 300 })
  })
}
