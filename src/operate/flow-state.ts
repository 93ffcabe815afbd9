// Pausing and resuming an applied flow: its entry in the control topic is written again with another state.
// Positions stay where they are, so a resumed flow goes on at the very next record.

import { Lease } from '../apply/lease.ts'
import { StraitError } from '../errors/strait-error.ts'
import type { Cluster } from '../kafka/cluster.ts'
import { readIfThere } from '../live/read-if-there.ts'
import { claimOn, type TopologyNames, topologyTitle } from '../mirror/claims.ts'
import { controlRecord, controlTopic, type FlowEntry, foldControl } from '../mirror/control.ts'

export interface StateChange {
  readonly flow: string
  readonly state: 'running' | 'paused'
  /** The topology that speaks. */
  readonly topology: TopologyNames
  /** Who changes it: distinct for every process. */
  readonly holder: string
}

/**
 * Answers the entry as it is now, and whether that is news. Throws ST550 for a flow that is not applied here, ST460 for
 * another topology's.
 */
export async function setFlowState(
  target: Cluster,
  { flow, state, topology, holder }: StateChange,
): Promise<{ readonly entry: FlowEntry; readonly changed: boolean }> {
  const standing = await appliedFlow(target, flow, topology)
  if (standing.state === state) return { entry: standing, changed: false }
  const lease = await Lease.take({
    cluster: target,
    holder,
    topology: topology.name,
    operation: `${state === 'paused' ? 'pause' : 'resume'} ${flow}`,
  })
  try {
    // Read again under the lease: an apply may have written the flow in between.
    const entry: FlowEntry = { ...(await appliedFlow(target, flow, topology)), state }
    await target.append(controlTopic, [controlRecord(entry)], lease.fence)
    return { entry, changed: true }
  } finally {
    await lease.release(true)
  }
}

async function appliedFlow(target: Cluster, flow: string, topology: TopologyNames): Promise<FlowEntry> {
  const entries = foldControl(await readIfThere(target, controlTopic))
  const entry = entries.find((one) => one.kind === 'flow' && one.name === flow && one.state !== 'stopped')
  if (entry?.kind === 'flow' && claimOn(entry.topology, topology) === 'foreign') {
    throw new StraitError(
      'ST460',
      `flow "${flow}" on cluster "${target.name}" belongs to ${topologyTitle(entry.topology)}; speak to it from there`,
      { facts: { flow, cluster: target.name, topology: entry.topology ?? '' } },
    )
  }
  if (entry?.kind === 'flow') return entry
  throw new StraitError(
    'ST550',
    `flow "${flow}" is not applied on cluster "${target.name}"; apply it first`,
    {
      facts: { flow, cluster: target.name },
    },
  )
}
