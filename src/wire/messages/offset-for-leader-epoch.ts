// OffsetForLeaderEpoch (key 23), version 4: where an epoch's records end. Tells whether the log that we copied from
// is still the same one.

import { Encoder } from '../encoder.ts'
import { decodeByTopic, type TopicAnswer } from './by-topic.ts'

export const offsetForLeaderEpochApi = { key: 23, min: 4, max: 4 } as const

export interface LeaderEpochTopic {
  readonly topic: string
  readonly partitions: readonly {
    readonly partition: number
    /** -1 lets the broker not check it. */
    readonly currentLeaderEpoch: number
    /** The epoch asked about. */
    readonly leaderEpoch: number
  }[]
}

export interface EpochEnd {
  readonly partition: number
  readonly errorCode: number
  /** The largest epoch not above the one asked about; -1 where the log knows none. */
  readonly leaderEpoch: number
  /** The offset after its last record. */
  readonly endOffset: number
}

export function encodeOffsetForLeaderEpoch(topics: readonly LeaderEpochTopic[]): Buffer[] {
  const encoder = new Encoder()
  const consumer = -1
  encoder.int32(consumer)
  encoder.array(topics, (_, { topic, partitions }) => {
    encoder.string(topic)
    encoder.array(partitions, (__, { partition, currentLeaderEpoch, leaderEpoch }) => {
      encoder.int32(partition).int32(currentLeaderEpoch).int32(leaderEpoch).tags()
    })
    encoder.tags()
  })
  return encoder.tags().finish()
}

export function decodeOffsetForLeaderEpoch(body: Buffer): TopicAnswer<EpochEnd>[] {
  return decodeByTopic(body, 'the leader epoch answer', (decoder) => ({
    errorCode: decoder.int16(),
    partition: decoder.int32(),
    leaderEpoch: decoder.int32(),
    endOffset: decoder.int64(),
  }))
}
