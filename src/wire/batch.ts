// The v2 record batch as the copy path sees it: 61 bytes of header, and a body that is never opened. Reading a
// header and restamping it cost the same for any batch size.

import assert from 'node:assert/strict'
import { crc32c } from '@node-rs/crc32'
import { StraitError } from '../errors/strait-error.ts'
import { replaceUnderCrc } from './crc-patch.ts'
import { readInt64 } from './decoder.ts'
import { writeInt64 } from './encoder.ts'

export const BATCH_HEADER_BYTES = 61

/** Base offset and length; the length counts what follows it. */
export const BATCH_PREFIX_BYTES = 12

const MAGIC = 2
const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
const LOG_APPEND_TIME = 1 << 3
const TRANSACTIONAL = 1 << 4
const CONTROL = 1 << 5

export type Codec = (typeof CODECS)[number]

/** Offsets, times and ids are Numbers (exact to 2^53); -1 means none, as in the protocol. */
export interface BatchHeader {
  readonly baseOffset: number
  /** The whole batch, from its base offset to its last byte. */
  readonly sizeBytes: number
  readonly leaderEpoch: number
  readonly crc: number
  readonly attributes: number
  readonly codec: Codec
  readonly logAppendTime: boolean
  readonly transactional: boolean
  readonly control: boolean
  readonly lastOffsetDelta: number
  readonly baseTimestamp: number
  readonly maxTimestamp: number
  readonly producerId: number
  readonly producerEpoch: number
  readonly baseSequence: number
  readonly count: number
}

/** Reads the header of the v2 batch that begins at `at`. Throws ST303 (another format) or ST307 (damaged). */
export function readBatchHeader(buffer: Buffer, at = 0): BatchHeader {
  if (at + BATCH_HEADER_BYTES > buffer.length) throw damaged(buffer, at, 'is shorter than a header')
  checkMagic(buffer, at)
  const attributes = buffer.readUInt16BE(at + 21)
  const codec = CODECS[attributes & 7]
  if (codec === undefined) throw damaged(buffer, at, `names an unknown codec (${attributes & 7})`)
  return {
    baseOffset: readInt64(buffer, at),
    sizeBytes: BATCH_PREFIX_BYTES + buffer.readInt32BE(at + 8),
    leaderEpoch: buffer.readInt32BE(at + 12),
    crc: buffer.readUInt32BE(at + 17),
    attributes,
    codec,
    logAppendTime: (attributes & LOG_APPEND_TIME) !== 0,
    transactional: (attributes & TRANSACTIONAL) !== 0,
    control: (attributes & CONTROL) !== 0,
    lastOffsetDelta: buffer.readInt32BE(at + 23),
    baseTimestamp: readInt64(buffer, at + 27),
    maxTimestamp: readInt64(buffer, at + 35),
    producerId: readInt64(buffer, at + 43),
    producerEpoch: buffer.readInt16BE(at + 51),
    baseSequence: buffer.readInt32BE(at + 53),
    count: buffer.readInt32BE(at + 57),
  }
}

/**
 * Every whole batch of a fetched partition, as slices of it. A cut tail is ignored: the broker fills its answer to
 * the byte. Throws ST303 at another record format, ST307 at a length that no batch has.
 */
export function* eachBatch(records: Buffer): Generator<Buffer> {
  let at = 0
  while (records.length - at >= BATCH_HEADER_BYTES) {
    const size = BATCH_PREFIX_BYTES + records.readInt32BE(at + 8)
    checkMagic(records, at)
    if (size < BATCH_HEADER_BYTES) throw damaged(records, at, `claims a length of ${size} bytes`)
    if (size > records.length - at) return
    yield records.subarray(at, at + size)
    at += size
  }
}

export interface Stamp {
  readonly producerId: number
  readonly producerEpoch: number
  readonly baseSequence: number
  readonly transactional: boolean
}

const identity = Buffer.alloc(14)
const attributeBytes = Buffer.alloc(2)

/**
 * Rewrites the header in place so that the batch can be produced as ours: base offset 0, no leader epoch, our
 * producer, and of the attributes only the codec and our transactional bit. Time type, delete horizon and bits
 * that we do not know go. The CRC is patched from the old one: what was damaged stays refused.
 */
export function restamp(batch: Buffer, stamp: Stamp): void {
  const attributes = batch.readUInt16BE(21)
  // A broker takes a control batch whose bits were cleared as data.
  assert.ok((attributes & CONTROL) === 0, 'a control batch is never produced')
  batch.fill(0, 0, 8)
  batch.writeInt32BE(-1, 12)
  const kept = (attributes & 7) | (stamp.transactional ? TRANSACTIONAL : 0)
  if (kept !== attributes) {
    attributeBytes[1] = kept
    replaceUnderCrc(batch, 21, attributeBytes)
  }
  const { producerId } = stamp
  identity.writeInt32BE(Math.floor(producerId / 4_294_967_296), 0)
  identity.writeUInt32BE(producerId >>> 0, 4)
  identity.writeInt16BE(stamp.producerEpoch, 8)
  identity.writeInt32BE(stamp.baseSequence, 10)
  replaceUnderCrc(batch, 43, identity)
}

/** Whether the CRC-32C fits. Reads the whole batch: not for the hot path. */
export function verifyCrc(batch: Buffer): boolean {
  return batch.length >= BATCH_HEADER_BYTES && bodyCrc(batch) === batch.readUInt32BE(17)
}

export interface NewBatch {
  readonly codec: Codec
  readonly count: number
  readonly baseTimestamp: number
  readonly maxTimestamp: number
}

/**
 * Writes the header of a batch that we built (its body stands behind it), with dense offsets from 0 and of no
 * producer yet, and seals it: `restamp` makes it producible.
 */
export function writeBatchHeader(
  batch: Buffer,
  { codec, count, baseTimestamp, maxTimestamp }: NewBatch,
): void {
  batch.fill(0, 0, BATCH_HEADER_BYTES)
  batch.writeInt32BE(batch.length - BATCH_PREFIX_BYTES, 8)
  batch.writeInt32BE(-1, 12)
  batch.writeInt8(MAGIC, 16)
  batch.writeInt16BE(CODECS.indexOf(codec), 21)
  batch.writeInt32BE(count - 1, 23)
  writeInt64(batch, baseTimestamp, 27)
  writeInt64(batch, maxTimestamp, 35)
  batch.fill(0xff, 43, 57)
  batch.writeInt32BE(count, 57)
  sealCrc(batch)
}

/** Computes the CRC of a batch that we built and writes it in. Never for a fetched batch: it would seal damage in. */
export function sealCrc(batch: Buffer): void {
  batch.writeUInt32BE(bodyCrc(batch), 17)
}

function bodyCrc(batch: Buffer): number {
  return crc32c(batch.subarray(21))
}

function checkMagic(buffer: Buffer, at: number): void {
  const magic = buffer.readInt8(at + 16)
  if (magic === MAGIC) return
  throw new StraitError(
    'ST303',
    `the batch at offset ${readInt64(buffer, at)} has record format ${magic}, only format ${MAGIC} is copied; ` +
      'let the source rewrite the old segments, or start behind them',
    { facts: { magic } },
  )
}

function damaged(buffer: Buffer, at: number, how: string): StraitError {
  const offset = buffer.length - at >= 8 ? readInt64(buffer, at) : -1
  return new StraitError('ST307', `the batch at offset ${offset} ${how}`, { facts: { offset } })
}
