// Whether what was applied is in force: agents run the applied spec, and the copies have come to where the sources
// ended when someone asked. Judged by log ends, offset maps and agents' reports, never by one of them alone.

import { type CodeRow, codes } from '../errors/codes.ts'
import type { Snapshot } from '../live/snapshot.ts'
import type { AgentStatusRow, FlowStatusRow } from '../render/status-document.ts'
import type { Topology } from '../topology/model.ts'
import { type Ends, leftBefore } from './caught-up.ts'
import { gaveUp, isAtWork, isHeldUp, statusOf } from './flow-status.ts'

/**
 * `starting`: no agent runs the applied spec yet · `waiting`: partitions cannot go on until something is mended ·
 * `halted`, `failed`: it will not converge by itself ·
 * `paused`: nothing is to be waited for.
 */
export type ConvergenceState =
  | 'converged'
  | 'copying'
  | 'waiting'
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
  /** What it waits for does not come back by itself: a right, a login, another cluster. */
  readonly needsPerson: boolean
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
        message: messageOf(row),
        needsPerson: row.agents.filter(isHeldUp).some(needsPerson),
      }
    })
}

function messageOf({ agents }: FlowStatusRow): string | null {
  const isAbout = agents.some(isAtWork) ? isAtWork : gaveUp
  return agents.find((agent) => isAbout(agent) && agent.message !== null)?.message ?? null
}

function needsPerson({ live, state, troubles }: AgentStatusRow): boolean {
  const inTheWay = troubles.filter(({ partitions }) => partitions > 0 || state === 'starting')
  return live && inTheWay.some(({ code }) => code !== null && rows[code]?.retry === 'never')
}

const rows: Readonly<Record<string, CodeRow>> = codes

function stateOf(row: FlowStatusRow, recordsLeft: number): ConvergenceState {
  if (row.state === 'paused') return 'paused'
  const working = row.agents.filter(isAtWork)
  if (working.length === 0) return row.agents.some(gaveUp) ? 'failed' : 'no_agent'
  if (row.halted > 0 || working.some(({ halted }) => halted > 0)) return 'halted'
  if (working.some(isHeldUp)) return 'waiting'
  if (working.some(({ in_force, state }) => !in_force || state !== 'running')) return 'starting'
  return recordsLeft > 0 ? 'copying' : 'converged'
}
