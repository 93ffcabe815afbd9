// Which broker leads which partition, as far as metadata told us. A guess that is out of date costs one refused
// request and a refresh, never a wrong answer: only the leader answers for a partition.

import { listAt } from '../std/list-at.ts'
import type { Brokers } from '../wire/brokers.ts'
import type { TopicMetadata } from '../wire/messages/metadata.ts'
import type { TopicPartition } from './cluster.ts'
import { errorCodes, type Missing } from './refusal.ts'

export interface Routes<Partition extends TopicPartition> {
  readonly byBroker: ReadonlyMap<number, readonly Partition[]>
  /** Partitions that no broker can be asked about. */
  readonly unrouted: readonly { readonly partition: Partition; readonly missing: Missing }[]
}

interface KnownTopic {
  readonly id: string
  /** By partition number, -1 for none; empty where there is no such topic. */
  readonly leaders: readonly number[]
  /** We may not see it. */
  readonly hidden: boolean
}

export class Leaders {
  readonly #brokers: Brokers
  readonly #known = new Map<string, KnownTopic>()

  constructor(brokers: Brokers) {
    this.#brokers = brokers
  }

  /** Remembers what an answer to a metadata request says. */
  learn(topics: readonly TopicMetadata[]): void {
    for (const { name, id, partitions, errorCode } of topics) {
      const leaders = partitions.map(({ leader }) => leader)
      this.#known.set(name, { id, leaders, hidden: errorCode === errorCodes.topicAuthorizationFailed })
    }
  }

  /** Whether the newest answer about the topic said that it is there. */
  knows(topic: string): boolean {
    return this.partitionsOf(topic).length > 0
  }

  /** As the newest answer about the topic had them; none where it was not there. */
  partitionsOf(topic: string): TopicPartition[] {
    const leaders = this.#known.get(topic)?.leaders ?? []
    return leaders.map((_, partition) => ({ topic, partition }))
  }

  /** 32 hexadecimal digits; undefined while nothing is known of the topic. */
  idOf(topic: string): string | undefined {
    return this.#known.get(topic)?.id
  }

  /**
   * Reads metadata first where a partition is unknown, and always when `fresh`; one request for all topics. So a
   * partition that comes back unrouted is missing by the newest metadata.
   */
  async route<Partition extends TopicPartition>(
    partitions: readonly Partition[],
    { fresh }: { readonly fresh: boolean },
  ): Promise<Routes<Partition>> {
    const unread = partitions.filter((partition) => fresh || this.#leaderOf(partition) === undefined)
    if (unread.length > 0) {
      const topics = new Set(unread.map(({ topic }) => topic))
      this.learn((await this.#brokers.metadata([...topics])).topics)
    }
    const byBroker = new Map<number, Partition[]>()
    const unrouted: Routes<Partition>['unrouted'][number][] = []
    for (const partition of partitions) {
      const leader = this.#leaderOf(partition)
      const hidden = this.#known.get(partition.topic)?.hidden
      if (leader === undefined) unrouted.push({ partition, missing: hidden ? 'permission' : 'topic' })
      else if (leader < 0) unrouted.push({ partition, missing: 'leader' })
      else listAt(byBroker, leader).push(partition)
    }
    return { byBroker, unrouted }
  }

  #leaderOf({ topic, partition }: TopicPartition): number | undefined {
    return this.#known.get(topic)?.leaders[partition]
  }
}
