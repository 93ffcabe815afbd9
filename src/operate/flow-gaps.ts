// The gaps of one flow, as agents recorded them in the control topic of its target.

import { StraitError } from '../errors/strait-error.ts'
import type { Snapshot } from '../live/snapshot.ts'
import { type GapEntry, identityOf } from '../mirror/control.ts'
import { notAppliedYet } from '../render/not-applied.ts'
import { type GapsDocument, statusVersion } from '../render/status-document.ts'
import type { Topology } from '../topology/model.ts'
import { appliedFlows } from './applied-outlook.ts'
import { unknownFlow } from './unknown-flow.ts'

/** By topic, partition and offset. Throws ST550 for a flow that was never applied, with the next step for a declared one. */
export function gapsOf(topology: Topology, snapshot: Snapshot, flow: string): GapsDocument {
  const applied = appliedFlows(topology, snapshot)
  const entry = applied.get(flow)
  if (entry === undefined && Object.hasOwn(topology.flows, flow))
    throw new StraitError('ST550', `flow "${flow}" is ${notAppliedYet}`, { facts: { flow } })
  if (entry === undefined) throw unknownFlow(flow, [...applied.keys()], 'what is applied')
  const control = snapshot.clusters.get(entry.spec.target)?.control ?? []
  const gaps = control.filter((one): one is GapEntry => one.kind === 'gap' && one.flow === identityOf(entry))
  return {
    format_version: statusVersion,
    taken_at: new Date(snapshot.takenAtMs).toISOString(),
    flow,
    gaps: gaps
      .map(({ topic, partition, start, end, reason, action, at }) => ({
        topic,
        partition,
        start,
        end,
        reason,
        action,
        at,
      }))
      .sort(byPlace),
  }
}

type Gap = GapsDocument['gaps'][number]

function byPlace(one: Gap, other: Gap): number {
  if (one.topic !== other.topic) return one.topic < other.topic ? -1 : 1
  return one.partition - other.partition || one.start - other.start
}
