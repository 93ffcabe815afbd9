// Whether what was applied is in force: agents run the applied spec, and the copies have come to where the sources
// ended when someone asked. Judged by log ends, offset maps and agents' reports, never by one of them alone.

import type { Snapshot } from '../live/snapshot.ts'
import type { AgentStatusRow, FlowStatusRow } from '../render/status-document.ts'
import type { Topology } from '../topology/model.ts'
import { type Ends, leftBefore } from './caught-up.ts'
import { statusOf } from './flow-status.ts'

/**
 * `starting`: no agent runs the applied spec yet · `halted`, `failed`: it will not converge by itself ·
 * `paused`: nothing is to be waited for.
 */
export type ConvergenceState =
  | 'converged'
  | 'copying'
  | 'starting'
  | 'no_agent'
  | 'halted'
  | 'failed'
  | 'paused'

export interface FlowConvergence {
  readonly flow: string
  readonly state: ConvergenceState
  /** Of those that were there at the start. */
  readonly recordsLeft: number
  /** All that the copy is behind now. */
  readonly lagRecords: number
  readonly recordsPerSecond: number
  /** Null while nothing moves. */
  readonly etaSeconds: number | null
  /** What an agent says of its trouble. */
  readonly message: string | null
}

/** Applied flows of the directory by name; stopped ones are left out. `ends`: from `endsOf`, at the start. */
export function convergenceOf(ends: Ends, topology: Topology, snapshot: Snapshot): FlowConvergence[] {
  const left = leftBefore(ends, topology, snapshot)
  return statusOf(topology, snapshot)
    .flows.filter(({ verdict }) => verdict !== 'stopped' && verdict !== 'not_applied')
    .map((row) => {
      const recordsLeft = left.get(row.flow) ?? 0
      const perSecond = row.records_per_second
      return {
        flow: row.flow,
        state: stateOf(row, recordsLeft),
        recordsLeft,
        lagRecords: row.lag_records,
        recordsPerSecond: perSecond,
        etaSeconds: perSecond > 0 ? Math.ceil(recordsLeft / perSecond) : null,
        message: row.agents.find(({ live, message }) => live && message !== null)?.message ?? null,
      }
    })
}

function stateOf(row: FlowStatusRow, recordsLeft: number): ConvergenceState {
  if (row.state === 'paused') return 'paused'
  const live = row.agents.filter((agent) => agent.live)
  const working = live.filter(isAtWork)
  if (working.length === 0) {
    // A report on the spec that was replaced says nothing of the one that is applied.
    if (live.some(({ state, in_force }) => in_force && state === 'failed')) return 'failed'
    return live.some(({ state }) => state !== 'failed') ? 'starting' : 'no_agent'
  }
  if (row.halted > 0 || working.some(({ halted }) => halted > 0)) return 'halted'
  if (working.some(({ in_force, state }) => !in_force || state !== 'running')) return 'starting'
  return recordsLeft > 0 ? 'copying' : 'converged'
}

function isAtWork({ state }: AgentStatusRow): boolean {
  return state === 'running' || state === 'starting' || state === 'draining'
}
