// What holds for every topology and every pair of clusters: planning is a function, apply settles it, and an
// exclude can only make the set smaller.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ClusterSnapshot } from '../../src/live/snapshot.ts'
import { hasChanges, makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
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
  fc.assert(
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
  fc.assert(
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

test('an apply that was cut off anywhere is finished by the next one', () => {
  fc.assert(
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
  fc.assert(
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
  fc.assert(
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
