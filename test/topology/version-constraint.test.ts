import assert from 'node:assert/strict'
import { test } from 'node:test'
import { meetsVersion } from '../../src/topology/version-constraint.ts'

const rows: readonly (readonly [string, string, boolean | undefined])[] = [
  ['0.1.0', '>= 0.1', true],
  ['0.1.0', '>=0.1.1', false],
  ['0.1.0', '0.1.0', true],
  ['0.1.0', '= 0.1', true],
  ['0.1.0', '!= 0.1.0', false],
  ['0.3.4', '> 0.3, < 0.4', true],
  ['0.4.0', '> 0.3, < 0.4', false],
  ['0.3.4', '<= 0.3.4', true],
  ['1.9.0', '~> 1.2', true],
  ['2.0.0', '~> 1.2', false],
  ['1.2.9', '~> 1.2.3', true],
  ['1.3.0', '~> 1.2.3', false],
  ['1.0.0-beta.1', '>= 1.0', true],
  ['0.1.0', '', undefined],
  ['0.1.0', '>= one', undefined],
  ['0.1.0', '>= 0.1,', undefined],
  ['0.1.0', '=> 0.1', undefined],
]

for (const [version, constraint, expected] of rows) {
  test(`${version} against "${constraint}" is ${expected ?? 'not decidable'}`, () => {
    assert.equal(meetsVersion(version, constraint), expected)
  })
}
