// One connection's incremental fetch session (KIP-227): the broker remembers what was asked, so a request names only
// the partitions that are new, have moved or are wanted no more, and an answer only those with news. Thousands of
// quiet partitions cost next to nothing then, on either side. A broker whose cache of sessions is full gives none:
// each request names everything.

import type { Connection } from '../wire/connection.ts'
import {
  type FetchAnswer,
  type FetchedPartition,
  type FetchRequest,
  fetchApi,
} from '../wire/messages/fetch.ts'
import { protocolError } from '../wire/protocol-errors.ts'
import type { PartitionCopy } from './partition-copy.ts'

/** What the broker knows of a copy. */
interface Member {
  readonly copy: PartitionCopy
  offset: number
  epoch: number
  /** The last request that wanted it. */
  round: number
}

type Asked = Required<Pick<FetchRequest, 'sessionId' | 'sessionEpoch' | 'topics' | 'forgotten'>>

/** The epoch of a request that names everything and begins a session. */
const opening = 0
const epochMax = 2 ** 31 - 1
/** The broker gave the session's room to another one, has restarted, or counts otherwise. */
const lostCodes: ReadonlySet<number> = new Set([70, 71, 106])

export class FetchSession {
  readonly connection: Connection
  readonly version: number
  #id = 0
  #epoch = opening
  #round = 0
  readonly #members = new Map<PartitionCopy, Member>()
  readonly #byPlace = new Map<string, Member>()

  /** Throws ST304 where the broker is too old. */
  constructor(connection: Connection) {
    this.connection = connection
    this.version = connection.version(fetchApi.key, fetchApi)
  }

  /** What the next request says to get the wanted copies from where they stand. */
  ask(wanted: readonly PartitionCopy[], partitionBytes: number): Asked {
    this.#round += 1
    const opens = this.#epoch === opening
    const asked = wanted.filter((copy) => this.#hasNews(copy) || opens)
    const left = this.#members.size > wanted.length ? this.#leave() : []
    // The broker fills its answer in the order asked: each is first in its turn. In a session it sees to that itself.
    if (opens) asked.push(...asked.splice(0, this.#round % asked.length))
    return {
      sessionId: this.#id,
      sessionEpoch: this.#epoch,
      topics: byTopic(asked, (copy) => ({
        partition: copy.partition,
        leaderEpoch: -1,
        fetchOffset: copy.fetchNext,
        lastFetchedEpoch: copy.fetchedEpoch,
        logStartOffset: -1,
        maxBytes: partitionBytes,
      })),
      forgotten: opens ? [] : byTopic(left, ({ partition }) => partition),
    }
  }

  /**
   * What the answer says of copies that stand where they stood when it was asked: a late answer is not for one that
   * moved on meanwhile. Throws ST305 or ST306 where it refuses the request.
   */
  *take(answer: FetchAnswer): Generator<{ copy: PartitionCopy; fetched: FetchedPartition }> {
    const { errorCode, sessionId } = answer
    if (this.#epoch !== opening && lostCodes.has(errorCode)) {
      this.#id = 0
      this.#epoch = opening
      return
    }
    if (errorCode !== 0) throw protocolError(errorCode, 'fetching')
    this.#id = sessionId
    this.#epoch = sessionId === 0 ? opening : (this.#epoch % epochMax) + 1
    for (const topic of answer.topics) {
      for (const fetched of topic.partitions) {
        const member = this.#byPlace.get(placeOf(topic, fetched.partition))
        if (member === undefined) continue
        const { copy, offset } = member
        if (copy.state === 'running' && copy.fetchNext === offset) yield { copy, fetched }
      }
    }
  }

  /** Notes where it stands now; whether the broker has to be told. */
  #hasNews(copy: PartitionCopy): boolean {
    const { fetchNext: offset, fetchedEpoch: epoch } = copy
    const member = this.#members.get(copy)
    if (member === undefined) {
      this.#join({ copy, offset, epoch, round: this.#round })
      return true
    }
    const moved = member.offset !== offset || member.epoch !== epoch
    member.offset = offset
    member.epoch = epoch
    member.round = this.#round
    return moved
  }

  #join(member: Member): void {
    const place = this.#placeOf(member.copy)
    // A broker forgets behind what it adds: the former copy of a partition leaves without a word.
    const former = this.#byPlace.get(place)
    if (former !== undefined) this.#members.delete(former.copy)
    this.#members.set(member.copy, member)
    this.#byPlace.set(place, member)
  }

  /** Who is in the session and not wanted any more. */
  #leave(): PartitionCopy[] {
    const left = [...this.#members.values()].filter(({ round }) => round !== this.#round)
    for (const { copy } of left) {
      this.#members.delete(copy)
      this.#byPlace.delete(this.#placeOf(copy))
    }
    return left.map(({ copy }) => copy)
  }

  /** Requests and answers name a topic by its id from version 13 on. */
  #placeOf({ route, partition }: PartitionCopy): string {
    return this.version >= 13
      ? placeOf({ topicId: route.topicId }, partition)
      : placeOf({ topic: route.topic }, partition)
  }
}

function placeOf(
  { topic, topicId = topic }: { topic?: string | undefined; topicId?: string | undefined },
  partition: number,
): string {
  return `${topicId}/${partition}`
}

/** Partitions of one topic that follow each other share its name. */
function byTopic<Entry>(
  copies: readonly PartitionCopy[],
  entryOf: (copy: PartitionCopy) => Entry,
): { topic: string; topicId: string; partitions: Entry[] }[] {
  const topics: { topic: string; topicId: string; partitions: Entry[] }[] = []
  for (const copy of copies) {
    const { topic, topicId } = copy.route
    const last = topics.at(-1)
    if (last?.topicId === topicId && last.topic === topic) last.partitions.push(entryOf(copy))
    else topics.push({ topic, topicId, partitions: [entryOf(copy)] })
  }
  return topics
}
