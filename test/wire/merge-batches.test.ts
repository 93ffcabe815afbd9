import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Codec, readBatchHeader, verifyCrc } from '../../src/wire/batch.ts'
import { canMerge, mergeBatches } from '../../src/wire/merge-batches.ts'
import { decodeRecords, encodeBatch, type NewWireRecord } from '../../src/wire/records.ts'
import { assertProperty } from '../fuzz.ts'

const bytes = fc.option(
  fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
  { nil: null },
)
const record: fc.Arbitrary<NewWireRecord> = fc.record({
  timestampMs: fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 2 ** 45 })),
  key: bytes,
  value: bytes,
  headers: fc.array(fc.tuple(fc.string({ maxLength: 8 }), bytes), { maxLength: 3 }),
})

for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const) {
  test(`the records of joined ${codec} batches are those of their parts, in order`, () => joinsAny(codec))
}

function joinsAny(codec: Codec): void {
  const batch = fc.array(record, { minLength: 1, maxLength: 12 })
  assertProperty(
    fc.property(fc.array(batch, { minLength: 1, maxLength: 12 }), (parts) => {
      const batches = parts.map((records) => encodeBatch(records, { codec }))
      const merged = mergeBatches(batches)
      const header = readBatchHeader(merged)
      assert.ok(verifyCrc(merged))
      assert.equal(header.codec, codec)
      assert.equal(header.count, parts.flat().length)
      assert.equal(header.lastOffsetDelta, header.count - 1)
      assert.equal(header.maxTimestamp, Math.max(...parts.flat().map(({ timestampMs }) => timestampMs)))
      const withoutOffsets = decodeRecords(merged).map(({ offset, ...rest }, index) => {
        assert.equal(offset, index)
        return rest
      })
      assert.deepEqual(
        withoutOffsets,
        batches.flatMap(decodeRecords).map(({ offset: _, ...rest }) => rest),
      )
    }),
    { numRuns: 100 },
  )
}

test('a damaged part is refused, not sealed in', () => {
  const batch = encodeBatch([{ timestampMs: 1, key: null, value: Buffer.from('value'), headers: [] }], {
    codec: 'none',
  })
  batch[batch.length - 2] = 0x21
  assert.throws(() => mergeBatches([batch]), { code: 'ST307' })
})

const rows = [
  { name: 'plain', attributes: 0, expected: true },
  { name: 'of a committed transaction', attributes: 1 << 4, expected: true },
  { name: 'compressed', attributes: 3, expected: true },
  { name: 'of LogAppendTime', attributes: 1 << 3, expected: false },
  { name: 'with a delete horizon', attributes: 1 << 6, expected: false },
]

for (const { name, attributes, expected } of rows) {
  test(`a batch ${name} is ${expected ? '' : 'not '}joined`, () => {
    const batch = encodeBatch([{ timestampMs: 1, key: null, value: null, headers: [] }], { codec: 'none' })
    batch.writeUInt16BE(attributes, 21)
    assert.equal(canMerge(readBatchHeader(batch)), expected)
  })
}
