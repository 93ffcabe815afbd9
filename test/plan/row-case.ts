// A plan as a table: what there is, what is wanted, and every row of one type that must come out, to the letter.
// Whom a row reaches, and who owns a config, has a test of its own.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Snapshot } from '../../src/live/snapshot.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { ResourceChange, ResourceType } from '../../src/plan/resource-change.ts'
import type { Topology } from '../../src/topology/model.ts'
import { context, topologyOf } from './fixtures.ts'

export interface RowCase {
  readonly name: string
  /** Left out: the one ordinary flow. */
  readonly topology?: Topology
  readonly snapshot: Snapshot
  readonly type: ResourceType
  readonly rows: readonly unknown[]
}

export function testRows(cases: readonly RowCase[]): void {
  for (const { name, topology = topologyOf(), snapshot, type, rows } of cases) {
    test(name, () => {
      const plan = makePlan(topology, snapshot, context)
      assert.deepEqual(plan.resource_changes.filter((row) => row.type === type).map(bare), rows)
    })
  }
}

function bare({ blast_radius: _, ...row }: ResourceChange): unknown {
  if (row.type !== 'topic_config') return row
  const { keys: _keys, ...impact } = row.impact
  return { ...row, impact }
}
