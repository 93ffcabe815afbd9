// What holds for every topology and every pair of clusters: planning is a function, apply settles it, and an
// exclude can only make the set smaller.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ClusterSnapshot } from '../../src/live/snapshot.ts'
import { hasChanges, makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import type { Topology } from '../../src/topology/model.ts'
import { assertProperty } from '../fuzz.ts'
import { applyToSnapshot } from './apply-to-snapshot.ts'
import { context, snapshotOf, topologyOf } from './fixtures.ts'
import { patterns, situation } from './situations.ts'

const runs = { numRuns: 100 }

function changes(plan: Plan): string[] {
  return plan.resource_changes
    .filter(({ change }) => change.actions[0] !== 'no-op')
    .map(({ address }) => address)
}

test('the same topology and snapshot give the same plan, byte for byte', () => {
  assertProperty(
    fc.property(situation, ({ topology, snapshot }) => {
      const reversed = snapshotOf(...[...snapshot.clusters.values()].reverse().map(reverseCluster))
      assert.equal(
        JSON.stringify(makePlan(topology, snapshot, context)),
        JSON.stringify(makePlan(topology, reversed, context)),
      )
    }),
    runs,
  )
})

test('after apply the plan is empty', () => {
  let planned = 0
  assertProperty(
    fc.property(situation, ({ topology, snapshot }) => {
      const plan = makePlan(topology, snapshot, context)
      planned += changes(plan).length
      const after = makePlan(topology, applyToSnapshot(plan, snapshot), context)
      assert.deepEqual(changes(after), [])
      assert.equal(hasChanges(after), false)
    }),
    runs,
  )
  assert.ok(planned > 300, `the situations had ${planned} changes between them`)
})

test('two topologies that share clusters settle beside each other, and neither stops what the other has', () => {
  let settled = 0
  assertProperty(
    fc.property(situation, ({ topology, snapshot }) => {
      const flows = Object.values(topology.flows)
      const part = (name: string, isIn: (index: number) => boolean): Topology => ({
        ...topology,
        name,
        flows: Object.fromEntries(
          flows.filter((_, index) => isIn(index)).map((spec) => [spec.name, spec] as const),
        ),
      })
      const both = [part('even', (index) => index % 2 === 0), part('odd', (index) => index % 2 === 1)]
      let live = snapshot
      // What one brings, the other may carry on: a chain takes as many rounds as it has hops.
      for (const desired of Array.from({ length: flows.length + 1 }, () => both).flat()) {
        const plan = makePlan(desired, live, context)
        if (plan.errored) return
        live = applyToSnapshot(plan, live)
      }
      for (const desired of both) assert.deepEqual(changes(makePlan(desired, live, context)), [])
      const owners = [...live.clusters.values()].flatMap(({ control }) =>
        control.flatMap((entry) => (entry.kind === 'flow' && entry.state !== 'stopped' ? [entry] : [])),
      )
      for (const { name, topology: bears } of owners) {
        const declaring = both.find((each) => Object.hasOwn(each.flows, name))
        if (declaring !== undefined) assert.equal(bears, declaring.name)
      }
      settled += flows.length > 1 ? 1 : 0
    }),
    runs,
  )
  assert.ok(settled > 20, `${settled} situations had two topologies that got on`)
})

test('an apply that was cut off anywhere is finished by the next one', () => {
  assertProperty(
    fc.property(situation, fc.nat(60), ({ topology, snapshot }, done) => {
      const plan = makePlan(topology, snapshot, context)
      const cut = { ...plan, resource_changes: plan.resource_changes.slice(0, done) }
      const half = applyToSnapshot(cut, snapshot)
      const whole = applyToSnapshot(makePlan(topology, half, context), half)
      assert.deepEqual(changes(makePlan(topology, whole, context)), [])
    }),
    runs,
  )
})

test('an exclude never grows the set of topics or groups', () => {
  const copied = (plan: Plan, name: string) => {
    const row = plan.resource_changes.find(({ address }) => address === `flow.${name}`)
    assert(row?.type === 'flow')
    return [row.impact.topics, row.impact.groups] as const
  }
  assertProperty(
    fc.property(situation, fc.constantFrom(...patterns), ({ topology, snapshot }, pattern) => {
      for (const spec of Object.values(topology.flows)) {
        const narrower = {
          ...spec,
          topics: { ...spec.topics, exclude: [...spec.topics.exclude, pattern] },
          groups: { ...spec.groups, exclude: [...spec.groups.exclude, pattern] },
        }
        // One flow alone: in a chain, less of one flow is less of the next.
        const before = copied(makePlan(topologyOf([spec]), snapshot, context), spec.name)
        const after = copied(makePlan(topologyOf([narrower]), snapshot, context), spec.name)
        assert.ok(after[0] <= before[0] && after[1] <= before[1])
      }
    }),
    runs,
  )
})

test('the risk of a plan is that of its most dangerous row', () => {
  const levels = ['none', 'low', 'medium', 'high']
  assertProperty(
    fc.property(situation, ({ topology, snapshot }) => {
      const { summary, resource_changes } = makePlan(topology, snapshot, context)
      const highest = Math.max(0, ...resource_changes.map(({ risk }) => levels.indexOf(risk.level)))
      assert.equal(levels.indexOf(summary.risk), highest)
    }),
    runs,
  )
})

function reverseCluster(one: ClusterSnapshot): ClusterSnapshot {
  return {
    ...one,
    topics: new Map(
      [...one.topics]
        .reverse()
        .map(([name, facts]) => [name, { ...facts, configs: facts.configs.toReversed() }]),
    ),
    groups: new Map(
      [...one.groups].reverse().map(([id, facts]) => [id, { ...facts, offsets: facts.offsets.toReversed() }]),
    ),
    acls: one.acls?.toReversed(),
    control: one.control.toReversed(),
  }
}
