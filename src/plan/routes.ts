// Every pair of source topic and remote topic, with the remote topic as it will be. A remote topic may itself be
// the source of another flow, so topics are foreseen until nothing moves any more: one plan settles a whole
// chain of flows, and the plan after apply is empty.

import type { ClusterSnapshot, TopicSnapshot } from '../live/snapshot.ts'
import { identityOf } from '../mirror/control.ts'
import { heartbeatsTopic, isHeartbeatsTopic, remoteTopic } from '../mirror/naming.ts'
import { byText, sameValue } from './canonical.ts'
import type { KeptConfig } from './config-guard.ts'
import { type ConfigEntries, configEntries } from './inherited-configs.ts'
import { missingInternalTopics } from './internal-topics.ts'
import { managedTopic } from './managed-things.ts'
import { foreignFlows } from './needed-by-others.ts'
import { createdConfigs, explicitConfigs, plannedConfigs } from './planned-configs.ts'
import type { RetentionStep } from './retention-steps.ts'
import { type FlowView, isSameCluster, type PlanView } from './view.ts'

export interface PlannedTopic {
  readonly name: string
  readonly partitions: number
  readonly configs: ConfigEntries
}

export interface Route {
  readonly flow: FlowView
  readonly source: PlannedTopic
  /** Undefined while the plan has yet to create it. */
  readonly sourceLive: TopicSnapshot | undefined
  readonly before: TopicSnapshot | undefined
  readonly after: PlannedTopic
  /** Configs of the remote topic that differ and stay, and those that come down step by step. */
  readonly kept: readonly KeptConfig[]
  readonly steps: readonly RetentionStep[]
}

/** What a plan is decided on. */
export interface Outlook {
  readonly view: PlanView
  readonly routes: readonly Route[]
}

/** By cluster id: two names of one cluster share its topics. */
type World = Map<string, Map<string, PlannedTopic>>

/** Answers by flow name, then topic. */
export function foresee(view: PlanView): Outlook {
  const world = worldOf(view)
  let routes = allRoutes(view, world)
  // Each round settles at least one more hop, so a loop that slipped through ends too.
  for (const _ of view.flows) {
    if (!settle(world, routes)) break
    routes = allRoutes(view, world)
  }
  return { view, routes }
}

function worldOf(view: PlanView): World {
  const world: World = new Map()
  for (const cluster of view.snapshot.clusters.values()) {
    const topics = [...cluster.topics.values()].map((topic): [string, PlannedTopic] => [
      topic.name,
      {
        name: topic.name,
        partitions: topic.partitions.length,
        configs: configEntries(topic.configs),
      },
    ])
    world.set(cluster.description.clusterId, new Map(topics))
  }
  for (const { cluster, topic } of missingInternalTopics(view)) {
    if (topic !== heartbeatsTopic) continue
    const inherited = view.inheritedBy(cluster)
    const configs = createdConfigs(inherited, { 'cleanup.policy': 'compact' })
    topicsOf(world, cluster).set(topic, { name: topic, partitions: 1, configs })
  }
  return world
}

function allRoutes(view: PlanView, world: World): Route[] {
  const heartbeats = new Set<string>()
  return view.flows.flatMap((flow) =>
    flowRoutes(flow, world).filter(({ source, after }) => {
      if (!isHeartbeatsTopic(flow.spec, source.name)) return true
      // Heartbeats belong to a pair of clusters: the first of its flows carries them.
      const place = JSON.stringify([flow.target.description.clusterId, after.name])
      const isFirst = !heartbeats.has(place) && !carriedByOther(flow, after.name, view)
      heartbeats.add(place)
      return isFirst
    }),
  )
}

/**
 * Whether a flow of another topology, between clusters of the same names, answers for the copy of heartbeats: the one
 * that made it, so that nothing changes hands when another flow is applied; or the first by name, as agents have it.
 */
function carriedByOther({ spec, target }: FlowView, heartbeats: string, view: PlanView): boolean {
  const sharing = foreignFlows(view).filter(
    (other) =>
      isSameCluster(other.target, target) && remoteTopic(other.entry.spec, heartbeatsTopic) === heartbeats,
  )
  const made = sharing.length === 0 ? undefined : managedTopic(target, heartbeats)
  return sharing.some(({ entry }) =>
    made === undefined ? entry.name < spec.name : identityOf(entry) === made.flow,
  )
}

function flowRoutes(flow: FlowView, world: World): Route[] {
  return [...topicsOf(world, flow.source).values()]
    .sort((one, other) => byText(one.name, other.name))
    .flatMap((source) => {
      const { replicated, remoteTopic } = flow.selectTopic(source.name)
      if (!replicated) return []
      const before = flow.target.topics.get(remoteTopic)
      const { configs, kept, steps } = plannedConfigs(flow, source.configs, before)
      const after = {
        name: remoteTopic,
        partitions: Math.max(source.partitions, before?.partitions.length ?? 0),
        configs,
      }
      const sourceLive = flow.source.topics.get(source.name)
      return [{ flow, source, sourceLive, before, after, kept, steps }]
    })
}

/** Brings the remote topics into the world; false when it already was as they say. */
function settle(world: World, routes: readonly Route[]): boolean {
  let moved = false
  for (const { flow, after } of routes) {
    const topics = topicsOf(world, flow.target)
    const known = topics.get(after.name)
    if (known !== undefined && sameTopic(known, after)) continue
    topics.set(after.name, after)
    moved = true
  }
  return moved
}

function sameTopic(one: PlannedTopic, other: PlannedTopic): boolean {
  return (
    one.partitions === other.partitions &&
    sameValue(explicitConfigs(one.configs), explicitConfigs(other.configs))
  )
}

function topicsOf(world: World, cluster: ClusterSnapshot): Map<string, PlannedTopic> {
  const topics = world.get(cluster.description.clusterId) ?? new Map<string, PlannedTopic>()
  world.set(cluster.description.clusterId, topics)
  return topics
}

/** Every flow, by name, with its routes: flows without any are in it too. */
export function routesByFlow({ view, routes }: Outlook): { flow: FlowView; routes: readonly Route[] }[] {
  const byFlow = Map.groupBy(routes, ({ flow }) => flow)
  return view.flows.map((flow) => ({ flow, routes: byFlow.get(flow) ?? [] }))
}
