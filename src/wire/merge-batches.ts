// Joins small batches of one codec into one: a broker spends nearly the same on a batch of one record as on a
// batch of a thousand. Keys, values and headers are copied as bytes; only the three varints in front of each
// record (length, time, offset) are written anew.

import assert from 'node:assert/strict'
import { StraitError } from '../errors/strait-error.ts'
import {
  BATCH_HEADER_BYTES,
  type BatchHeader,
  type Codec,
  readBatchHeader,
  verifyCrc,
  writeBatchHeader,
} from './batch.ts'
import { compress, decompress } from './codecs.ts'
import { VarintReader, varintBytes, writeVarint } from './varint.ts'

/** What the new varints may add to a record: its length, a 64-bit time and a 31-bit index. */
const growthBytesMax = 20

const codecAndTransaction = 0b1_0111

/** Whether a batch may be joined: the producers' own times, dense offsets, nothing that we do not know. */
export function canMerge({ attributes, count, lastOffsetDelta }: BatchHeader): boolean {
  return (attributes & ~codecAndTransaction) === 0 && count === lastOffsetDelta + 1
}

/**
 * One batch of all records in order, of no producer yet. The CRC of each batch is proven first, since the new one
 * would seal damage in: throws ST307.
 */
export function mergeBatches(batches: readonly Buffer[]): Buffer {
  const headers = batches.map((batch) => readBatchHeader(batch))
  const { codec, baseTimestamp } = headers[0] ?? { codec: 'none', baseTimestamp: -1 }
  const bodies = batches.map((batch, number) => provenBody(batch, headers[number], codec))
  const count = headers.reduce((sum, header) => sum + header.count, 0)
  const bytes = bodies.reduce((sum, body) => sum + body.length, 0) + count * growthBytesMax
  const room = Buffer.allocUnsafe(BATCH_HEADER_BYTES + bytes)
  let at = BATCH_HEADER_BYTES
  let index = 0
  for (const [number, header] of headers.entries()) {
    const body = bodies[number] ?? room
    const shiftMs = header.baseTimestamp - baseTimestamp
    at = copyRecords({ body, count: header.count, shiftMs }, room, { at, index })
    index += header.count
  }
  const merged =
    codec === 'none' ? room.subarray(0, at) : compressed(codec, room.subarray(BATCH_HEADER_BYTES, at))
  const maxTimestamp = headers.reduce((max, header) => Math.max(max, header.maxTimestamp), -1)
  writeBatchHeader(merged, { codec, count, baseTimestamp, maxTimestamp })
  return merged
}

/** The records of a batch whose CRC fits, decompressed. */
function provenBody(batch: Buffer, header: BatchHeader | undefined, codec: Codec): Buffer {
  assert.ok(
    header !== undefined && canMerge(header) && header.codec === codec,
    'only batches of a kind are joined',
  )
  if (!verifyCrc(batch)) {
    throw new StraitError('ST307', `the batch at offset ${header.baseOffset} fails its CRC`)
  }
  return decompress(codec, batch.subarray(BATCH_HEADER_BYTES))
}

function compressed(codec: Codec, records: Buffer): Buffer {
  const body = compress(codec, records)
  const batch = Buffer.allocUnsafe(BATCH_HEADER_BYTES + body.length)
  batch.set(body, BATCH_HEADER_BYTES)
  return batch
}

function copyRecords(
  source: { body: Buffer; count: number; shiftMs: number },
  merged: Buffer,
  place: { at: number; index: number },
): number {
  const { body, count, shiftMs } = source
  const reader = new VarintReader(body, 0)
  let { at } = place
  for (let record = 0; record < count; record += 1) {
    const size = reader.read()
    const end = reader.at + size
    if (size < 0 || end > body.length)
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
    body.copy(merged, at, reader.at, end)
    at += rest
    reader.at = end
  }
  if (reader.at !== body.length)
    throw new StraitError('ST307', 'the batch holds bytes behind its last record')
  return at
}
