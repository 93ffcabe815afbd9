// Topology and snapshot brought together, flow by flow: what a flow is to be, what was applied of it, and its
// filters compiled once. Everything after this asks the view and never searches the snapshot again.

import assert from 'node:assert/strict'
import type { MirrorMakerState } from '../live/mirror-maker-state.ts'
import type { ClusterSnapshot, Snapshot } from '../live/snapshot.ts'
import { configFilter } from '../mirror/config-sync.ts'
import { type AgentEntry, type FlowEntry, identityOf, type Revision } from '../mirror/control.ts'
import { type GroupVerdict, groupSelector, type TopicVerdict, topicSelector } from '../mirror/selection.ts'
import { listAt } from '../std/list-at.ts'
import { oncePer } from '../std/once-per.ts'
import type { FlowSpec, Topology } from '../topology/model.ts'
import { type AppliedFlow, appliedByTopology, type ForeignFlow } from './applied-flows.ts'
import { byText, sameValue } from './canonical.ts'
import { formerNames } from './former-names.ts'
import { type ConfigEntries, inheritedConfigs } from './inherited-configs.ts'
import { isHeld } from './protection.ts'
import { type FlowTitles, flowTitles } from './titles.ts'

export interface FlowView {
  readonly spec: FlowSpec
  /** What Kafka knows the flow by: its first name, whatever it is called now. */
  readonly identity: string
  readonly source: ClusterSnapshot
  readonly target: ClusterSnapshot
  /** What the target's control topic holds, running, paused or stopped. */
  readonly applied: AppliedFlow | undefined
  /** The name it was applied under, when that is another one: it moved since. */
  readonly formerName: string | undefined
  /** The topology that it joins this one from; `null` is the one without a name, undefined where it was this one's. */
  readonly formerTopology: string | null | undefined
  /** Where the flow still runs, when that is not the target: it was given another target since. */
  readonly elsewhere: AppliedFlow | undefined
  /** Runs (or is paused) on the target as it is configured. */
  readonly unchanged: boolean
  /** What MirrorMaker left, where the flow goes on where it stopped. */
  readonly mirrorMaker: MirrorMakerState | undefined
  /** An agent reported on it shortly before the snapshot. */
  readonly agentIsLive: boolean
  readonly selectTopic: (topic: string) => TopicVerdict
  readonly selectGroup: (groupId: string) => GroupVerdict
  readonly configTravels: (name: string) => boolean
  /** Whether a config that only the target sets may be unset. */
  readonly deletesConfigs: boolean
  /** What a topic of the target has where nothing is set on it. */
  readonly targetInherits: ConfigEntries
  /** What it and its clusters are called before people. */
  readonly titles: FlowTitles
}

export interface PlanView {
  readonly topology: Topology
  readonly snapshot: Snapshot
  /** Of what is planned. */
  readonly revision: Pick<Revision, 'commit'>
  /** By name. */
  readonly flows: readonly FlowView[]
  /** Flows that run and are not in the configuration. */
  readonly leftOver: readonly AppliedFlow[]
  /** Those of them that a guard keeps going. */
  readonly held: readonly AppliedFlow[]
  /** Entries of flows that are this topology's own, or that it takes over. */
  readonly claimed: ReadonlySet<FlowEntry>
  /** Flows of other topologies on these clusters. */
  readonly others: readonly ForeignFlow[]
  /** Consumer groups with commits on a topic, by cluster id and topic. */
  readonly groupsOn: (cluster: ClusterSnapshot, topic: string) => readonly string[]
  /** What a topic of the cluster has where nothing is set on it. */
  readonly inheritedBy: (cluster: ClusterSnapshot) => ConfigEntries
}

/** An agent that has not reported for so long is not counted on. */
const agentSilenceMs = 30_000

/** Every cluster that a flow names must be in the snapshot. */
export function viewOf(
  topology: Topology,
  snapshot: Snapshot,
  revision: PlanView['revision'] = { commit: null },
): PlanView {
  const { ours: running, others } = appliedByTopology(topology, snapshot)
  const groupIndex = indexGroups(snapshot)
  const byName = Map.groupBy(running, ({ entry }) => entry.name)
  const inherited = inheritedConfigs(snapshot)
  const inheritedBy = (cluster: ClusterSnapshot): ConfigEntries =>
    inherited.get(cluster.description.clusterId) ?? new Map()
  const flows = Object.values(topology.flows)
    .sort((one, other) => byText(one.name, other.name))
    .map((spec) => flowView(spec, { topology, snapshot, running: byName, inheritedBy }))
  const goesOn = new Set(flows.flatMap(({ applied, elsewhere }) => [applied?.entry, elsewhere?.entry]))
  const leftOver = running.filter(
    ({ entry }) =>
      entry.state !== 'stopped' && !goesOn.has(entry) && !Object.hasOwn(topology.flows, entry.name),
  )
  return {
    topology,
    snapshot,
    revision,
    flows,
    inheritedBy,
    leftOver,
    claimed: new Set(running.map(({ entry }) => entry)),
    others,
    held: leftOver.filter(({ entry }) => isHeld(entry, topology, revision)),
    groupsOn: (cluster, topic) => groupIndex.get(cluster.description.clusterId)?.get(topic) ?? [],
  }
}

export function clusterIn(snapshot: Snapshot, name: string): ClusterSnapshot {
  const cluster = snapshot.clusters.get(name)
  assert(cluster !== undefined, `the snapshot lacks cluster ${name}`)
  return cluster
}

/** Whether two names stand for the same brokers. */
export function isSameCluster(one: ClusterSnapshot, other: ClusterSnapshot): boolean {
  return one.description.clusterId === other.description.clusterId
}

/** For a row: the identity where it is not the name. */
export function identityFields({ identity, spec }: FlowView): { identity?: string } {
  return identity === spec.name ? {} : { identity }
}

/** What agents say of the flow in its target's control topic. */
export function agentsOf({ spec, target }: FlowView): readonly AgentEntry[] {
  return agentsByFlow(target).get(spec.name) ?? []
}

const agentsByFlow = oncePer(({ control }: ClusterSnapshot) =>
  Map.groupBy(
    control.filter((entry) => entry.kind === 'agent'),
    ({ flow }) => flow,
  ),
)

interface Surroundings extends Pick<PlanView, 'topology' | 'snapshot' | 'inheritedBy'> {
  /** By the name that the entry bears. */
  readonly running: ReadonlyMap<string, readonly AppliedFlow[]>
}

function flowView(spec: FlowSpec, surroundings: Surroundings): FlowView {
  const { topology, snapshot, inheritedBy, running } = surroundings
  const source = clusterIn(snapshot, spec.source)
  const target = clusterIn(snapshot, spec.target)
  const own = appliedAs(spec.name, topology, running)
  const isHere = ({ cluster }: AppliedFlow): boolean => isSameCluster(clusterIn(snapshot, cluster), target)
  const applied = own.find(isHere)
  const elsewhere = own.find((flow) => !isHere(flow) && flow.entry.state !== 'stopped')
  const formerName =
    applied !== undefined && applied.entry.name !== spec.name ? applied.entry.name : undefined
  const holder = applied ?? elsewhere
  const formerTopology =
    holder === undefined || holder.entry.topology === topology.name
      ? undefined
      : (holder.entry.topology ?? null)
  const flow = {
    spec,
    identity: applied === undefined ? freshIdentity(spec.name, target) : identityOf(applied.entry),
    formerName,
    formerTopology,
    source,
    target,
    applied,
    elsewhere,
    unchanged:
      applied !== undefined &&
      formerName === undefined &&
      formerTopology === undefined &&
      applied.entry.state !== 'stopped' &&
      elsewhere === undefined &&
      sameValue(applied.entry.spec, spec),
    mirrorMaker: snapshot.mirrorMaker?.get(spec.name),
    agentIsLive: false,
    selectTopic: topicSelector(spec),
    selectGroup: groupSelector(spec),
    configTravels: configFilter(spec.configs.exclude),
    deletesConfigs: topology.deletes?.configs ?? false,
    targetInherits: inheritedBy(target),
    titles: flowTitles(spec, topology),
  }
  return { ...flow, agentIsLive: agentsOf(flow).some((agent) => isLive(agent, snapshot.takenAtMs)) }
}

/**
 * The entries that speak of a flow: those under its name, or else those under the nearest name that it had before.
 * What a move left behind under a name speaks of the flow that moved, and of no later one of that name.
 */
function appliedAs(name: string, topology: Topology, running: Surroundings['running']): AppliedFlow[] {
  for (const known of [name, ...formerNames(name, topology)]) {
    const found = (running.get(known) ?? []).filter(
      ({ entry }) => entry.movedTo === undefined || entry.movedTo === name,
    )
    if (found.length > 0) return found
  }
  return []
}

/** A flow that takes the former name of another one gets an identity of its own: no name of a flow holds a dot. */
function freshIdentity(name: string, target: ClusterSnapshot): string {
  const taken = identitiesOn(target)
  let identity = name
  for (let number = 2; taken.has(identity); number++) identity = `${name}.${number}`
  return identity
}

const identitiesOn = oncePer(
  ({ control }: ClusterSnapshot) =>
    new Set(control.flatMap((entry) => (entry.kind === 'flow' ? [identityOf(entry)] : []))),
)

export function isLive(agent: AgentEntry, nowMs: number): boolean {
  const isAtWork = agent.state === 'running' || agent.state === 'starting'
  return isAtWork && Math.abs(nowMs - Date.parse(agent.at)) <= agentSilenceMs
}

function indexGroups(snapshot: Snapshot): Map<string, Map<string, string[]>> {
  const index = new Map<string, Map<string, string[]>>()
  for (const { description, groups } of snapshot.clusters.values()) {
    const byTopic = new Map<string, string[]>()
    for (const group of groups.values()) {
      for (const topic of new Set(group.offsets.map((offset) => offset.topic))) {
        listAt(byTopic, topic).push(group.groupId)
      }
    }
    for (const ids of byTopic.values()) ids.sort(byText)
    index.set(description.clusterId, byTopic)
  }
  return index
}
