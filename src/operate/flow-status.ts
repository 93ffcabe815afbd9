// How every flow is: what was applied, what agents say of it, and what is left to copy by log ends and offset
// maps. The figures of the copy are read from the clusters, never taken from an agent's word.

import type { Snapshot } from '../live/snapshot.ts'
import { type AgentEntry, type ControlEntry, type FlowEntry, identityOf } from '../mirror/control.ts'
import { specHash } from '../mirror/spec-hash.ts'
import { appliedByTopology } from '../plan/applied-flows.ts'
import { byText, sameValue } from '../plan/canonical.ts'
import { remainingOf, sumOf } from '../plan/remaining.ts'
import { type Route, routesByFlow } from '../plan/routes.ts'
import {
  type AgentStatusRow,
  type FlowStatusRow,
  type StatusDocument,
  statusVersion,
  type Verdict,
} from '../render/status-document.ts'
import type { Topology } from '../topology/model.ts'
import { appliedFlows, appliedOutlook } from './applied-outlook.ts'

const agentSilenceMs = 30_000
const onItsWaySeconds = 5

/** Flows of the directory and flows that are applied, by name. */
export function statusOf(topology: Topology, snapshot: Snapshot): StatusDocument {
  const applied = appliedFlows(topology, snapshot)
  const outlook = appliedOutlook(topology, snapshot)
  const routes = new Map(routesByFlow(outlook).map(({ flow, routes }) => [flow.spec.name, routes]))
  const names = [...new Set([...Object.keys(topology.flows), ...applied.keys()])].sort()
  return {
    format_version: statusVersion,
    taken_at: new Date(snapshot.takenAtMs).toISOString(),
    flows: names.flatMap((name) => {
      const entry = applied.get(name)
      if (entry !== undefined)
        return [appliedRow(entry, { topology, snapshot, routes: routes.get(name) ?? [] })]
      const spec = topology.flows[name]
      return spec === undefined ? [] : [unappliedRow(name, spec)]
    }),
    other_topologies: otherTopologies(topology, snapshot),
  }
}

/** Flows that others applied on these clusters, by cluster and topology; stopped ones are left out. */
function otherTopologies(topology: Topology, snapshot: Snapshot): StatusDocument['other_topologies'] {
  const running = appliedByTopology(topology, snapshot).others.filter(
    ({ entry }) => entry.state !== 'stopped',
  )
  const alike = Map.groupBy(running, ({ target, entry }) => JSON.stringify([target.name, entry.topology]))
  return [...alike]
    .sort(([one], [other]) => byText(one, other))
    .flatMap(([, flows]) => {
      const [first] = flows
      if (first === undefined) return []
      return [
        {
          cluster: first.target.name,
          topology: first.entry.topology ?? null,
          flows: flows.map(({ entry }) => entry.name),
        },
      ]
    })
}

interface Around {
  readonly topology: Topology
  readonly snapshot: Snapshot
  readonly routes: readonly Route[]
}

function appliedRow(entry: FlowEntry, { topology, snapshot, routes }: Around): FlowStatusRow {
  const control = snapshot.clusters.get(entry.spec.target)?.control ?? []
  const agents = agentsOf(control, entry, snapshot.takenAtMs)
  const live = agents.filter((agent) => agent.live)
  const left = sumOf(routes.map((route) => remainingOf(route, entry.initialTopics ?? {})))
  const gaps = control.filter((one) => one.kind === 'gap' && one.flow === identityOf(entry))
  const halted = gaps.filter((gap) => gap.kind === 'gap' && gap.action === 'halted').length
  const wanted = topology.flows[entry.name]
  return {
    flow: entry.name,
    topology: entry.topology ?? null,
    source: entry.spec.source,
    target: entry.spec.target,
    verdict: verdictOf(entry, agents, { lagRecords: left.records, halted }),
    state: entry.state,
    changed:
      entry.state === 'stopped'
        ? wanted !== undefined
        : !sameValue(wanted, entry.spec) || entry.topology !== topology.name,
    applied_at: entry.appliedAt,
    revision: entry.revision,
    topics: routes.length,
    partitions: routes.reduce((sum, { source }) => sum + source.partitions, 0),
    lag_records: left.records,
    lag_bytes: left.bytes,
    records_per_second: live.reduce((sum, agent) => sum + agent.records_per_second, 0),
    bytes_per_second: live.reduce((sum, agent) => sum + agent.bytes_per_second, 0),
    gaps: gaps.length,
    halted,
    waiting: live.reduce((sum, agent) => sum + agent.waiting, 0),
    agents,
  }
}

function verdictOf(
  { state }: FlowEntry,
  agents: readonly AgentStatusRow[],
  { lagRecords, halted }: { readonly lagRecords: number; readonly halted: number },
): Verdict {
  if (state !== 'running') return state
  const live = agents.filter(isAtWork)
  // What an agent said last stays true after its process ended, until another runs the flow or it is applied anew.
  if (live.length === 0) return agents.some(gaveUp) ? 'failed' : 'no_agent'
  if (halted > 0 || live.some((agent) => agent.halted > 0)) return 'halted'
  if (live.some(isHeldUp)) return 'waiting'
  // A busy source is never without lag: what is on its way for a moment counts as copied.
  const perSecond = live.reduce((sum, agent) => sum + agent.records_per_second, 0)
  return lagRecords <= perSecond * onItsWaySeconds ? 'ok' : 'copying'
}

/** Whether an agent runs the flow, or is about to. */
export function isAtWork({ live, state }: AgentStatusRow): boolean {
  return live && (state === 'running' || state === 'starting' || state === 'draining' || state === 'fenced')
}

/** Whether it ended with a reason, on the spec that is applied. */
export function gaveUp({ state, in_force }: AgentStatusRow): boolean {
  return state === 'failed' && in_force
}

/** Whether something outside keeps partitions, or its start, from going on. */
export function isHeldUp({ state, waiting, message }: AgentStatusRow): boolean {
  return waiting > 0 || (state === 'starting' && message !== null)
}

function agentsOf(
  control: readonly ControlEntry[],
  { name: flow, spec }: FlowEntry,
  nowMs: number,
): AgentStatusRow[] {
  const applied = specHash(spec)
  return control
    .filter((entry): entry is AgentEntry => entry.kind === 'agent' && entry.flow === flow)
    .sort((one, other) => (one.agent < other.agent ? -1 : 1))
    .map((entry) => ({
      agent: entry.agent,
      state: entry.state,
      // A report that is dated in the future was written by a clock that is ahead: it is no old one.
      live: entry.state !== 'stopped' && nowMs - Date.parse(entry.at) <= agentSilenceMs,
      in_force: entry.specHash === applied,
      at: entry.at,
      message: entry.message,
      partitions: entry.partitions,
      halted: entry.halted,
      waiting: entry.waiting,
      troubles: entry.troubles.map((trouble) => ({ ...trouble })),
      records_total: entry.recordsTotal,
      bytes_total: entry.bytesTotal,
      bytes_untouched: entry.bytesUntouched,
      records_per_second: entry.recordsPerSecond,
      bytes_per_second: entry.bytesPerSecond,
    }))
}

function unappliedRow(
  flow: string,
  spec: { readonly source: string; readonly target: string },
): FlowStatusRow {
  return {
    flow,
    topology: null,
    source: spec.source,
    target: spec.target,
    verdict: 'not_applied',
    state: null,
    changed: true,
    applied_at: null,
    revision: null,
    topics: 0,
    partitions: 0,
    lag_records: 0,
    lag_bytes: 0,
    records_per_second: 0,
    bytes_per_second: 0,
    gaps: 0,
    halted: 0,
    waiting: 0,
    agents: [],
  }
}
