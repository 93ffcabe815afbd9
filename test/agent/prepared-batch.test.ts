import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mergePrepared, type PreparedBatch, prepareBatch } from '../../src/agent/prepared-batch.ts'
import { StraitError } from '../../src/errors/strait-error.ts'
import { type Codec, readBatchHeader, sealCrc, verifyCrc } from '../../src/wire/batch.ts'
import { decodeRecords, encodeBatch, type NewWireRecord } from '../../src/wire/records.ts'

const logAppendTime = 8

interface Fetched {
  readonly at?: number
  readonly values: readonly string[]
  readonly codec?: Codec
  /** Compaction took these, by their index. */
  readonly taken?: readonly number[]
  readonly attributes?: number
  readonly timesMs?: readonly number[]
  /** The last offset the batch once had, where its last records were taken. */
  readonly lastDelta?: number
}

/** A batch as a broker would send it, compaction holes included (deltas keep their old places). */
function fetched({
  at = 0,
  values,
  codec = 'none',
  attributes = 0,
  lastDelta,
  timesMs = [],
}: Fetched): Buffer {
  const records = values.map(
    (value, index): NewWireRecord => ({
      timestampMs: timesMs[index] ?? 1_000 + index,
      key: Buffer.from(`key of ${value}`),
      value: Buffer.from(value),
      headers: [['name', null]],
    }),
  )
  const batch = encodeBatch(records, { codec })
  batch.writeBigInt64BE(BigInt(at), 0)
  batch.writeInt32BE(7, 12)
  batch.writeUInt16BE(batch.readUInt16BE(21) | attributes, 21)
  if (lastDelta !== undefined) batch.writeInt32BE(lastDelta, 23)
  sealCrc(batch)
  return batch
}

/** Takes records out of an uncompressed batch by their index, as the cleaner does. */
function withHoles(batch: Buffer, taken: readonly number[]): Buffer {
  const parts: Buffer[] = [batch.subarray(0, 61)]
  let at = 61
  for (let index = 0; at < batch.length; index += 1) {
    // One-byte lengths: the test's records are small.
    const size = 1 + (batch[at] ?? 0) / 2
    if (!taken.includes(index)) parts.push(batch.subarray(at, at + size))
    at += size
  }
  const cleaned = Buffer.concat(parts)
  cleaned.writeInt32BE(cleaned.length - 12, 8)
  cleaned.writeInt32BE(parts.length - 1, 57)
  sealCrc(cleaned)
  return cleaned
}

function prepare(batch: Buffer, sourceNext = 0): PreparedBatch | undefined {
  return prepareBatch(batch, readBatchHeader(batch), sourceNext)
}

function valuesOf({ batch }: PreparedBatch): string[] {
  return decodeRecords(batch).map(({ value }) => `${value}`)
}

function required(prepared: PreparedBatch | undefined): PreparedBatch {
  assert.ok(prepared !== undefined)
  return prepared
}

test('a whole batch passes untouched: the very same bytes', () => {
  const batch = fetched({ at: 40, values: ['a', 'b', 'c'] })
  const before = Buffer.from(batch)
  const prepared = required(prepare(batch, 40))
  assert.equal(prepared.batch, batch)
  assert.ok(batch.equals(before))
  assert.deepEqual(
    [prepared.untouched, prepared.count, prepared.runs, prepared.sourceEnd, prepared.leaderEpoch],
    [true, 3, [[40, 3]], 43, 7],
  )
})

test('holes are closed, each record keeps its content and its source offset', () => {
  const batch = withHoles(fetched({ at: 100, values: ['a', 'b', 'c', 'd', 'e', 'f'] }), [0, 3, 5])
  const prepared = required(prepare(batch, 100))
  assert.deepEqual(valuesOf(prepared), ['b', 'c', 'e'])
  assert.deepEqual(prepared.runs, [
    [101, 2],
    [104, 1],
  ])
  assert.deepEqual([prepared.untouched, prepared.count, prepared.sourceEnd], [false, 3, 106])
  const header = readBatchHeader(prepared.batch)
  assert.deepEqual([header.baseOffset, header.lastOffsetDelta, header.count], [0, 2, 3])
  assert.ok(verifyCrc(prepared.batch))
  assert.deepEqual(
    decodeRecords(prepared.batch).map(({ offset, timestampMs, headers }) => [offset, timestampMs, headers]),
    [
      [0, 1_001, [['name', null]]],
      [1, 1_002, [['name', null]]],
      [2, 1_004, [['name', null]]],
    ],
  )
})

test('a batch whose last records were taken ends where it ended', () => {
  const batch = fetched({ at: 10, values: ['a', 'b'], lastDelta: 4 })
  const prepared = required(prepare(batch, 10))
  assert.deepEqual([prepared.count, prepared.runs, prepared.sourceEnd], [2, [[10, 2]], 15])
})

for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const) {
  test(`a start inside a batch takes its rest only, and keeps the codec (${codec})`, () => {
    const prepared = required(prepare(fetched({ at: 10, values: ['a', 'b', 'c'], codec }), 11))
    assert.deepEqual(valuesOf(prepared), ['b', 'c'])
    assert.deepEqual([prepared.runs, prepared.sourceEnd, prepared.count], [[[11, 2]], 13, 2])
    assert.equal(readBatchHeader(prepared.batch).codec, codec)
  })
}

test('every record of a LogAppendTime batch gets the time that readers of the source see', () => {
  const timesMs = [5_000, 9_000, 7_000]
  const batch = fetched({ values: ['a', 'b', 'c'], attributes: logAppendTime, timesMs })
  const prepared = required(prepare(batch))
  assert.deepEqual(
    decodeRecords(prepared.batch).map(({ timestampMs }) => timestampMs),
    [9_000, 9_000, 9_000],
  )
  const header = readBatchHeader(prepared.batch)
  assert.deepEqual([header.logAppendTime, header.maxTimestamp], [false, 9_000])
})

test('nothing is left of an empty batch, of one before the start, and of holes up to the end', () => {
  const empty = withHoles(fetched({ at: 10, values: ['a', 'b'] }), [0, 1])
  assert.equal(readBatchHeader(empty).count, 0)
  assert.equal(prepare(empty), undefined)
  assert.equal(prepare(fetched({ at: 10, values: ['a', 'b'] }), 12), undefined)
  assert.equal(prepare(withHoles(fetched({ at: 10, values: ['a', 'b', 'c'] }), [1, 2]), 11), undefined)
})

test('damage is found before a rebuild would seal it in', () => {
  const batch = withHoles(fetched({ at: 10, values: ['a', 'b'] }), [0])
  batch.writeUInt8(batch.readUInt8(70) ^ 1, 70)
  assert.throws(
    () => prepare(batch),
    (error) => error instanceof StraitError && error.code === 'ST307',
  )
})

test('an untouched batch is not opened, so its damage is the target’s to refuse', () => {
  const batch = fetched({ values: ['a'] })
  batch.writeUInt8(batch.readUInt8(70) ^ 1, 70)
  assert.equal(prepare(batch)?.untouched, true)
  assert.equal(verifyCrc(batch), false)
})

test('joined batches keep order, runs and the end of the last one', () => {
  const parts = [
    fetched({ at: 10, values: ['a', 'b'], timesMs: [50, 40] }),
    fetched({ at: 12, values: ['c'], timesMs: [10] }),
    fetched({ at: 20, values: ['d', 'e'], timesMs: [90, 80] }),
  ].map((batch) => required(prepare(batch)))
  const merged = mergePrepared(parts)
  assert.deepEqual(valuesOf(merged), ['a', 'b', 'c', 'd', 'e'])
  assert.deepEqual(
    decodeRecords(merged.batch).map(({ timestampMs }) => timestampMs),
    [50, 40, 10, 90, 80],
  )
  assert.deepEqual(merged.runs, [
    [10, 3],
    [20, 2],
  ])
  assert.deepEqual(
    [merged.count, merged.sourceEnd, merged.merged, merged.untouched, merged.maxTimestampMs],
    [5, 22, true, false, 90],
  )
  assert.ok(verifyCrc(merged.batch))
})

test('a damaged batch is not joined', () => {
  const parts = [fetched({ values: ['a'] }), fetched({ at: 1, values: ['b'] })]
  parts[1]?.writeUInt8((parts[1]?.readUInt8(70) ?? 0) ^ 1, 70)
  const prepared = parts.map((batch) => required(prepare(batch)))
  assert.throws(
    () => mergePrepared(prepared),
    (error) => error instanceof StraitError && error.code === 'ST307',
  )
})

test('only small plain batches are joined, each with those of its codec', () => {
  const rows: { fetched: Fetched; codec: Codec | undefined }[] = [
    { fetched: { values: ['a'] }, codec: 'none' },
    { fetched: { values: ['a'], codec: 'lz4' }, codec: 'lz4' },
    { fetched: { values: ['x'.repeat(17_000)] }, codec: undefined },
    { fetched: { values: ['a'], attributes: logAppendTime }, codec: undefined },
  ]
  for (const row of rows) assert.equal(prepare(fetched(row.fetched))?.mergeCodec, row.codec)
})
