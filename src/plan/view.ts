// Topology and snapshot brought together, flow by flow: what a flow is to be, what was applied of it, and its
// filters compiled once. Everything after this asks the view and never searches the snapshot again.

import assert from 'node:assert/strict'
import type { ClusterSnapshot, Snapshot } from '../live/snapshot.ts'
import { configFilter } from '../mirror/config-sync.ts'
import type { AgentEntry, FlowEntry } from '../mirror/control.ts'
import { type GroupVerdict, groupSelector, type TopicVerdict, topicSelector } from '../mirror/selection.ts'
import type { FlowSpec, Topology } from '../topology/model.ts'
import { byText, sameValue } from './canonical.ts'
import { type ConfigEntries, inheritedConfigs } from './inherited-configs.ts'

/** A flow as it stands in the control topic of one cluster. */
export interface AppliedFlow {
  /** The name of the cluster whose control topic holds it. */
  readonly cluster: string
  readonly entry: FlowEntry
}

export interface FlowView {
  readonly spec: FlowSpec
  readonly source: ClusterSnapshot
  readonly target: ClusterSnapshot
  /** What the target's control topic holds, running, paused or stopped. */
  readonly applied: AppliedFlow | undefined
  /** Where the flow still runs, when that is not the target: it was given another target since. */
  readonly elsewhere: AppliedFlow | undefined
  /** Runs (or is paused) on the target as it is configured. */
  readonly unchanged: boolean
  /** An agent reported on it shortly before the snapshot. */
  readonly agentIsLive: boolean
  readonly selectTopic: (topic: string) => TopicVerdict
  readonly selectGroup: (groupId: string) => GroupVerdict
  readonly configTravels: (name: string) => boolean
  /** What a topic of the target has where nothing is set on it. */
  readonly targetInherits: ConfigEntries
}

export interface PlanView {
  readonly topology: Topology
  readonly snapshot: Snapshot
  /** By name. */
  readonly flows: readonly FlowView[]
  /** Flows that run and are not in the configuration. */
  readonly leftOver: readonly AppliedFlow[]
  /** Consumer groups with commits on a topic, by cluster id and topic. */
  readonly groupsOn: (cluster: ClusterSnapshot, topic: string) => readonly string[]
  /** What a topic of the cluster has where nothing is set on it. */
  readonly inheritedBy: (cluster: ClusterSnapshot) => ConfigEntries
}

/** An agent that has not reported for so long is not counted on. */
const agentSilenceMs = 30_000

/** Every cluster that a flow names must be in the snapshot. */
export function viewOf(topology: Topology, snapshot: Snapshot): PlanView {
  const running = appliedFlows(snapshot)
  const groupIndex = indexGroups(snapshot)
  const inherited = inheritedConfigs(snapshot)
  const inheritedBy = (cluster: ClusterSnapshot): ConfigEntries =>
    inherited.get(cluster.description.clusterId) ?? new Map()
  return {
    topology,
    snapshot,
    flows: Object.values(topology.flows)
      .sort((one, other) => byText(one.name, other.name))
      .map((spec) => flowView(spec, { snapshot, running, inheritedBy })),
    inheritedBy,
    leftOver: running.filter(
      ({ entry }) => entry.state !== 'stopped' && !Object.hasOwn(topology.flows, entry.name),
    ),
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

/** What agents say of the flow in its target's control topic. */
export function agentsOf(flow: FlowView): readonly AgentEntry[] {
  return flow.target.control.flatMap((entry) =>
    entry.kind === 'agent' && entry.flow === flow.spec.name ? [entry] : [],
  )
}

interface Surroundings extends Pick<PlanView, 'snapshot' | 'inheritedBy'> {
  readonly running: readonly AppliedFlow[]
}

function flowView(spec: FlowSpec, { snapshot, inheritedBy, running }: Surroundings): FlowView {
  const source = clusterIn(snapshot, spec.source)
  const target = clusterIn(snapshot, spec.target)
  const own = running.filter(({ entry }) => entry.name === spec.name)
  const isHere = ({ cluster }: AppliedFlow): boolean => isSameCluster(clusterIn(snapshot, cluster), target)
  const applied = own.find(isHere)
  const elsewhere = own.find((flow) => !isHere(flow) && flow.entry.state !== 'stopped')
  const flow = {
    spec,
    source,
    target,
    applied,
    elsewhere,
    unchanged:
      applied !== undefined &&
      applied.entry.state !== 'stopped' &&
      elsewhere === undefined &&
      sameValue(applied.entry.spec, spec),
    agentIsLive: false,
    selectTopic: topicSelector(spec),
    selectGroup: groupSelector(spec),
    configTravels: configFilter(spec.configs.exclude),
    targetInherits: inheritedBy(target),
  }
  return { ...flow, agentIsLive: agentsOf(flow).some((agent) => isLive(agent, snapshot.takenAtMs)) }
}

function isLive(agent: AgentEntry, nowMs: number): boolean {
  const isAtWork = agent.state === 'running' || agent.state === 'starting'
  return isAtWork && Math.abs(nowMs - Date.parse(agent.at)) <= agentSilenceMs
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

function indexGroups(snapshot: Snapshot): Map<string, Map<string, string[]>> {
  const index = new Map<string, Map<string, string[]>>()
  for (const { description, groups } of snapshot.clusters.values()) {
    const byTopic = new Map<string, string[]>()
    for (const group of groups.values()) {
      for (const topic of new Set(group.offsets.map((offset) => offset.topic))) {
        byTopic.set(topic, [...(byTopic.get(topic) ?? []), group.groupId])
      }
    }
    for (const ids of byTopic.values()) ids.sort(byText)
    index.set(description.clusterId, byTopic)
  }
  return index
}
