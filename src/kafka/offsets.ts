// Offsets of partitions: where a log begins and ends, and where a timestamp lies. One request per leader and
// round, whatever the number of partitions; an answer per partition.

import { setTimeout as delay } from 'node:timers/promises'
import { StraitError } from '../errors/strait-error.ts'
import { listAt } from '../std/list-at.ts'
import {
  decodeListOffsets,
  encodeListOffsets,
  type ListedOffset,
  listOffsetsApi,
  offsetAt,
} from '../wire/messages/list-offsets.ts'
import { ask, type Message } from './ask.ts'
import type { OffsetAt, PartitionOffset, TopicPartition } from './cluster.ts'
import { type Link, lane, namedAttempt } from './link.ts'
import { errorCodes, leaderRefusal, unrouted } from './refusal.ts'
import { pauseAfter } from './retry.ts'

/** An election takes about a second; a partition that is offline for good must not hold up a plan longer. */
const roundsWithoutLeader = 4

/** In the order asked. A partition that did not answer carries its error; the call throws only ST304. */
export async function listOffsets(
  link: Link,
  partitions: readonly TopicPartition[],
  at: OffsetAt,
): Promise<PartitionOffset[]> {
  const found = new Map<string, PartitionOffset[]>()
  let open = partitions
  let leaderless = 0
  for (let round = 0; open.length > 0; round++) {
    const answers = await askLeaders(link, open, { at, fresh: round > 0 })
    for (const answer of answers) listAt(found, answer.topic)[answer.partition] = answer
    const failed = answers.filter(({ error }) => pauseAfter(round, error) !== undefined)
    leaderless = failed.every(({ error }) => error?.code === 'ST353') ? leaderless + 1 : 0
    if (failed.length === 0 || leaderless > roundsWithoutLeader) break
    await delay(pauseAfter(round, failed[0]?.error))
    open = failed
  }
  return partitions.flatMap(({ topic, partition }) => found.get(topic)?.[partition] ?? [])
}

async function askLeaders(
  link: Link,
  partitions: readonly TopicPartition[],
  { at, fresh }: { readonly at: OffsetAt; readonly fresh: boolean },
): Promise<PartitionOffset[]> {
  try {
    const routes = await link.leaders.route(partitions, { fresh })
    const answers = await Promise.all(
      [...routes.byBroker].map(([brokerId, led]) => askLeader(link, { brokerId, led, at })),
    )
    const homeless = routes.unrouted.map(({ partition, missing }) =>
      failedAt(partition, unrouted(missing, attemptOn(link, partition))),
    )
    return [...answers.flat(), ...homeless]
  } catch (error) {
    return allFailed(partitions, error)
  }
}

async function askLeader(
  link: Link,
  { brokerId, led, at }: { brokerId: number; led: readonly TopicPartition[]; at: OffsetAt },
): Promise<PartitionOffset[]> {
  try {
    const connection = await link.brokers.connection(brokerId, lane)
    const topics = await ask(connection, messageAt(at), led)
    return topics.flatMap(({ topic, partitions }) =>
      partitions.map((listed) => answerOf(link, topic, listed)),
    )
  } catch (error) {
    return allFailed(led, error)
  }
}

function answerOf(link: Link, topic: string, listed: ListedOffset): PartitionOffset {
  const { partition, errorCode, offset, leaderEpoch } = listed
  if (errorCode === errorCodes.none) return { topic, partition, offset, leaderEpoch }
  return failedAt({ topic, partition }, leaderRefusal(errorCode, attemptOn(link, { topic, partition })))
}

function messageAt(at: OffsetAt): Message<readonly TopicPartition[], ReturnType<typeof decodeListOffsets>> {
  const isolation = at === 'stable' ? 'read_committed' : 'read_uncommitted'
  const timestamp =
    typeof at === 'object' ? at.timestampMs : at === 'earliest' ? offsetAt.earliest : offsetAt.latest
  return {
    api: listOffsetsApi,
    encode: (_, partitions) => {
      const topics = [...Map.groupBy(partitions, ({ topic }) => topic)].map(([topic, list]) => ({
        topic,
        partitions: list.map(({ partition }) => ({ partition, leaderEpoch: -1, timestamp })),
      }))
      return encodeListOffsets(isolation, topics)
    },
    decode: (_, body) => decodeListOffsets(body),
  }
}

function allFailed(partitions: readonly TopicPartition[], error: unknown): PartitionOffset[] {
  if (!(error instanceof StraitError) || error.code === 'ST304') throw error
  return partitions.map((partition) => failedAt(partition, error))
}

function failedAt({ topic, partition }: TopicPartition, error: StraitError): PartitionOffset {
  return { topic, partition, offset: -1, leaderEpoch: -1, error }
}

function attemptOn(link: Link, { topic, partition }: TopicPartition) {
  const action = `read the offsets of ${topic}-${partition}`
  return namedAttempt(link, ['topic', topic], { action, operation: 'describe' })
}
