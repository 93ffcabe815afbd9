// Hand-made batches for tests: right by default, and wrong in exactly the way that is asked for.

import { type Codec, sealCrc } from '../../src/wire/batch.ts'
import { encodeBatch, type NewWireRecord } from '../../src/wire/records.ts'

export interface Producer {
  readonly producerId: number
  readonly producerEpoch: number
}

export interface BatchSpec extends Partial<Producer> {
  readonly codec?: Codec
  readonly baseSequence?: number
  readonly attributes?: number
  readonly timestampMs?: number
  /** Last word, before the CRC is computed. */
  readonly edit?: (batch: Buffer) => void
}

/** One record without a key for each value. */
export function batchOf(values: readonly string[], spec: BatchSpec = {}): Buffer {
  const { codec = 'none', timestampMs = Date.now() } = spec
  const records = values.map((value): NewWireRecord => {
    return { timestampMs, key: null, value: Buffer.from(value), headers: [] }
  })
  return stamped(encodeBatch(records, { codec }), spec)
}

export function keyedBatch(key: string, value: string | null, spec: BatchSpec = {}): Buffer {
  const { codec = 'none', timestampMs = Date.now() } = spec
  const record = {
    timestampMs,
    key: Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    headers: [],
  }
  return stamped(encodeBatch([record], { codec }), spec)
}

function stamped(batch: Buffer, spec: BatchSpec): Buffer {
  const { producerId = -1, producerEpoch = -1, baseSequence = -1, attributes, edit } = spec
  batch.writeBigInt64BE(BigInt(producerId), 43)
  batch.writeInt16BE(producerEpoch, 51)
  batch.writeInt32BE(baseSequence, 53)
  if (attributes !== undefined) batch.writeUInt16BE(batch.readUInt16BE(21) | attributes, 21)
  edit?.(batch)
  sealCrc(batch)
  return batch
}
