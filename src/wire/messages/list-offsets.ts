// ListOffsets (key 2), versions 6 to 8: the offset at a time, at the start or at the end of partitions, all of one
// leader in one request.

import { Encoder } from '../encoder.ts'
import { decodeByTopic, type TopicAnswer } from './by-topic.ts'
import type { Isolation } from './fetch.ts'

export const listOffsetsApi = { key: 2, min: 6, max: 8 } as const

/** Instead of a time. Under read_committed `latest` is the last stable offset. `maxTimestamp` needs version 7. */
export const offsetAt = { latest: -1, earliest: -2, maxTimestamp: -3 } as const

export interface ListOffsetsTopic {
  readonly topic: string
  readonly partitions: readonly {
    readonly partition: number
    /** -1 lets the broker not check it. */
    readonly leaderEpoch: number
    /** Epoch ms, or one of `offsetAt`. */
    readonly timestamp: number
  }[]
}

export interface ListedOffset {
  readonly partition: number
  readonly errorCode: number
  /** Of the record found; -1 for the log's ends. */
  readonly timestamp: number
  /** -1 where no record is that young. */
  readonly offset: number
  readonly leaderEpoch: number
}

export type ListedTopic = TopicAnswer<ListedOffset>

export function encodeListOffsets(isolation: Isolation, topics: readonly ListOffsetsTopic[]): Buffer[] {
  const encoder = new Encoder()
  const consumer = -1
  encoder.int32(consumer).int8(isolation === 'read_committed' ? 1 : 0)
  encoder.array(topics, (_, { topic, partitions }) => {
    encoder.string(topic)
    encoder.array(partitions, (__, { partition, leaderEpoch, timestamp }) => {
      encoder.int32(partition).int32(leaderEpoch).int64(timestamp).tags()
    })
    encoder.tags()
  })
  return encoder.tags().finish()
}

export function decodeListOffsets(body: Buffer): ListedTopic[] {
  return decodeByTopic(body, 'the list offsets answer', (decoder) => ({
    partition: decoder.int32(),
    errorCode: decoder.int16(),
    timestamp: decoder.int64(),
    offset: decoder.int64(),
    leaderEpoch: decoder.int32(),
  }))
}
