// The shards of a flow that the group gave to this agent, and the copies in them: opened and closed as the group
// says, each route of an owned shard with one copy. A shard that is closed writes nothing more, and its copies are
// gone at once; what of it is still ending is waited for by `stop`.

import type { StraitError } from '../errors/strait-error.ts'
import { type CopyEvents, type CopyRoute, PartitionCopy } from './partition-copy.ts'
import { recreated } from './proof.ts'
import { type Routes, routeKey } from './routes.ts'
import type { Shard } from './shard.ts'
import { shardOf } from './shard-of.ts'

export interface OwnedShardsHooks {
  readonly routes: Routes
  /** Throws while a shard cannot be opened. */
  open(number: number, shardCount: number): Shard
  eventsOf(shard: Shard): CopyEvents
  /** The age in ms from which records count as old; infinite where nobody is to be remembered. */
  historyAgeMs(): number
  /** The copy is closed: nothing is fetched or written for it any more. */
  closed(copy: PartitionCopy): void
  halt(copy: PartitionCopy, error: StraitError): void
}

export class OwnedShards {
  /** By `routeKey` of the source's topic. */
  readonly copies = new Map<string, PartitionCopy>()
  readonly #hooks: OwnedShardsHooks
  readonly #shards = new Map<number, Shard>()
  readonly #closing = new Set<Promise<void>>()

  constructor(hooks: OwnedShardsHooks) {
    this.#hooks = hooks
  }

  [Symbol.iterator](): Iterator<Shard> {
    return this.#shards.values()
  }

  has(shard: Shard): boolean {
    return this.#shards.get(shard.number) === shard
  }

  shardWith(copy: PartitionCopy): Shard | undefined {
    return this.#shards.values().find(({ copies }) => copies.has(copy))
  }

  /** Closes what is not among `numbers` and opens what is new. */
  assign(numbers: ReadonlySet<number>, shardCount: number): void {
    for (const [number, shard] of this.#shards) if (!numbers.has(number)) this.close(shard)
    for (const number of numbers) {
      if (!this.#shards.has(number)) this.#shards.set(number, this.#hooks.open(number, shardCount))
    }
  }

  /** Gives every route of an owned shard its copy, and tells the shards to look again. */
  adopt(shardCount: number): void {
    for (const [key, route] of this.#hooks.routes.all) {
      const shard = this.#shards.get(shardOf(route.topic, route.partition, shardCount))
      if (shard === undefined) continue
      const copy = this.copies.get(key)
      if (copy !== undefined && shard.copies.has(copy)) this.#checkIdentity(copy, route)
      else if (copy === undefined) {
        const fresh = new PartitionCopy(route, this.#hooks.eventsOf(shard), this.#hooks.historyAgeMs())
        this.copies.set(key, fresh)
        shard.add(fresh)
      }
    }
    for (const shard of this.#shards.values()) shard.start()
    for (const shard of this.#shards.values()) shard.poke()
  }

  close(shard: Shard): void {
    this.#shards.delete(shard.number)
    for (const copy of shard.copies) {
      copy.pause()
      this.#hooks.closed(copy)
      this.copies.delete(routeKey(copy.route.topic, copy.partition))
    }
    const closing = shard.stop().finally(() => this.#closing.delete(closing))
    this.#closing.add(closing)
  }

  /** What could not be stored is stored by the shard when it has proven its copies again. */
  async storePositions(): Promise<void> {
    for (const shard of this) await shard.storePositions().catch(() => undefined)
  }

  /** Ends the loops of all; the copies stay as they are. */
  async stop(): Promise<void> {
    await Promise.all([...this].map((shard) => shard.stop()))
    await Promise.all(this.#closing)
  }

  /** A topic that was deleted and made anew is another one. */
  #checkIdentity(copy: PartitionCopy, route: CopyRoute): void {
    if (copy.state === 'halted') return
    if (copy.route.topicId !== route.topicId) this.#hooks.halt(copy, recreated(route.topic, 'source'))
    else if (copy.route.remoteTopicId !== route.remoteTopicId) {
      this.#hooks.halt(copy, recreated(route.remoteTopic, 'target'))
    }
  }
}
