// Following what `explain` suggests turns the row into nothing: for every row of every plan that is shown, and for
// plans at random.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Snapshot } from '../../src/live/snapshot.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { type Edit, noOpOf } from '../../src/plan/no-op.ts'
import { isChange } from '../../src/plan/resource-change.ts'
import type { FlowSpec, Topology } from '../../src/topology/model.ts'
import { assertProperty } from '../fuzz.ts'
import { context } from './fixtures.ts'
import { situation } from './situations.ts'

function edited(topology: Topology, edit: Edit): Topology {
  const flows = { ...topology.flows }
  const acls = { ...topology.acls }
  const change = (name: string, to: (flow: FlowSpec) => FlowSpec): void => {
    const flow = flows[name]
    if (flow !== undefined) flows[name] = to(flow)
  }
  switch (edit.kind) {
    case 'exclude':
      change(edit.flow, (flow) => ({
        ...flow,
        [edit.filter]: { ...flow[edit.filter], exclude: [...flow[edit.filter].exclude, ...edit.patterns] },
      }))
      break
    case 'set':
      for (const name of edit.flows) change(name, (flow) => ({ ...flow, ...edit.values }))
      break
    case 'remove':
      for (const name of edit.flows) delete flows[name]
      break
    case 'remove_acl':
      delete acls[edit.block]
      break
    case 'restore':
      flows[edit.spec.name] = edit.spec
  }
  return { ...topology, flows, acls }
}

function assertNoOps(topology: Topology, snapshot: Snapshot): number {
  const plan = makePlan(topology, snapshot, context)
  // A plan that is refused is not worth following.
  if (plan.errored) return 0
  let followed = 0
  for (const row of plan.resource_changes.filter(isChange)) {
    const noOp = noOpOf(row, plan)
    if (noOp === undefined) continue
    followed += 1
    const then = makePlan(noOp.edits.reduce(edited, topology), snapshot, context)
    const left = then.resource_changes.filter((one) => isChange(one) && one.address === row.address)
    assert.deepEqual(left, [], `${noOp.words} still leaves ${row.address}`)
  }
  return followed
}

test('what explain suggests makes the row a no-op', () => {
  let followed = 0
  assertProperty(
    fc.property(situation, ({ topology, snapshot }) => {
      followed += assertNoOps(topology, snapshot)
    }),
    { numRuns: 40 },
  )
  assert.ok(followed > 100, `only ${followed} suggestions were followed`)
})
