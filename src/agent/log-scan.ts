// Reads a stretch of one partition's log batch by batch, for the walk that finds a position again. Not a hot
// path: one partition at a time, small fetches, each batch handed out as it lies in the log.

import { StraitError } from '../errors/strait-error.ts'
import { type BatchHeader, eachBatch, readBatchHeader } from '../wire/batch.ts'
import type { Brokers } from '../wire/brokers.ts'
import { committedFilter } from '../wire/committed.ts'
import { decodeFetch, encodeFetch, fetchApi } from '../wire/messages/fetch.ts'
import { protocolError } from '../wire/protocol-errors.ts'

export interface ScanPlace {
  readonly topic: string
  readonly topicId: string
  readonly partition: number
  readonly leader: number
}

export interface ScannedBatch {
  readonly batch: Buffer
  readonly header: BatchHeader
  /** Control batches and data of aborted transactions: they take offsets and hold nothing. */
  readonly delivers: boolean
}

const scanBytes = 4 * 1024 * 1024

/**
 * Every batch from the one that holds `start` up to `end` (not included), in order. A stretch that compaction or
 * retention emptied shows as a jump between batches. Throws when the log cannot be read.
 */
export async function* scanLog(
  brokers: Brokers,
  place: ScanPlace,
  { start, end, signal }: { start: number; end: number; signal: AbortSignal },
): AsyncGenerator<ScannedBatch> {
  let next = start
  while (next < end) {
    signal.throwIfAborted()
    const answer = await fetchOnce(brokers, place, next)
    const delivers = committedFilter(answer)
    const before = next
    for (const batch of eachBatch(answer.records)) {
      const header = readBatchHeader(batch, 0)
      const batchEnd = header.baseOffset + header.lastOffsetDelta + 1
      const delivered = delivers(header, batch)
      if (batchEnd <= next) continue
      if (header.baseOffset >= end) return
      next = batchEnd
      yield { batch, header, delivers: delivered }
    }
    if (next === before) return
  }
}

async function fetchOnce(brokers: Brokers, place: ScanPlace, offset: number) {
  const connection = await brokers.connection(place.leader, 'scan')
  const version = connection.version(fetchApi.key, fetchApi)
  const body = encodeFetch(version, {
    maxWaitMs: 200,
    minBytes: 1,
    maxBytes: scanBytes,
    isolation: 'read_committed',
    topics: [
      {
        topic: place.topic,
        topicId: place.topicId,
        partitions: [
          {
            partition: place.partition,
            leaderEpoch: -1,
            fetchOffset: offset,
            lastFetchedEpoch: -1,
            logStartOffset: -1,
            maxBytes: scanBytes,
          },
        ],
      },
    ],
  })
  const answer = decodeFetch(
    version,
    await connection.request({ key: fetchApi.key, version, flexible: true }, body),
  )
  const partition = answer.topics[0]?.partitions[0]
  const errorCode = answer.errorCode !== 0 ? answer.errorCode : (partition?.errorCode ?? 0)
  if (partition === undefined || errorCode !== 0) {
    const what = `reading ${place.topic}-${place.partition} at offset ${offset}`
    throw errorCode === 0 ? new StraitError('ST303', `${what}: empty answer`) : protocolError(errorCode, what)
  }
  return partition
}
