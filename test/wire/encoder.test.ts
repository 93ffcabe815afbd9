import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Decoder } from '../../src/wire/decoder.ts'
import { Encoder } from '../../src/wire/encoder.ts'
import { VarintReader, varintBytes, writeVarint } from '../../src/wire/varint.ts'
import { assertProperty } from '../fuzz.ts'

const bytesOf = (encoder: Encoder): Buffer => Buffer.concat(encoder.finish())
const decoderOf = (encoder: Encoder): Decoder => new Decoder(bytesOf(encoder), 'the test')

test('every primitive reads back as it was written, from a buffer that has to grow', () => {
  const int64 = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER })
  const any = fc.record(
    {
      int8: fc.integer({ min: -128, max: 127 }),
      int16: fc.integer({ min: -32_768, max: 32_767 }),
      int32: fc.integer(),
      int64,
      uvarint: fc.nat({ max: 0xffffffff }),
      text: fc.option(fc.string({ unit: 'binary', maxLength: 300 })),
      plain: fc.string({ maxLength: 20 }),
      bytes: fc.uint8Array({ maxLength: 700 }).map((array) => Buffer.from(array)),
      list: fc.array(fc.integer(), { maxLength: 50 }),
      id: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((array) => Buffer.from(array).toString('hex')),
    },
    { noNullPrototype: true },
  )
  assertProperty(
    fc.property(any, (row) => {
      const encoder = new Encoder(1).int8(row.int8).int16(row.int16).int32(row.int32).int64(row.int64)
      encoder.uvarint(row.uvarint).string(row.text).plainString(row.plain).bytes(row.bytes).uuid(row.id)
      encoder
        .array(row.list, (_, item) => encoder.int32(item))
        .boolean(true)
        .tags()
      const decoder = decoderOf(encoder)
      const read = {
        int8: decoder.int8(),
        int16: decoder.int16(),
        int32: decoder.int32(),
        int64: decoder.int64(),
        uvarint: decoder.uvarint(),
        text: decoder.nullableString(),
        plain: decoder.plainString(),
        bytes: decoder.bytes(),
        id: decoder.uuid(),
        list: decoder.array(() => decoder.int32()),
      }
      assert.deepEqual(read, row)
      assert.equal(decoder.boolean(), true)
      decoder.skipTags()
      assert.equal(decoder.remaining, 0)
    }),
    { numRuns: 500 },
  )
})

test('a passed buffer stands between the written bytes, itself and not a copy', () => {
  const batch = Buffer.from('batch')
  const parts = new Encoder().int8(1).pass(batch).pass(batch).int8(2).finish()
  assert.deepEqual(
    parts.map((part) => part.toString('hex')),
    ['01', batch.toString('hex'), batch.toString('hex'), '02'],
  )
  assert.equal(parts[1], batch)
})

test('what is not a topic id is a mistake of ours', () => {
  assert.throws(() => new Encoder().uuid('orders'), RangeError)
})

const refusals: readonly {
  readonly name: string
  readonly hex: string
  readonly read: (decoder: Decoder) => unknown
}[] = [
  { name: 'a number past the end', hex: '0000', read: (decoder) => decoder.int32() },
  { name: 'bytes past the end', hex: '7f00', read: (decoder) => decoder.bytes() },
  { name: 'four gigabytes in six', hex: 'ffffffff0f00', read: (decoder) => decoder.bytes() },
  { name: 'null bytes where none may be', hex: '00', read: (decoder) => decoder.bytes() },
  { name: 'a null string where none may be', hex: '00', read: (decoder) => decoder.string() },
  { name: 'a varint of six bytes', hex: 'ffffffffff01', read: (decoder) => decoder.uvarint() },
  { name: 'more items than bytes', hex: 'ff7f0000', read: (decoder) => decoder.array(() => 0) },
  { name: 'a plain array of 2^31 items', hex: '7fffffff00', read: (decoder) => decoder.plainArray(() => 0) },
  { name: 'a tagged field past the end', hex: '010005', read: (decoder) => decoder.skipTags() },
  { name: 'endless tagged fields', hex: 'ffffffff0f', read: (decoder) => decoder.skipTags() },
]

for (const { name, hex, read } of refusals) {
  test(`${name}: refused, naming the message`, () => {
    const decoder = new Decoder(Buffer.from(hex, 'hex'), 'the test')
    assert.throws(() => read(decoder), { code: 'ST303', message: /^the test / })
  })
}

const varints: readonly (readonly [value: number, hex: string])[] = [
  [0, '00'],
  [-1, '01'],
  [1, '02'],
  [63, '7e'],
  [-64, '7f'],
  [64, '8001'],
  [2_147_483_647, 'feffffff0f'],
  [-2_147_483_648, 'ffffffff0f'],
  [1_700_000_000_000, '80a0abfef962'],
  [Number.MAX_SAFE_INTEGER, 'feffffffffffff1f'],
]

for (const [value, hex] of varints) {
  test(`the zigzag varint of ${value} is ${hex}`, () => {
    const buffer = Buffer.alloc(12)
    const end = writeVarint(buffer, value, 0)
    assert.equal(buffer.toString('hex', 0, end), hex)
    assert.equal(varintBytes(value), end)
    assert.equal(new VarintReader(buffer, 0).read(), value)
  })
}
