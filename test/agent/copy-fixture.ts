// A copy on its way without a broker: batches made for it, and all that it tells.

import assert from 'node:assert/strict'
import type { Outcome } from '../../src/agent/outlet.ts'
import { type CopyEvents, type CopyRoute, PartitionCopy } from '../../src/agent/partition-copy.ts'
import { type PreparedBatch, prepareBatch } from '../../src/agent/prepared-batch.ts'
import { StraitError } from '../../src/errors/strait-error.ts'
import { readBatchHeader, sealCrc, verifyCrc } from '../../src/wire/batch.ts'
import { encodeBatch } from '../../src/wire/records.ts'

export const route = {
  topic: 'orders',
  topicId: 'a',
  partition: 0,
  remoteTopic: 'us.orders',
  remoteTopicId: 'b',
}
export const session = { producerId: 4711, producerEpoch: 3 }

/** A batch of this many records at a source offset; too large to be joined unless told. */
export function batchAt(
  sourceStart: number,
  count: number,
  change: Partial<PreparedBatch> = {},
): PreparedBatch {
  const records = Array.from({ length: count }, (_, index) => ({
    timestampMs: 1_000,
    key: null,
    value: Buffer.from(`${sourceStart + index}`),
    headers: [],
  }))
  const batch = encodeBatch(records, { codec: 'none' })
  batch.writeBigInt64BE(BigInt(sourceStart), 0)
  batch.writeInt32BE(7, 12)
  sealCrc(batch)
  const prepared = prepareBatch(batch, readBatchHeader(batch), sourceStart)
  assert.ok(prepared !== undefined)
  return { ...prepared, mergeCodec: undefined, ...change }
}

export interface Watched {
  readonly copy: PartitionCopy
  /** What it told its flow, oldest first; reading empties it. */
  told(): unknown[]
}

export function watched(historyAgeMs?: number, to: CopyRoute = route): Watched {
  let log: unknown[] = []
  const events: CopyEvents = {
    ready: () => undefined,
    room: (_, bytes) => log.push(['room', bytes]),
    appended: (_, batch, targetStart) => log.push(['appended', batch.sourceEnd, targetStart]),
    refused: (_, batch, { code }) => log.push(['refused', batch.sourceEnd, code]),
    distrust: (_, why) => log.push(['distrust', why]),
    settled: () => log.push(['settled']),
    old: () => log.push(['old']),
  }
  const copy = new PartitionCopy(to, events, historyAgeMs)
  return {
    copy,
    told() {
      const said = log.filter((entry) => !(Array.isArray(entry) && entry[0] === 'room'))
      log = []
      return said
    },
  }
}

/** Running, at source offset 100 and target offset 1000. Its batches are of 1970. */
export function running(historyAgeMs?: number): Watched {
  const one = watched(historyAgeMs)
  one.copy.place({ sourceNext: 100, targetNext: 1_000, leaderEpoch: 2 })
  one.copy.start(session)
  return one
}

export function offer(copy: PartitionCopy, ...batches: readonly PreparedBatch[]): void {
  for (const batch of batches) {
    copy.offer(batch)
    copy.fetchNext = batch.sourceEnd
  }
}

/** What stands in the header of the next batch to be sent. */
export function sent(copy: PartitionCopy): { sequence: number; epoch: number; count: number } | undefined {
  const batch = copy.take()
  if (batch === undefined) return undefined
  assert.ok(verifyCrc(batch))
  const header = readBatchHeader(batch)
  assert.deepEqual([header.baseOffset, header.leaderEpoch, header.producerId], [0, -1, session.producerId])
  return { sequence: header.baseSequence, epoch: header.producerEpoch, count: header.count }
}

export function appended(baseOffset: number): Outcome {
  return { kind: 'appended', baseOffset }
}

export function refused(code: number): Outcome {
  return { kind: 'refused', code, message: '' }
}

export const unknown: Outcome = { kind: 'unknown', error: new StraitError('ST300', 'the line went dead') }
