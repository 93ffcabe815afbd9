import assert from 'node:assert/strict'
import { test } from 'node:test'
import { literalStart } from '../../../src/topology/filters/literal-start.ts'

const starts: readonly (readonly [pattern: string, start: string])[] = [
  ['orders', 'orders'],
  ['orders\\.v1\\..*', 'orders.v1.'],
  ['orders.*', 'orders'],
  ['orders*', 'order'],
  ['orders?', 'order'],
  ['orders{2}', 'order'],
  ['orders+', 'orders'],
  ['a\\.*', 'a'],
  ['a|b', ''],
  ['a(b|c)', ''],
  ['(?i)orders', ''],
  ['\\d+', ''],
  ['a\\w', 'a'],
  ['[ab]c', ''],
  ['.*', ''],
  ['^a', ''],
  ['a😀?', 'a'],
  ['a😀*b', 'a'],
  ['😀+', '😀'],
  ['', ''],
]

for (const [pattern, start] of starts) {
  test(`every name that matches ${pattern} begins with "${start}"`, () => {
    assert.equal(literalStart(pattern), start)
  })
}
