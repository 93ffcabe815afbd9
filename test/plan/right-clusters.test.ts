// Loops by live cluster ids: what two names for one cluster hide from the files is found and named hop by hop.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { makePlan } from '../../src/plan/make-plan.ts'
import { assertProperty } from '../fuzz.ts'
import { clusterOf, context, flowOf, snapshotOf, topologyOf } from './fixtures.ts'

test('a loop that aliases hide is told hop by hop, each with its line', () => {
  const flows = [
    flowOf({ name: 'a', source: 'us', target: 'eu' }),
    flowOf({ name: 'c', source: 'ap', target: 'america' }),
    flowOf({ name: 'b', source: 'eu', target: 'ap' }),
  ]
  const snapshot = snapshotOf(
    clusterOf('us', { clusterId: '1' }),
    clusterOf('america', { clusterId: '1' }),
    clusterOf('eu'),
    clusterOf('ap'),
  )
  const places = (path: string) =>
    ({ 'flow.a': 'flows.hcl:1', 'flow.b': 'flows.hcl:9', 'flow.c': 'x.hcl:4' })[path]
  const { errors, resource_changes } = makePlan(topologyOf(flows), snapshot, { ...context, places })
  assert.deepEqual(
    errors.map(({ code, subjects }) => [code, subjects]),
    [['ST422', ['america', 'us']]],
  )
  assert.match(
    errors[0]?.detail ?? '',
    /flow "a" \(us to eu, flows\.hcl:1\), flow "b" \(eu to ap, flows\.hcl:9\), flow "c" \(ap to america, x\.hcl:4\)/,
  )
  assert.deepEqual(resource_changes, [], 'nothing is compared')
})

test('loops that have nothing to do with it are not named', () => {
  const flows = [
    flowOf({ name: 'there', source: 'p', target: 'q' }),
    flowOf({ name: 'back', source: 'q', target: 'p' }),
    flowOf({ name: 'a', source: 'us', target: 'eu' }),
    flowOf({ name: 'b', source: 'europe', target: 'america' }),
  ]
  const snapshot = snapshotOf(
    ...['p', 'q'].map((name) => clusterOf(name)),
    ...['us', 'america'].map((name) => clusterOf(name, { clusterId: '1' })),
    ...['eu', 'europe'].map((name) => clusterOf(name, { clusterId: '2' })),
  )
  const { errors } = makePlan(topologyOf(flows), snapshot, context)
  assert.deepEqual(
    errors.map(({ subjects, detail }) => [subjects, /round it: (.*)\. Use/.exec(detail)?.[1]]),
    [
      [['america', 'us'], 'flow "a" (us to eu), flow "b" (europe to america)'],
      [['eu', 'europe'], 'flow "b" (europe to america), flow "a" (us to eu)'],
    ],
  )
})

test('a plan is refused exactly where walking the flows by cluster ids comes back under another name', () => {
  const edge = fc.tuple(fc.nat(4), fc.nat(4)).filter(([one, other]) => one !== other)
  assertProperty(
    fc.property(
      fc.uniqueArray(edge, { selector: String, maxLength: 7 }),
      fc.array(fc.nat(2), { minLength: 5, maxLength: 5 }),
      (edges, ids) => {
        const flows = edges.map(([one, other], index) =>
          flowOf({ name: `f${index}`, source: `c${one}`, target: `c${other}` }),
        )
        const used = [...new Set(edges.flat())]
        const snapshot = snapshotOf(...used.map((at) => clusterOf(`c${at}`, { clusterId: `id-${ids[at]}` })))
        const { errors } = makePlan(topologyOf(flows), snapshot, context)
        const refused = errors.some(({ code }) => code === 'ST421' || code === 'ST422')
        assert.equal(refused, comesBackUnderAnotherName(edges, ids))
      },
    ),
    { numRuns: 1000 },
  )
})

/** Walks every way from every flow, as a record would go; ids stand for brokers, numbers for their names. */
function comesBackUnderAnotherName(
  edges: readonly (readonly [number, number])[],
  ids: readonly number[],
): boolean {
  const walk = (way: readonly (readonly [number, number])[]): boolean => {
    const [first, last] = [way[0], way.at(-1)]
    if (first === undefined || last === undefined) return false
    if (ids[last[1]] === ids[first[0]]) {
      const names = way.flat()
      return names.some((one) => names.some((other) => one !== other && ids[one] === ids[other]))
    }
    return edges.some((next) => ids[next[0]] === ids[last[1]] && !way.includes(next) && walk([...way, next]))
  }
  return edges.some((start) => walk([start]))
}
