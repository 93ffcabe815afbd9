// The truth table of filters: what it says is what the filter does, and it says why.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { firstMatch } from '../../src/mirror/patterns.ts'
import { topicSelector } from '../../src/mirror/selection.ts'
import type { FilterReport } from '../../src/plan/filter-report.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { PatternSet } from '../../src/topology/model.ts'
import { assertProperty } from '../fuzz.ts'
import {
  appliedFlow,
  clusterOf,
  context,
  controlTopics,
  flowOf,
  groupOf,
  snapshotOf,
  topicOf,
  topologyOf,
} from './fixtures.ts'
import { patterns } from './situations.ts'

const live = ['orders', 'orders.eu', 'orders.tmp', 'Payments', 'paymets', 'my-orders', 'audit']

interface Situation {
  readonly before?: PatternSet
  readonly names?: readonly string[]
  readonly kind?: FilterReport['kind']
}

function reportOf(
  topics: PatternSet,
  { before, names = live, kind = 'topics' }: Situation = {},
): FilterReport {
  const flow = flowOf({ topics, groups: { include: ['billing-.*'], exclude: [] } })
  const applied = before === undefined ? [] : [appliedFlow({ ...flow, topics: before })]
  const source = clusterOf('us', {
    topics: names.map((name) => topicOf(name)),
    groups: [groupOf('audit', []), { ...groupOf('billing-agents', []), protocolType: 'strait' }],
  })
  const target = clusterOf('eu', { topics: controlTopics, control: applied })
  const plan = makePlan(topologyOf([flow]), snapshotOf(source, target), {
    ...context,
    places: (path) =>
      ({ 'flow.us-to-eu.topics.include.0': 'flows.hcl:4', 'flow.us-to-eu.topics.exclude.0': 'flows.hcl:5' })[
        path
      ],
  })
  return plan.filters.find((report) => report.kind === kind) ?? assert.fail('no report')
}

describe('the report of a filter', () => {
  const filter = { include: ['orders.*', 'payments', 'refunds'], exclude: ['.*\\.tmp', '__.*'] }

  test('names what comes in, what is kept out, what nearly matches and what matches nothing', () => {
    const report = reportOf(filter)
    const included = { rule: 'included', pattern: 'orders.*', place: 'flows.hcl:4' }
    assert.deepEqual(report.entering, [
      { name: 'orders', ...included },
      { name: 'orders.eu', ...included },
    ])
    assert.deepEqual(report.excluded, [
      { name: 'orders.tmp', rule: 'excluded', pattern: '.*\\.tmp', place: 'flows.hcl:5' },
    ])
    assert.deepEqual(
      report.near_misses.map(({ name, pattern, why }) => [name, pattern, why]),
      [
        ['Payments', 'payments', 'letter_case'],
        ['my-orders', 'orders.*', 'part_of_name'],
        ['paymets', 'payments', 'spelling'],
      ],
    )
    assert.deepEqual(
      report.unused.map(({ list, pattern }) => [list, pattern]),
      [
        ['include', 'payments'],
        ['include', 'refunds'],
      ],
    )
    assert.deepEqual([report.live, report.matched], [7, 2])
  })

  test('shows a name that does not exist yet and would come in', () => {
    assert.deepEqual(
      reportOf(filter).future.map(({ name, pattern }) => [name, pattern]),
      [
        ['orders-new', 'orders.*'],
        ['payments', 'payments'],
        ['refunds', 'refunds'],
      ],
    )
    assert.deepEqual(reportOf({ include: ['orders'], exclude: [] }).future, [], 'nothing else can match')
  })

  test('compares with what was applied, and says what let a leaving topic in', () => {
    const report = reportOf(
      { include: ['orders'], exclude: [] },
      { before: { include: ['orders.*'], exclude: ['orders.tmp'] } },
    )
    assert.deepEqual(report.entering, [])
    assert.deepEqual(report.leaving, [
      {
        name: 'orders.eu',
        rule: 'not_included',
        pattern: null,
        place: null,
        was: { name: 'orders.eu', rule: 'included', pattern: 'orders.*', place: null },
      },
    ])
  })

  test('tells a topic that an exclude takes out once, among those that leave', () => {
    const report = reportOf(
      { include: ['orders.*'], exclude: ['orders.eu', 'orders.tmp'] },
      { before: { include: ['orders.*'], exclude: ['orders.tmp'] } },
    )
    assert.deepEqual(
      [report.leaving, report.excluded].map((rows) => rows.map(({ name }) => name)),
      [['orders.eu'], ['orders.tmp']],
    )
  })

  test('of groups knows no agents, which commit nothing', () => {
    const { live, matched, entering } = reportOf(filter, { kind: 'groups' })
    assert.deepEqual({ live, matched, entering }, { live: 1, matched: 0, entering: [] })
  })

  test('of a filter that stays as it was applied is short', () => {
    const report = reportOf(filter, { before: filter })
    assert.deepEqual([report.entering, report.leaving, report.near_misses, report.future], [[], [], [], []])
  })
})

const patternSet = fc.record({
  include: fc.subarray(patterns, { minLength: 1 }),
  exclude: fc.subarray(patterns),
})
const names = fc.uniqueArray(fc.constantFrom(...live, 'payments', 'us.orders', 'eu.orders', 'nothing', '__x'))

test('one more exclude never lets anything in', () => {
  assertProperty(
    fc.property(patternSet, fc.constantFrom(...patterns), names, (filter, exclude, topics) => {
      const inNow = (set: PatternSet) =>
        new Set(reportOf(set, { names: topics }).entering.map(({ name }) => name))
      const [before, after] = [inNow(filter), inNow({ ...filter, exclude: [...filter.exclude, exclude] })]
      assert.deepEqual(
        [...after].filter((name) => !before.has(name)),
        [],
      )
    }),
    { numRuns: 60 },
  )
})

test('every explanation, evaluated again, gives the verdict that it explains', () => {
  assertProperty(
    fc.property(patternSet, patternSet, names, (filter, before, topics) => {
      const report = reportOf(filter, { before, names: topics })
      const now = topicSelector(flowOf({ topics: filter }))
      const then = topicSelector(flowOf({ topics: before }))
      const inNow = topics.filter((name) => now(name).replicated)
      const inThen = topics.filter((name) => then(name).replicated)
      assert.deepEqual(
        report.entering.map(({ name }) => name).sort(),
        inNow.filter((name) => !inThen.includes(name)).sort(),
      )
      assert.deepEqual(
        report.leaving.map(({ name }) => name).sort(),
        inThen.filter((name) => !inNow.includes(name)).sort(),
      )
      for (const { name, rule, pattern } of [...report.entering, ...report.leaving, ...report.excluded]) {
        if (pattern === null) continue
        assert.equal(firstMatch([pattern])(name), pattern)
        assert.ok((rule === 'excluded' ? filter.exclude : filter.include).includes(pattern))
      }
      for (const { name, pattern } of report.future) {
        assert.ok(!topics.includes(name) && now(name).replicated)
        assert.equal(firstMatch([pattern])(name), pattern)
      }
      for (const { name } of report.near_misses) assert.ok(!now(name).replicated)
    }),
    { numRuns: 60 },
  )
})
