// The flows that stand in the control topics, and whose they are: this topology's, or another's that shares a cluster
// with it. Another one's flow is left alone, whatever becomes of it.

import type { ClusterSnapshot, Snapshot } from '../live/snapshot.ts'
import { claimOn } from '../mirror/claims.ts'
import type { FlowEntry } from '../mirror/control.ts'
import type { FlowSpec, Topology } from '../topology/model.ts'
import { byText } from './canonical.ts'
import { formerNames } from './former-names.ts'

/** A flow as it stands in the control topic of one cluster. */
export interface AppliedFlow {
  /** The name of the cluster whose control topic holds it. */
  readonly cluster: string
  readonly entry: FlowEntry
}

/** A flow of another topology. */
export interface ForeignFlow {
  readonly entry: FlowEntry
  /** Where it writes. */
  readonly target: ClusterSnapshot
  /** Undefined where this topology does not describe it. */
  readonly source: ClusterSnapshot | undefined
}

export interface AppliedByTopology {
  /** What this topology applied or takes over. */
  readonly ours: readonly AppliedFlow[]
  /** What others applied there; what a renamed flow left under its former name is no flow. */
  readonly others: readonly ForeignFlow[]
}

/** All by flow name. */
export function appliedByTopology(
  topology: Pick<Topology, 'name' | 'formerly' | 'flows' | 'moved' | 'removed'>,
  snapshot: Snapshot,
): AppliedByTopology {
  const isOurs = claimer(topology, snapshot)
  const { ours = [], others = [] } = Object.groupBy(appliedFlows(snapshot), (flow) =>
    isOurs(flow) ? 'ours' : 'others',
  )
  return {
    ours,
    others: others.flatMap(({ cluster, entry }) => {
      const target = snapshot.clusters.get(cluster)
      if (target === undefined || entry.movedTo !== undefined) return []
      return [{ entry, target, source: sourceOf(entry, snapshot) }]
    }),
  }
}

/**
 * What bears its name is a topology's own. A flow without a name it takes over where it declares it on that very
 * cluster, or says in so many words what becomes of it; one that another topology stopped is free to be taken.
 */
function claimer(
  topology: Pick<Topology, 'name' | 'formerly' | 'flows' | 'moved' | 'removed'>,
  snapshot: Snapshot,
): (flow: AppliedFlow) => boolean {
  const declared = new Map<string, Set<string>>()
  const idOf = (cluster: string): string => snapshot.clusters.get(cluster)?.description.clusterId ?? ''
  const declare = (name: string, { target }: FlowSpec): void => {
    declared.set(name, (declared.get(name) ?? new Set()).add(idOf(target)))
  }
  for (const spec of Object.values(topology.flows)) {
    for (const name of [spec.name, ...formerNames(spec.name, topology)]) declare(name, spec)
  }
  return ({ cluster, entry }) => {
    const claim = claimOn(entry.topology, topology)
    if (claim === 'own') return true
    const isDeclared = declared.get(entry.name)?.has(idOf(cluster)) === true
    if (claim === 'foreign') return isDeclared && entry.state === 'stopped' && entry.movedTo === undefined
    return isDeclared || topology.removed?.some(({ from }) => from === entry.name) === true
  }
}

/** By its id where that was noted; a name means what the other topology calls so. */
export function sourceOf(
  { sourceClusterId, spec }: FlowEntry,
  { clusters }: Snapshot,
): ClusterSnapshot | undefined {
  if (sourceClusterId === undefined) return clusters.get(spec.source)
  return clusters.values().find(({ description }) => description.clusterId === sourceClusterId)
}

/** By flow name. Two names of one cluster show the same control topic; the first in order speaks for both. */
function appliedFlows(snapshot: Snapshot): AppliedFlow[] {
  const seen = new Set<string>()
  const found: AppliedFlow[] = []
  const clusters = [...snapshot.clusters.values()].sort((one, other) => byText(one.name, other.name))
  for (const cluster of clusters) {
    if (seen.has(cluster.description.clusterId)) continue
    seen.add(cluster.description.clusterId)
    for (const entry of cluster.control) {
      if (entry.kind === 'flow') found.push({ cluster: cluster.name, entry })
    }
  }
  return found.sort((one, other) => byText(one.entry.name, other.entry.name))
}
