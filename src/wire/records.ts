// Records inside a batch, for what cannot be copied untouched: rebuilds, proofs and our own internal topics. What
// is read and written back is the same: null and empty stay apart, headers may repeat, names need not be UTF-8.

import assert from 'node:assert/strict'
import { isUtf8 } from 'node:buffer'
import { StraitError } from '../errors/strait-error.ts'
import { BATCH_HEADER_BYTES, type Codec, readBatchHeader, writeBatchHeader } from './batch.ts'
import { compress, decompress } from './codecs.ts'
import { VarintReader, varintBytes, writeVarint } from './varint.ts'

/** A name that is not UTF-8 stays as its bytes. */
export type WireHeader = readonly [name: string | Buffer, value: Buffer | null]

export interface WireRecord {
  readonly offset: number
  /** Of a LogAppendTime batch: the broker's time. -1 means none. */
  readonly timestampMs: number
  /** Slices of the (decompressed) batch. */
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly WireHeader[]
}

/** Its place in the batch is its offset. */
export type NewWireRecord = Omit<WireRecord, 'offset'>

/** Opens a batch. Throws ST307 where it is not what its header says; the CRC is the caller's to check. */
export function decodeRecords(batch: Buffer): WireRecord[] {
  const header = readBatchHeader(batch)
  if (header.sizeBytes !== batch.length)
    throw new StraitError('ST307', 'the batch has another length than it says')
  const body = decompress(header.codec, batch.subarray(BATCH_HEADER_BYTES))
  const reader = new VarintReader(body, 0)
  const records: WireRecord[] = []
  for (let index = 0; index < header.count; index += 1) {
    const size = reader.read()
    const start = reader.at
    reader.byte()
    const timestampMs = header.baseTimestamp + reader.read()
    const offset = header.baseOffset + reader.read()
    const key = reader.bytes()
    const value = reader.bytes()
    const headers = decodeHeaders(reader)
    if (reader.at - start !== size)
      throw new StraitError('ST307', `record ${index} has another length than it says`)
    records.push({
      offset,
      timestampMs: header.logAppendTime ? header.maxTimestamp : timestampMs,
      key,
      value,
      headers,
    })
  }
  if (reader.at !== body.length)
    throw new StraitError('ST307', 'the batch holds bytes behind its last record')
  return records
}

export interface EncodeOptions {
  readonly codec: Codec
}

/**
 * A batch of these records at dense offsets from 0, of no producer yet: `restamp` gives it one. What `offset` the
 * records had plays no part.
 */
export function encodeBatch(records: readonly NewWireRecord[], { codec }: EncodeOptions): Buffer {
  const first = records[0]
  assert.ok(first !== undefined, 'a batch holds a record at least')
  const baseTimestamp = first.timestampMs
  const body = compress(codec, encodeRecords(records, baseTimestamp))
  const batch = Buffer.allocUnsafeSlow(BATCH_HEADER_BYTES + body.length)
  batch.set(body, BATCH_HEADER_BYTES)
  const maxTimestamp = records.reduce((max, { timestampMs }) => Math.max(max, timestampMs), -1)
  writeBatchHeader(batch, { codec, count: records.length, baseTimestamp, maxTimestamp })
  return batch
}

function decodeHeaders(reader: VarintReader): WireHeader[] {
  const headers: WireHeader[] = []
  const count = reader.read()
  if (count < 0) throw new StraitError('ST307', 'a record has a negative count of headers')
  for (let left = count; left > 0; left -= 1) {
    const name = reader.bytes()
    if (name === null) throw new StraitError('ST307', 'a record header has no name')
    headers.push([isUtf8(name) ? name.toString('utf8') : name, reader.bytes()])
  }
  return headers
}

function encodeRecords(records: readonly NewWireRecord[], baseTimestamp: number): Buffer {
  const sizes = records.map((record, index) => recordBytes(record, index, baseTimestamp))
  const body = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + varintBytes(size) + size, 0))
  let at = 0
  for (const [index, record] of records.entries()) {
    at = writeVarint(body, sizes[index] ?? 0, at)
    body[at++] = 0
    at = writeVarint(body, record.timestampMs - baseTimestamp, at)
    at = writeVarint(body, index, at)
    at = writeBytes(body, record.key, at)
    at = writeBytes(body, record.value, at)
    at = writeVarint(body, record.headers.length, at)
    for (const [name, value] of record.headers) {
      at = writeBytes(body, typeof name === 'string' ? Buffer.from(name) : name, at)
      at = writeBytes(body, value, at)
    }
  }
  assert.equal(at, body.length)
  return body
}

/** Without the length in front. */
function recordBytes(record: NewWireRecord, index: number, baseTimestamp: number): number {
  const { key, value, headers, timestampMs } = record
  let bytes = 1 + varintBytes(timestampMs - baseTimestamp) + varintBytes(index)
  bytes += sizeOf(key) + sizeOf(value) + varintBytes(headers.length)
  for (const [name, headerValue] of headers) {
    const length = typeof name === 'string' ? Buffer.byteLength(name) : name.length
    bytes += varintBytes(length) + length + sizeOf(headerValue)
  }
  return bytes
}

function sizeOf(bytes: Buffer | null): number {
  return bytes === null ? 1 : varintBytes(bytes.length) + bytes.length
}

function writeBytes(body: Buffer, bytes: Buffer | null, at: number): number {
  if (bytes === null) return writeVarint(body, -1, at)
  const start = writeVarint(body, bytes.length, at)
  body.set(bytes, start)
  return start + bytes.length
}
