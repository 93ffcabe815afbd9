// Joins small uncompressed batches into one: a broker spends nearly the same on a batch of one record as on a
// batch of a thousand. Keys, values and headers are copied as bytes; only the three varints in front of each
// record (length, time, offset) are written anew.

import assert from 'node:assert/strict'
import { StraitError } from '../errors/strait-error.ts'
import {
  BATCH_HEADER_BYTES,
  type BatchHeader,
  readBatchHeader,
  verifyCrc,
  writeBatchHeader,
} from './batch.ts'
import { VarintReader, varintBytes, writeVarint } from './varint.ts'

/** What the new varints may add to a record: its length, a 64-bit time and a 31-bit index. */
const growthBytesMax = 20

/** Whether a batch may be joined: no codec, the producers' own times, dense offsets, nothing that we do not know. */
export function canMerge({ attributes, transactional, count, lastOffsetDelta }: BatchHeader): boolean {
  const known = transactional ? attributes - (1 << 4) : attributes
  return known === 0 && count === lastOffsetDelta + 1
}

/**
 * One batch of all records in order, of no producer yet. The CRC of each batch is proven first, since the new one
 * would seal damage in: throws ST307.
 */
export function mergeBatches(batches: readonly Buffer[]): Buffer {
  const headers = batches.map((batch) => readBatchHeader(batch))
  const count = headers.reduce((sum, header) => sum + header.count, 0)
  const bodyBytes = batches.reduce((sum, batch) => sum + batch.length - BATCH_HEADER_BYTES, 0)
  const merged = Buffer.allocUnsafe(BATCH_HEADER_BYTES + bodyBytes + count * growthBytesMax)
  const baseTimestamp = headers[0]?.baseTimestamp ?? -1
  let at = BATCH_HEADER_BYTES
  let index = 0
  for (const [number, batch] of batches.entries()) {
    const header = headers[number]
    assert.ok(header !== undefined && canMerge(header), 'only plain batches are joined')
    if (!verifyCrc(batch)) {
      throw new StraitError('ST307', `the batch at offset ${header.baseOffset} fails its CRC`)
    }
    const shiftMs = header.baseTimestamp - baseTimestamp
    at = copyRecords({ batch, count: header.count, shiftMs }, merged, { at, index })
    index += header.count
  }
  const batch = merged.subarray(0, at)
  const maxTimestamp = headers.reduce((max, header) => Math.max(max, header.maxTimestamp), -1)
  writeBatchHeader(batch, { codec: 'none', count, baseTimestamp, maxTimestamp })
  return batch
}

function copyRecords(
  source: { batch: Buffer; count: number; shiftMs: number },
  merged: Buffer,
  place: { at: number; index: number },
): number {
  const { batch, count, shiftMs } = source
  const reader = new VarintReader(batch, BATCH_HEADER_BYTES)
  let { at } = place
  for (let record = 0; record < count; record += 1) {
    const size = reader.read()
    const end = reader.at + size
    if (size < 0 || end > batch.length)
      throw new StraitError('ST307', `record ${record} has an impossible length`)
    const attributes = reader.byte()
    const timeDelta = reader.read() + shiftMs
    reader.read()
    const rest = end - reader.at
    if (rest < 0) throw new StraitError('ST307', `record ${record} has an impossible length`)
    const index = place.index + record
    at = writeVarint(merged, 1 + varintBytes(timeDelta) + varintBytes(index) + rest, at)
    merged[at++] = attributes
    at = writeVarint(merged, timeDelta, at)
    at = writeVarint(merged, index, at)
    batch.copy(merged, at, reader.at, end)
    at += rest
    reader.at = end
  }
  if (reader.at !== batch.length)
    throw new StraitError('ST307', 'the batch holds bytes behind its last record')
  return at
}
