// The positions topic: how far each partition is proven complete, and the exact offset map. Compacted, on the
// target, one record per chunk of a partition's map; the newest chunk is rewritten about once a second and
// carries the position, older chunks are sealed. Written late: it bounds what a new owner must walk, the
// target's log itself is the truth.

import * as z from 'zod'

export const positionsTopic = 'strait.positions.internal'

/**
 * How many partitions the topic is created with: one per shard of a flow. Never grown afterwards, because a
 * partition's shard, and with it its transactional id and stored position, hangs on the count.
 */
export const positionsPartitions = 8

/** Runs in one record, so that a rewrite stays a few kB even where a source is all discontinuities. */
export const runsPerChunk = 256

const offset = z.number().int().nonnegative()

export const positionRecord = z.strictObject({
  format: z.literal(1),
  flow: z.string(),
  topic: z.string(),
  partition: z.number().int(),
  chunk: z.number().int(),
  /** [sourceStart, targetStart, count], ascending on both sides. */
  runs: z.array(z.tuple([offset, offset, z.number().int().nonnegative()])),
  /** The next source offset to copy, and the target offset at which it would land if nothing else is written. */
  sourceNext: offset,
  targetNext: offset,
  sourceTopicId: z.string(),
  targetTopicId: z.string(),
  /** Leader epoch of the last copied source batch, -1 unknown: for divergence checks. */
  sourceLeaderEpoch: z.number().int(),
  producerId: z.number().int(),
  producerEpoch: z.number().int(),
})

export type PositionRecord = z.infer<typeof positionRecord>

export function positionKey(flow: string, topic: string, partition: number): string {
  return JSON.stringify([flow, topic, partition])
}

/** The record key: the partition's key and the chunk, so that compaction keeps each sealed chunk. */
export function chunkKey(record: Pick<PositionRecord, 'flow' | 'topic' | 'partition' | 'chunk'>): string {
  return JSON.stringify([record.flow, record.topic, record.partition, record.chunk])
}
