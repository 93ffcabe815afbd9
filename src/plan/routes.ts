// Every pair of source topic and remote topic, with the remote topic as it will be. A remote topic may itself be
// the source of another flow, so topics are foreseen until nothing moves any more: one plan settles a whole
// chain of flows, and the plan after apply is empty.

import type { ClusterSnapshot, TopicSnapshot } from '../live/snapshot.ts'
import { heartbeatsTopic, isHeartbeatsTopic } from '../mirror/naming.ts'
import { byText, sameValue } from './canonical.ts'
import type { KeptConfig } from './config-guard.ts'
import { carryHeartbeats } from './heartbeats.ts'
import { type ConfigEntries, configEntries } from './inherited-configs.ts'
import { missingInternalTopics } from './internal-topics.ts'
import { createdConfigs, explicitConfigs, plannedConfigs } from './planned-configs.ts'
import type { RetentionStep } from './retention-steps.ts'
import type { FlowView, PlanView } from './view.ts'

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
  const carriers = carryHeartbeats(view)
  let routes = allRoutes(view, world, carriers)
  // Each round settles at least one more hop, so a loop that slipped through ends too.
  for (const _ of view.flows) {
    if (!settle(world, routes)) break
    routes = allRoutes(view, world, carriers)
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

function allRoutes(view: PlanView, world: World, carriers: ReadonlySet<FlowView>): Route[] {
  return view.flows.flatMap((flow) =>
    flowRoutes(flow, world).filter(
      ({ source }) => carriers.has(flow) || !isHeartbeatsTopic(flow.spec, source.name),
    ),
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
