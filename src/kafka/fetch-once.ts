// One fetch without a session, for partitions of one topic and one leader.

import {
  decodeFetch,
  encodeFetch,
  type FetchedPartition,
  type FetchPartition,
  fetchApi,
} from '../wire/messages/fetch.ts'
import { type Link, namedAttempt } from './link.ts'
import { type Attempt, errorCodes, leaderRefusal } from './refusal.ts'

/** Fetches carry the most data; they do not stand in the way of small questions. */
const lane = 'read'

const partitionBytesMax = 4 << 20
const responseBytesMax = 32 << 20

export interface Fetched {
  readonly partitions: readonly FetchedPartition[]
  /** Above 0 an answer may be empty although there is data. */
  readonly throttleMs: number
}

export interface FetchFrom {
  readonly topic: string
  readonly partition: number
  /** The offset to read on at. */
  readonly next: number
}

/** Throws what `leaderRefusal` makes of an error on the whole answer. */
export async function fetchOnce(link: Link, brokerId: number, from: readonly FetchFrom[]): Promise<Fetched> {
  const connection = await link.brokers.connection(brokerId, lane)
  const version = connection.version(fetchApi.key, fetchApi)
  const topic = from[0]?.topic ?? ''
  const body = await connection.request(
    { key: fetchApi.key, version, flexible: true },
    encodeFetch(version, {
      maxWaitMs: 0,
      minBytes: 0,
      maxBytes: responseBytesMax,
      isolation: 'read_committed',
      topics: [{ topic, topicId: link.leaders.idOf(topic) ?? '', partitions: from.map(fetchPartition) }],
    }),
  )
  const { errorCode, topics, throttleMs } = decodeFetch(version, body)
  if (errorCode !== errorCodes.none) throw leaderRefusal(errorCode, readAttempt(link, topic))
  return { partitions: topics.flatMap(({ partitions }) => partitions), throttleMs }
}

export function readAttempt(link: Link, topic: string): Attempt {
  return namedAttempt(link, ['topic', topic], { action: `read topic "${topic}"`, operation: 'read' })
}

function fetchPartition({ partition, next }: FetchFrom): FetchPartition {
  return {
    partition,
    fetchOffset: next,
    leaderEpoch: -1,
    lastFetchedEpoch: -1,
    logStartOffset: -1,
    maxBytes: partitionBytesMax,
  }
}
