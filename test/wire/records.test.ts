import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { StraitError } from '../../src/errors/strait-error.ts'
import { type Codec, readBatchHeader, verifyCrc } from '../../src/wire/batch.ts'
import { decodeRecords, encodeBatch, type NewWireRecord } from '../../src/wire/records.ts'
import { assertProperty } from '../fuzz.ts'
import { javaBatch, javaRecords } from './java-batches.ts'

const codecs: readonly Codec[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

for (const codec of codecs) {
  test(`a ${codec} batch from a Java producer decodes to its records`, () => {
    assert.deepEqual(decodeRecords(javaBatch(codec)), javaRecords)
  })

  test(`records written as a ${codec} batch read back the same`, () => {
    const batch = encodeBatch(javaRecords, { codec })
    assert.equal(readBatchHeader(batch).codec, codec)
    assert.ok(verifyCrc(batch))
    assert.deepEqual(decodeRecords(batch), javaRecords)
  })
}

test('an uncompressed batch is written byte for byte as the Java producer writes it, but for its producer', () => {
  const [ours, java] = [encodeBatch(javaRecords, { codec: 'none' }), javaBatch('none')]
  const leaderEpochAndCrc = 12
  for (const batch of [ours, java]) batch.fill(0, leaderEpochAndCrc, 21).fill(0, 43, 57)
  assert.deepEqual(ours, java)
})

test('a new batch has dense offsets from 0, no producer and no leader epoch', () => {
  const holes = [3, 9, 12].map((offset) => ({ offset, timestampMs: 5, key: null, value: null, headers: [] }))
  const batch = encodeBatch(holes, { codec: 'none' })
  const { baseOffset, lastOffsetDelta, count, leaderEpoch, producerId, producerEpoch, baseSequence } =
    readBatchHeader(batch)
  assert.deepEqual([baseOffset, lastOffsetDelta, count, leaderEpoch], [0, 2, 3, -1])
  assert.deepEqual([producerId, producerEpoch, baseSequence], [-1, -1, -1])
  assert.deepEqual(
    decodeRecords(batch).map(({ offset }) => offset),
    [0, 1, 2],
  )
})

test('an empty batch is a mistake of ours', () => {
  assert.throws(() => encodeBatch([], { codec: 'none' }), { name: 'AssertionError' })
})

test('records of a LogAppendTime batch carry the time of the broker', () => {
  const batch = javaBatch('none')
  batch.writeUInt16BE(1 << 3, 21)
  assert.deepEqual(
    decodeRecords(batch).map(({ timestampMs }) => timestampMs),
    [1_700_000_070_000, 1_700_000_070_000, 1_700_000_070_000],
  )
})

const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array))
const nullable = fc.option(bytes)
const anyRecord: fc.Arbitrary<NewWireRecord> = fc.record({
  timestampMs: fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 4_000_000_000_000 })),
  key: nullable,
  value: nullable,
  headers: fc.array(fc.tuple(fc.string({ unit: 'binary', maxLength: 5 }), nullable), { maxLength: 3 }),
})

test('any records survive any codec: null and empty apart, order, times, repeated headers', () => {
  assertProperty(
    fc.property(
      fc.array(anyRecord, { minLength: 1, maxLength: 40 }),
      fc.constantFrom(...codecs),
      (records, codec) => {
        const decoded = decodeRecords(encodeBatch(records, { codec }))
        assert.deepEqual(
          decoded,
          records.map((record, offset) => ({ offset, ...record })),
        )
      },
    ),
    { numRuns: 300 },
  )
})

test('a header name that is not UTF-8 keeps its bytes', () => {
  const name = Buffer.from([0xff, 0xfe])
  const headers = [[name, null]] as const
  const batch = encodeBatch([{ timestampMs: 0, key: null, value: null, headers }], { codec: 'none' })
  assert.deepEqual(decodeRecords(batch)[0]?.headers, headers)
})

const damages: readonly { readonly name: string; readonly damage: (batch: Buffer) => Buffer }[] = [
  { name: 'fewer records than it counts', damage: (batch) => put32(batch, 57, 4) },
  { name: 'more records than it counts', damage: (batch) => put32(batch, 57, 2) },
  { name: 'a huge count', damage: (batch) => put32(batch, 57, 2_147_483_647) },
  { name: 'another length than it says', damage: (batch) => batch.subarray(0, -1) },
  { name: 'a record longer than the batch', damage: (batch) => batch.fill(0xfe, 61, 62) },
  { name: 'a varint without an end', damage: (batch) => batch.fill(0xff, 61) },
  { name: 'a compressed body that is none', damage: (batch) => batch.fill(4, 22, 23) },
]

for (const { name, damage } of damages) {
  test(`a batch with ${name} is damaged, not a crash`, () => {
    assert.throws(
      () => decodeRecords(damage(javaBatch('none'))),
      (error) => error instanceof StraitError && error.code === 'ST307',
    )
  })
}

function put32(batch: Buffer, at: number, value: number): Buffer {
  batch.writeInt32BE(value, at)
  return batch
}
