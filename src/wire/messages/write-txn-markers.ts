// WriteTxnMarkers (key 27), version 1: puts a control marker into partition logs in one synchronous step. Brokers
// do this among themselves; from us it needs ClusterAction, or Alter on the cluster. It retires a producer id: a
// marker with a higher epoch fences every lower one.

import { Decoder } from '../decoder.ts'
import { Encoder } from '../encoder.ts'

export const writeTxnMarkersApi = { key: 27, min: 1, max: 1 } as const

export interface TxnMarker {
  readonly producerId: number
  readonly producerEpoch: number
  readonly committed: boolean
  /** As DescribeProducers shows it; a lower one than the log has seen is refused. */
  readonly coordinatorEpoch: number
  readonly topics: readonly { readonly topic: string; readonly partitions: readonly number[] }[]
}

export interface WrittenMarker {
  readonly producerId: number
  readonly topic: string
  readonly partition: number
  readonly errorCode: number
}

export function encodeWriteTxnMarkers(markers: readonly TxnMarker[]): Buffer[] {
  const encoder = new Encoder()
  encoder.array(markers, (_, { producerId, producerEpoch, committed, coordinatorEpoch, topics }) => {
    encoder.int64(producerId).int16(producerEpoch).boolean(committed)
    encoder.array(topics, (__, { topic, partitions }) => {
      encoder
        .string(topic)
        .array(partitions, (___, partition) => encoder.int32(partition))
        .tags()
    })
    encoder.int32(coordinatorEpoch).tags()
  })
  return encoder.tags().finish()
}

/** One row per marker and partition. */
export function decodeWriteTxnMarkers(body: Buffer): WrittenMarker[] {
  const decoder = new Decoder(body, 'the markers answer')
  const markers = decoder.array(() => {
    const producerId = decoder.int64()
    const topics = decoder.array(() => {
      const topic = decoder.string()
      const partitions = decoder.array(() => {
        const row = { producerId, topic, partition: decoder.int32(), errorCode: decoder.int16() }
        decoder.skipTags()
        return row
      })
      decoder.skipTags()
      return partitions
    })
    decoder.skipTags()
    return topics.flat()
  })
  decoder.skipTags()
  return markers.flat()
}
