// Every pair of source topic and remote topic, with the remote topic as it will be. A remote topic may itself be
// the source of another flow, so topics are foreseen until nothing moves any more: one plan settles a whole
// chain of flows, and the plan after apply is empty.

import assert from 'node:assert/strict'
import type { ClusterSnapshot, TopicSnapshot } from '../live/snapshot.ts'
import { likelyTopics, type NameIndex, nameIndex } from '../mirror/name-index.ts'
import { heartbeatsTopic, isHeartbeatsTopic } from '../mirror/naming.ts'
import { oncePer } from '../std/once-per.ts'
import { alongChains } from './along-chains.ts'
import { sameValue } from './canonical.ts'
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
type World = ReadonlyMap<string, Topics>

interface Topics {
  readonly byName: Map<string, PlannedTopic>
  /** Which flow foresaw a topic, by its place: of several the last speaks for it, as rows come in that order. */
  readonly foreseenBy: Map<string, number>
  /** Undefined once a topic has joined. */
  index: NameIndex | undefined
}

/** Answers by flow name, then topic. */
export function foresee(view: PlanView): Outlook {
  const world = worldOf(view)
  const carriers = carryHeartbeats(view)
  const places = new Map(view.flows.map((flow, place) => [flow, place]))
  const brought = alongChains(view.flows, {
    find: (flow) =>
      flowRoutes(flow, topicsOf(world, flow.source)).filter(
        ({ source }) => carriers.has(flow) || !isHeartbeatsTopic(flow.spec, source.name),
      ),
    settle: (flow, routes) => settle(topicsOf(world, flow.target), routes, places.get(flow) ?? 0),
  })
  return { view, routes: brought.flatMap(({ brought: routes }) => routes) }
}

function worldOf(view: PlanView): World {
  const world = new Map<string, Topics>()
  for (const cluster of view.snapshot.clusters.values()) {
    const topics = [...cluster.topics.values()].map((topic): [string, PlannedTopic] => [
      topic.name,
      {
        name: topic.name,
        partitions: topic.partitions.length,
        configs: configEntries(topic.configs),
      },
    ])
    const known = { byName: new Map(topics), foreseenBy: new Map(), index: undefined }
    world.set(cluster.description.clusterId, known)
  }
  for (const { cluster, topic } of missingInternalTopics(view)) {
    if (topic !== heartbeatsTopic) continue
    const inherited = view.inheritedBy(cluster)
    const configs = createdConfigs(inherited, { 'cleanup.policy': 'compact' })
    topicsOf(world, cluster).byName.set(topic, { name: topic, partitions: 1, configs })
  }
  return world
}

function flowRoutes(flow: FlowView, sources: Topics): Route[] {
  sources.index ??= nameIndex(sources.byName.keys())
  return likelyTopics(sources.index, flow.spec.topics.include).flatMap((name) => {
    const source = sources.byName.get(name)
    const { replicated, remoteTopic } = flow.selectTopic(name)
    if (source === undefined || !replicated) return []
    const before = flow.target.topics.get(remoteTopic)
    const { configs, kept, steps } = plannedConfigs(flow, source.configs, before)
    const after = {
      name: remoteTopic,
      partitions: Math.max(source.partitions, before?.partitions.length ?? 0),
      configs,
    }
    const sourceLive = flow.source.topics.get(name)
    return [{ flow, source, sourceLive, before, after, kept, steps }]
  })
}

/** Brings the remote topics into the world; false when it already was as they say. */
function settle(topics: Topics, routes: readonly Route[], place: number): boolean {
  const { byName, foreseenBy } = topics
  let moved = false
  for (const { after } of routes) {
    const { name } = after
    if ((foreseenBy.get(name) ?? 0) > place) continue
    foreseenBy.set(name, place)
    const known = byName.get(name)
    if (known !== undefined && sameTopic(known, after)) continue
    byName.set(name, after)
    if (known === undefined) topics.index = undefined
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

function topicsOf(world: World, { name, description }: ClusterSnapshot): Topics {
  const topics = world.get(description.clusterId)
  assert(topics !== undefined, `the snapshot lacks cluster ${name}`)
  return topics
}

export interface FlowRoutes {
  readonly flow: FlowView
  readonly routes: readonly Route[]
}

/** Every flow, by name, with its routes: flows without any are in it too. */
export const routesByFlow = oncePer(({ view, routes }: Outlook): readonly FlowRoutes[] => {
  const byFlow = Map.groupBy(routes, ({ flow }) => flow)
  return view.flows.map((flow) => ({ flow, routes: byFlow.get(flow) ?? [] }))
})
