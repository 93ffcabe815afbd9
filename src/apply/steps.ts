// Rows of a plan → steps: neighbours that can go in one batched call, and do not wait for each other, share a step. The
// plan's order stays; a step is what an interrupt waits for, so it is kept small.

import { controlTopic } from '../mirror/control.ts'
import type { ResourceChange } from '../plan/resource-change.ts'
import { waitsFor } from './held-up.ts'

export interface Step {
  readonly rows: readonly ResourceChange[]
}

export const rowsPerStepMax = 50

/** Steps in the order of the rows. A flow is always a step of its own. */
export function stepsOf(rows: readonly ResourceChange[]): Step[] {
  const steps: { rows: ResourceChange[] }[] = []
  for (const row of rows) {
    const last = steps.at(-1)
    if (last !== undefined && joins(row, last.rows)) last.rows.push(row)
    else steps.push({ rows: [row] })
  }
  return steps
}

function joins(row: ResourceChange, rows: readonly ResourceChange[]): boolean {
  const [first] = rows
  if (first === undefined || rows.length >= rowsPerStepMax || row.type === 'flow') return false
  if (isControlRow(row) || isControlRow(first)) return false
  if (rows.some((other) => waitsFor(row, other))) return false
  return first.type === row.type && first.cluster === row.cluster
}

/** The control topic itself: what the lease is kept in. */
export function isControlTopic(step: Step): boolean {
  return step.rows.some(isControlRow)
}

function isControlRow(row: ResourceChange): boolean {
  return row.type === 'internal_topic' && row.name === controlTopic
}
