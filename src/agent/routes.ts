// What a flow copies now: its source topics by filter and naming, the remote topics they go to (created and grown
// here when they appear after the apply), and who leads each partition on both sides.

import { StraitError } from '../errors/strait-error.ts'
import type { TopicDescription } from '../kafka/cluster.ts'
import { errorCodes, refusal } from '../kafka/refusal.ts'
import { isHeartbeatsTopic, remoteTopic as remoteTopicName } from '../mirror/naming.ts'
import { positionsTopic } from '../mirror/positions.ts'
import { topicSelector } from '../mirror/selection.ts'
import type { FlowContext } from './flow-context.ts'
import { hiddenTopics } from './hidden-topics.ts'
import type { CopyRoute } from './partition-copy.ts'
import { reading, writing } from './patience.ts'
import { makeRemoteTopics, type RemoteTopicsOptions } from './remote-topics.ts'

export interface RoutesOptions
  extends RemoteTopicsOptions,
    Pick<FlowContext, 'entry' | 'carriesHeartbeats' | 'expectClusters'> {}

export interface PositionsTopic {
  readonly id: string
  readonly partitions: number
}

export function routeKey(topic: string, partition: number): string {
  return `${topic}/${partition}`
}

/** ST353. */
export function noLeader(cluster: string, topic: string, partition: number): StraitError {
  return new StraitError('ST353', `cluster "${cluster}": ${topic}-${partition} has no leader`)
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
  #positions: PositionsTopic | undefined
  #hiddenTold: ReadonlySet<string> = new Set()

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

  /** As of the last refresh; undefined where the topic is gone. */
  get positions(): PositionsTopic | undefined {
    return this.#positions
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
    const { spec, source, target, carriesHeartbeats, expectClusters } = this.#options
    await expectClusters()
    const [sourceTopics, targetTopics] = await Promise.all([source.topics(), target.topics()])
    const selects = topicSelector(spec)
    const selected = sourceTopics.filter(
      ({ name }) => selects(name).replicated && (carriesHeartbeats || !isHeartbeatsTopic(spec, name)),
    )
    let remote = byName(targetTopics)
    const hidden = await this.#hidden(selected, remote)
    if (await this.#makeMissing(selected, { remote, hidden })) remote = byName(await target.topics())
    const routes = new Map<string, CopyRoute>()
    const vanished = new Set<string>()
    for (const topic of selected) {
      const name = remoteTopicName(spec, topic.name)
      const remoteTopic = remote.get(name)
      if (remoteTopic !== undefined) this.#seen.add(name)
      else if (this.#seen.has(name) && !hidden.has(name)) vanished.add(name)
      for (const route of routesOf(topic, remoteTopic))
        routes.set(routeKey(route.topic, route.partition), route)
    }
    // What is only kept from us is still where it was: whoever asks for it is told of the right that is missing.
    for (const [key, route] of this.#routes) {
      if (!routes.has(key) && (hidden.has(route.topic) || hidden.has(route.remoteTopic)))
        routes.set(key, route)
    }
    const positions = remote.get(positionsTopic)
    if (positions !== undefined)
      this.#positions = { id: positions.id, partitions: positions.partitions.length }
    else if (!hidden.has(positionsTopic)) this.#positions = undefined
    this.#routes = routes
    this.#vanished = vanished
    this.#sourceLeaders = new Map([
      ...this.#leadersOfHidden(this.#sourceLeaders, hidden),
      ...leadersOf(selected),
    ])
    this.#targetLeaders = new Map([
      ...this.#leadersOfHidden(this.#targetLeaders, hidden),
      ...leadersOf(remote.values()),
    ])
  }

  *#leadersOfHidden(
    leaders: ReadonlyMap<string, number>,
    hidden: ReadonlySet<string>,
  ): Generator<[string, number]> {
    if (hidden.size === 0) return
    for (const [key, leader] of leaders)
      if (hidden.has(key.slice(0, key.lastIndexOf('/')))) yield [key, leader]
  }

  /** Topics that are in no listing although they are there, on either side; those that matter and are new are told. */
  async #hidden(
    selected: readonly TopicDescription[],
    remote: ReadonlyMap<string, TopicDescription>,
  ): Promise<Set<string>> {
    const { spec, source, target, entry, sides } = this.#options
    const listed = new Set(selected.map(({ name }) => name))
    const routed = [...this.#routes.values()].map(({ topic }) => topic)
    const selects = topicSelector(spec)
    const meant = Object.keys(entry.initialTopics ?? {}).filter((name) => selects(name).replicated)
    const unlisted = [...new Set([...routed, ...meant])].filter((name) => !listed.has(name))
    const needed = [...selected.map(({ name }) => remoteTopicName(spec, name)), positionsTopic]
    const absent = needed.filter((name) => !remote.has(name))
    const [onSource, onTarget] = await Promise.all([
      hiddenTopics(source, unlisted),
      hiddenTopics(target, absent),
    ])
    const isRouted = new Set(
      [...this.#routes.values()].flatMap(({ topic, remoteTopic }) => [topic, remoteTopic]),
    )
    const sizes = new Map([
      ...Object.entries(entry.initialTopics ?? {}),
      ...selected.map(({ name, partitions }) => [remoteTopicName(spec, name), partitions.length] as const),
    ])
    const reasons = [
      ...[...onSource].map((name) => ({
        what: `source topic ${name}`,
        name,
        ...sides.source,
        ...reading(name),
      })),
      ...[...onTarget].map((name) => ({
        what: `remote topic ${name}`,
        name,
        ...sides.target,
        ...writing(name),
      })),
    ]
    const now = new Set(reasons.map(({ what }) => what))
    for (const what of this.#hiddenTold) if (!now.has(what)) this.#options.works(what)
    for (const { what, name, ...attempt } of reasons) {
      // What was copied before has copies that wait by themselves.
      const uncopied = isRouted.has(name) ? 0 : sizes.get(name)
      this.#options.trouble(refusal(errorCodes.topicAuthorizationFailed, attempt), what, uncopied)
    }
    this.#hiddenTold = now
    return new Set([...onSource, ...onTarget])
  }

  /** Whether anything was created or grown. */
  #makeMissing(
    selected: readonly TopicDescription[],
    { remote, hidden }: { remote: ReadonlyMap<string, TopicDescription>; hidden: ReadonlySet<string> },
  ): Promise<boolean> {
    const { spec } = this.#options
    const missing = selected.filter((topic) => {
      const name = remoteTopicName(spec, topic.name)
      return !remote.has(name) && !this.#seen.has(name) && !hidden.has(name)
    })
    const short = selected.filter((topic) => {
      const count = remote.get(remoteTopicName(spec, topic.name))?.partitions.length
      return count !== undefined && count < topic.partitions.length
    })
    return makeRemoteTopics(this.#options, missing, short)
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
