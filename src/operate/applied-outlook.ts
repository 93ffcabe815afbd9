// The flows as they were applied, not as the directory has them now: what status, lag and groups are about. The
// same routes and filters as the plan's, compiled from the applied specs.

import type { Snapshot } from '../live/snapshot.ts'
import type { FlowEntry } from '../mirror/control.ts'
import { appliedByTopology } from '../plan/applied-flows.ts'
import { foresee, type Outlook } from '../plan/routes.ts'
import { viewOf } from '../plan/view.ts'
import type { Topology } from '../topology/model.ts'

/**
 * Flows that the topology applied, or is about to take over, by name: running, paused or stopped. Of a flow that moved,
 * the target's entry that is not stopped.
 */
export function appliedFlows(topology: Topology, snapshot: Snapshot): Map<string, FlowEntry> {
  const applied = new Map<string, FlowEntry>()
  for (const { entry } of appliedByTopology(topology, snapshot).ours) {
    // What a renamed flow left under its former name is no flow.
    if (entry.movedTo !== undefined) continue
    const known = applied.get(entry.name)
    if (known === undefined || known.state === 'stopped') applied.set(entry.name, entry)
  }
  return applied
}

/** Flows of the topology that nobody applied, by name. */
export function unappliedFlows(topology: Topology, snapshot: Snapshot): string[] {
  const applied = appliedFlows(topology, snapshot)
  return Object.keys(topology.flows)
    .filter((name) => !applied.has(name))
    .sort()
}

/** Applied flows whose clusters this directory does not describe are left out: they cannot be looked at from here. */
export function appliedOutlook(topology: Topology, snapshot: Snapshot): Outlook {
  const specs = [...appliedFlows(topology, snapshot).values()]
    .map(({ spec }) => spec)
    .filter(({ source, target }) => snapshot.clusters.has(source) && snapshot.clusters.has(target))
  const flows = Object.fromEntries(specs.map((spec) => [spec.name, spec]))
  return foresee(viewOf({ ...topology, flows }, snapshot))
}
