// The truth table of filters, held against one that is made by hand: JavaScript's own regular expressions, tried on
// every name, and every short name there is.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { FilterReport } from '../../src/plan/filter-report.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { editDistance } from '../../src/std/did-you-mean.ts'
import type { PatternSet } from '../../src/topology/model.ts'
import { assertProperty } from '../fuzz.ts'
import { clusterOf, context, flowOf, groupOf, snapshotOf, topicOf, topologyOf } from './fixtures.ts'

const patterns = ['a', 'a+', '[ab]+', 'a.*', '.*b', '(a|b)o', 'A', 'oa\\.b', 'ab?o', 'boab', '.*', 'b\\..*']

const letters = ['a', 'b', 'o', 'A', '.']

/** Every name of up to four letters that Kafka takes for a topic. */
const universe = letters
  .reduce<string[][]>(
    (rows) => [...rows, (rows.at(-1) ?? ['']).flatMap((name) => letters.map((one) => name + one))],
    [['']],
  )
  .slice(0, 5)
  .flat()
  .filter((name) => !['', '.', '..'].includes(name))

const filter: fc.Arbitrary<PatternSet> = fc.record({
  include: fc.subarray(patterns, { minLength: 1, maxLength: 4 }),
  exclude: fc.subarray(patterns, { maxLength: 2 }),
})

/** Some that no pattern is for: internal ones, and a topic that has been to the target already. */
const names = fc
  .uniqueArray(fc.constantFrom(...universe), { maxLength: 12 })
  .chain((some) =>
    fc.subarray(['us.checkpoints.internal', '__a', 'eu.a']).map((more) => [...more, ...some].sort()),
  )

const whole = (pattern: string, flags = ''): RegExp => new RegExp(`^(?:${pattern})$`, flags)

function reportsOf(set: PatternSet, live: readonly string[]): readonly FilterReport[] {
  const flow = flowOf({ topics: set, groups: set })
  const source = clusterOf('us', {
    topics: live.map((name) => topicOf(name)),
    groups: live.map((name) => groupOf(name, [])),
  })
  return makePlan(topologyOf([flow]), snapshotOf(source, clusterOf('eu')), context).filters
}

interface Truth {
  readonly rule: string
  readonly isIncluded: boolean
}

function truthOf({ include, exclude }: PatternSet, kind: FilterReport['kind']): (name: string) => Truth {
  const matches = (list: readonly string[], name: string) => list.some((pattern) => whole(pattern).test(name))
  return (name) => {
    const isIncluded = matches(include, name)
    if (kind === 'topics' && /^__|^\.|\.checkpoints\.internal$/.test(name))
      return { rule: 'internal', isIncluded }
    if (kind === 'topics' && name.startsWith('eu.')) return { rule: 'cycle', isIncluded }
    if (matches(exclude, name)) return { rule: 'excluded', isIncluded }
    return { rule: isIncluded ? 'included' : 'not_included', isIncluded }
  }
}

function assertTrue(report: FilterReport, set: PatternSet, live: readonly string[]): void {
  const known = live.filter((name) => report.kind === 'groups' || !name.startsWith('__'))
  const truth = truthOf(set, report.kind)
  const ofRule = (rule: string): string[] => known.filter((name) => truth(name).rule === rule)
  assert.deepEqual([report.live, report.matched], [known.length, ofRule('included').length])
  assert.deepEqual(
    report.entering.map(({ name }) => name),
    ofRule('included'),
  )
  assert.deepEqual(
    report.excluded.map(({ name }) => name),
    ofRule('excluded').filter((name) => truth(name).isIncluded),
  )
  for (const [rows, list] of [
    [report.entering, set.include],
    [report.excluded, set.exclude],
  ] as const) {
    for (const { name, pattern } of rows) {
      assert.ok(pattern !== null && list.includes(pattern) && whole(pattern).test(name))
    }
  }
  assert.deepEqual(
    report.unused.map(({ list, pattern }) => `${list} ${pattern}`),
    (['include', 'exclude'] as const).flatMap((list) =>
      set[list]
        .filter((pattern) => pattern !== '.*' && !known.some((name) => whole(pattern).test(name)))
        .map((pattern) => `${list} ${pattern}`),
    ),
  )
}

/** The nearest kind of miss; of several patterns any may be told. */
function missOf(name: string, include: readonly string[]): string | undefined {
  if (include.some((pattern) => whole(pattern, 'i').test(name))) return 'letter_case'
  if (include.some((pattern) => new RegExp(pattern).test(name))) return 'part_of_name'
  const literals = include.filter((pattern) => /^(?:[\w-]|\\[.-])+$/.test(pattern))
  const allowed = name.length <= 3 ? 1 : 2
  const isNear = (pattern: string): boolean =>
    editDistance(name.toLowerCase(), pattern.replaceAll('\\', '').toLowerCase()) <= allowed
  return literals.some(isNear) ? 'spelling' : undefined
}

test('who comes in, who is kept out and by what is what trying every pattern on every name says', () => {
  let decided = 0
  assertProperty(
    fc.property(filter, names, (set, live) => {
      const reports = reportsOf(set, live)
      assert.deepEqual(
        reports.map(({ kind }) => kind),
        ['topics', 'groups'],
      )
      for (const report of reports) {
        assertTrue(report, set, live)
        decided += report.live
      }
    }),
    { numRuns: 300 },
  )
  assert.ok(decided > 1000, String(decided))
})

test('every near miss is one, and none is left out', () => {
  const seen = new Map<string, number>()
  assertProperty(
    fc.property(filter, names, (set, live) => {
      for (const report of reportsOf(set, live)) {
        const truth = truthOf(set, report.kind)
        const left = live.filter((name) => truth(name).rule === 'not_included')
        assert.deepEqual(
          report.near_misses.map(({ name, why }) => [name, why]),
          left.flatMap((name) => {
            const why = missOf(name, set.include)
            return why === undefined ? [] : [[name, why]]
          }),
        )
        for (const { why, pattern } of report.near_misses) {
          assert.ok(set.include.includes(pattern))
          seen.set(why, (seen.get(why) ?? 0) + 1)
        }
      }
    }),
    { numRuns: 300 },
  )
  assert.deepEqual([...seen.keys()].sort(), ['letter_case', 'part_of_name', 'spelling'])
})

test('a name of tomorrow comes in and is new, and is told wherever there is a short one', () => {
  let told = 0
  assertProperty(
    fc.property(filter, names, (set, live) => {
      for (const { kind, future } of reportsOf(set, live)) {
        const truth = truthOf(set, kind)
        const comesIn = (name: string, pattern: string): boolean =>
          truth(name).rule === 'included' && !live.includes(name) && whole(pattern).test(name)
        for (const { name, pattern } of future) assert.ok(comesIn(name, pattern), `${name} by ${pattern}`)
        told += future.length
        for (const pattern of set.include) {
          const isTold = future.some((one) => one.pattern === pattern)
          const example = universe.find((name) => comesIn(name, pattern))
          if (pattern !== '.*' && example !== undefined) assert.ok(isTold, `${pattern} lets in ${example}`)
        }
      }
    }),
    { numRuns: 200 },
  )
  assert.ok(told > 300, String(told))
})

test('one more exclude never lets a topic or a group in', () => {
  assertProperty(
    fc.property(filter, fc.constantFrom(...patterns), names, (set, more, live) => {
      const comingIn = (one: PatternSet) =>
        reportsOf(one, live).map(({ entering }) => new Set(entering.map(({ name }) => name)))
      const before = comingIn(set)
      const narrowed = comingIn({ ...set, exclude: [...set.exclude, more] })
      for (const [index, after] of narrowed.entries()) {
        for (const name of after) assert.ok(before[index]?.has(name), name)
      }
    }),
    { numRuns: 200 },
  )
})
