// What the control topics say that Strait made: topics, internal topics, ACLs and what it committed for groups, each
// with the flow it was made for. The address is read without its cluster's name, because the entry stands on that very cluster and clusters
// may be renamed.

import type { ClusterSnapshot, Snapshot } from '../live/snapshot.ts'
import { claimOn } from '../mirror/claims.ts'
import { type FlowEntry, identityOf, type ManagedEntry } from '../mirror/control.ts'
import { type ManagedAddress, managedTopics, parseAddress } from '../mirror/managed-address.ts'
import { oncePer } from '../std/once-per.ts'
import { byText } from './canonical.ts'
import type { PlanView } from './view.ts'

export interface ManagedThing extends ManagedAddress {
  readonly cluster: ClusterSnapshot
  readonly entry: ManagedEntry
  /** The flow that it was made for, as it was applied; undefined where no entry is left of it. */
  readonly owner: FlowEntry | undefined
  /** Whose it is, by the name of the topology: its flow's, or else the one that made it. */
  readonly topology: string | undefined
}

/** By cluster and address. Two names of one cluster show the same control topic: it is read once. */
export const managedThings = oncePer((snapshot: Snapshot): readonly ManagedThing[] => {
  const clusters = [...snapshot.clusters.values()].sort((one, other) => byText(one.name, other.name))
  const seen = new Set<string>()
  return clusters.flatMap((cluster) => {
    const { clusterId } = cluster.description
    if (seen.has(clusterId)) return []
    seen.add(clusterId)
    return managedOn(cluster).sort((one, other) => byText(one.entry.address, other.entry.address))
  })
})

/** Whether a thing is the topology's own, or comes with a flow that it takes over. */
export function isOurThing(
  { owner, topology: bears }: ManagedThing,
  { topology, claimed }: Pick<PlanView, 'topology' | 'claimed'>,
): boolean {
  if (owner !== undefined) return claimed.has(owner)
  return claimOn(bears, topology) === 'own'
}

const entriesByAddress = oncePer(
  ({ control }: ClusterSnapshot) =>
    new Map(control.flatMap((entry) => (entry.kind === 'managed' ? [[entry.address, entry] as const] : []))),
)

/** The entry that lives under exactly this address. */
export function managedAt(cluster: ClusterSnapshot, address: string): ManagedEntry | undefined {
  return entriesByAddress(cluster).get(address)
}

const entriesByTopic = oncePer(({ control }: ClusterSnapshot) => managedTopics(control))

/** The entry of a topic, whatever the cluster was called when it was written. */
export function managedTopic(cluster: ClusterSnapshot, topic: string): ManagedEntry | undefined {
  return entriesByTopic(cluster).get(topic)
}

function managedOn(cluster: ClusterSnapshot): ManagedThing[] {
  const owners = new Map(
    cluster.control.flatMap((entry) =>
      entry.kind === 'flow' && entry.movedTo === undefined ? [[identityOf(entry), entry] as const] : [],
    ),
  )
  return cluster.control.flatMap((entry) => {
    if (entry.kind !== 'managed') return []
    const parsed = parseAddress(entry.address)
    if (parsed === undefined) return []
    const owner = owners.get(entry.flow)
    return [
      { ...parsed, cluster, entry, owner, topology: owner === undefined ? entry.topology : owner.topology },
    ]
  })
}
