import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evaluationOrder } from '../../src/topology/evaluation-order.ts'

const rows: { name: string; needs: Record<string, string[]>; order: string[]; cycles: string[][] }[] = [
  { name: 'nothing', needs: {}, order: [], cycles: [] },
  { name: 'names that need nothing', needs: { a: [], b: [] }, order: ['a', 'b'], cycles: [] },
  {
    name: 'a chain written backwards',
    needs: { a: ['b'], b: ['c'], c: [] },
    order: ['c', 'b', 'a'],
    cycles: [],
  },
  {
    name: 'a diamond',
    needs: { a: ['b', 'c'], b: ['d'], c: ['d'], d: [] },
    order: ['d', 'b', 'c', 'a'],
    cycles: [],
  },
  { name: 'a need that nobody declares', needs: { a: ['x'] }, order: ['a'], cycles: [] },
  { name: 'a name that needs itself', needs: { a: ['a'], b: [] }, order: ['b'], cycles: [['a']] },
  { name: 'a circle of two', needs: { b: ['a'], a: ['b'] }, order: [], cycles: [['b', 'a']] },
  {
    name: 'a circle that is entered from outside',
    needs: { x: ['b'], a: ['b'], b: ['c'], c: ['a'] },
    order: ['x'],
    cycles: [['a', 'b', 'c']],
  },
  {
    name: 'two circles that share a name',
    needs: { a: ['b', 'c'], b: ['a'], c: ['a'] },
    order: [],
    cycles: [
      ['a', 'b'],
      ['a', 'c'],
    ],
  },
]

for (const { name, needs, order, cycles } of rows) {
  test(`${name} is put in order and its circles are named`, () => {
    assert.deepEqual(evaluationOrder(new Map(Object.entries(needs))), { order, cycles })
  })
}

test('a chain of 100,000 names is no deeper than one', () => {
  const needs = new Map(Array.from({ length: 100_000 }, (_, at) => [`n${at}`, [`n${at + 1}`]]))
  assert.equal(evaluationOrder(needs).order[0], 'n99999')
})
