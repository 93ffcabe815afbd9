import assert from 'node:assert/strict'
import { test } from 'node:test'
import { didYouMean, editDistance } from '../../src/std/did-you-mean.ts'

const distances: readonly (readonly [string, string, number])[] = [
  ['', '', 0],
  ['', 'abc', 3],
  ['orders', 'orders', 0],
  ['orders', 'order', 1],
  ['orders', 'ordres', 1],
  ['kitten', 'sitting', 3],
  ['ca', 'abc', 3],
]

for (const [a, b, distance] of distances) {
  test(`"${a}" is ${distance} edits from "${b}"`, () => {
    assert.equal(editDistance(a, b), distance)
    assert.equal(editDistance(b, a), distance)
  })
}

const suggestions: readonly (readonly [string, readonly string[], string | undefined])[] = [
  ['eu-wset', ['us', 'eu-west', 'ap-south'], 'eu-west'],
  ['BOOTSTRAP', ['bootstrap'], 'bootstrap'],
  ['include', ['includes', 'include'], 'include'],
  ['ab', ['cd', 'b'], 'b'],
  ['us', ['eu', 'ap'], undefined],
  ['flow', ['cluster'], undefined],
  ['x', [], undefined],
  ['x'.repeat(200), ['x'.repeat(199)], undefined],
]

for (const [name, known, suggestion] of suggestions) {
  test(`of ${JSON.stringify(known).slice(0, 60)} "${name.slice(0, 20)}" means ${suggestion?.slice(0, 20)}`, () => {
    assert.equal(didYouMean(name, known), suggestion)
  })
}
