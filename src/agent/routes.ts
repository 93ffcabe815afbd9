// What a flow copies now: its source topics by filter and naming, the remote topics they go to (created and grown
// here when they appear after the apply), and who leads each partition on both sides.

import type { Cluster, TopicDescription } from '../kafka/cluster.ts'
import { configFilter, configsToCreate } from '../mirror/config-sync.ts'
import { isHeartbeatsTopic, remoteTopic as remoteTopicName } from '../mirror/naming.ts'
import { topicSelector } from '../mirror/selection.ts'
import type { FlowSpec } from '../topology/model.ts'
import type { CopyRoute } from './partition-copy.ts'

export interface RoutesOptions {
  readonly spec: FlowSpec
  readonly carriesHeartbeats: boolean
  readonly source: Cluster
  readonly target: Cluster
  /** One topic could not be created or grown; the rest goes on and the next refresh tries again. */
  trouble(error: unknown, what: string): void
}

export function routeKey(topic: string, partition: number): string {
  return `${topic}/${partition}`
}

export class Routes {
  readonly #options: RoutesOptions
  #routes = new Map<string, CopyRoute>()
  #sourceLeaders = new Map<string, number>()
  #targetLeaders = new Map<string, number>()
  #refreshing: Promise<void> | undefined
  /** Remote topics that were there once: one that vanishes is for a plan to show, not for us to make anew. */
  readonly #seen = new Set<string>()
  #vanished = new Set<string>()

  constructor(options: RoutesOptions) {
    this.#options = options
  }

  /** By `routeKey` of the source's topic. */
  get all(): ReadonlyMap<string, CopyRoute> {
    return this.#routes
  }

  /** Undefined while there is none. */
  sourceLeader(route: CopyRoute): number | undefined {
    return this.#sourceLeaders.get(routeKey(route.topic, route.partition))
  }

  targetLeader(topic: string, partition: number): number | undefined {
    return this.#targetLeaders.get(routeKey(topic, partition))
  }

  /** Whether a remote topic was there before and is not any more. */
  hasVanished(remoteTopic: string): boolean {
    return this.#vanished.has(remoteTopic)
  }

  /** Reads both clusters again; calls that overlap share one reading. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#read().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  async #read(): Promise<void> {
    const { spec, source, target, carriesHeartbeats } = this.#options
    const [sourceTopics, targetTopics] = await Promise.all([source.topics(), target.topics()])
    const selects = topicSelector(spec)
    const selected = sourceTopics.filter(
      ({ name }) => selects(name).replicated && (carriesHeartbeats || !isHeartbeatsTopic(spec, name)),
    )
    let remote = byName(targetTopics)
    if (await this.#createMissing(selected, remote)) remote = byName(await target.topics())
    const routes = new Map<string, CopyRoute>()
    const vanished = new Set<string>()
    for (const topic of selected) {
      const name = remoteTopicName(spec, topic.name)
      const remoteTopic = remote.get(name)
      if (remoteTopic !== undefined) this.#seen.add(name)
      else if (this.#seen.has(name)) vanished.add(name)
      for (const route of routesOf(topic, remoteTopic))
        routes.set(routeKey(route.topic, route.partition), route)
    }
    this.#routes = routes
    this.#vanished = vanished
    this.#sourceLeaders = leadersOf(selected)
    this.#targetLeaders = leadersOf(remote.values())
  }

  /** Whether anything was created or grown. */
  async #createMissing(
    selected: readonly TopicDescription[],
    remote: ReadonlyMap<string, TopicDescription>,
  ): Promise<boolean> {
    const { spec, source, target } = this.#options
    const missing = selected.filter((topic) => {
      const name = remoteTopicName(spec, topic.name)
      return !remote.has(name) && !this.#seen.has(name)
    })
    const short = selected.filter((topic) => {
      const count = remote.get(remoteTopicName(spec, topic.name))?.partitions.length
      return count !== undefined && count < topic.partitions.length
    })
    if (missing.length + short.length === 0) return false
    const travels = configFilter(spec.configs.exclude)
    const configs = await source.topicConfigs(missing.map((topic) => topic.name))
    const created = await target.createTopics(
      missing.map((topic) => ({
        name: remoteTopicName(spec, topic.name),
        partitions: topic.partitions.length,
        replicationFactor: spec.replicationFactor,
        configs: configsToCreate(configs.get(topic.name) ?? [], travels),
      })),
    )
    const grown = await target.createPartitions(
      short.map((topic) => ({
        name: remoteTopicName(spec, topic.name),
        partitions: topic.partitions.length,
      })),
    )
    for (const { item, error } of [...created, ...grown]) {
      if (error !== undefined) this.#options.trouble(error, `remote topic ${item}`)
    }
    return true
  }
}

function routesOf(topic: TopicDescription, remote: TopicDescription | undefined): CopyRoute[] {
  if (remote === undefined) return []
  return topic.partitions.slice(0, remote.partitions.length).map((_, partition) => ({
    topic: topic.name,
    topicId: topic.id,
    partition,
    remoteTopic: remote.name,
    remoteTopicId: remote.id,
  }))
}

function byName(topics: readonly TopicDescription[]): Map<string, TopicDescription> {
  return new Map(topics.map((topic) => [topic.name, topic]))
}

function leadersOf(topics: Iterable<TopicDescription>): Map<string, number> {
  const leaders = new Map<string, number>()
  for (const topic of topics) {
    for (const [partition, { leader }] of topic.partitions.entries()) {
      if (leader >= 0) leaders.set(routeKey(topic.name, partition), leader)
    }
  }
  return leaders
}
