import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StraitError } from '../../src/errors/strait-error.ts'
import { eachBatch, readBatchHeader, restamp, sealCrc, verifyCrc } from '../../src/wire/batch.ts'
import { decodeRecords, encodeBatch } from '../../src/wire/records.ts'
import { javaBatch, javaRecords } from './java-batches.ts'

function withCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof StraitError && error.code === code
}

function batchOf(value: string): Buffer {
  return encodeBatch([{ timestampMs: 1, key: null, value: Buffer.from(value), headers: [] }], {
    codec: 'none',
  })
}

test('the header of a batch from a Java producer reads as the broker stored it', () => {
  assert.deepEqual(readBatchHeader(javaBatch('lz4')), {
    baseOffset: 0,
    sizeBytes: 126,
    leaderEpoch: 0,
    crc: 419_199_822,
    attributes: 3,
    codec: 'lz4',
    logAppendTime: false,
    transactional: false,
    control: false,
    lastOffsetDelta: 2,
    baseTimestamp: 1_700_000_000_000,
    maxTimestamp: 1_700_000_070_000,
    producerId: 9,
    producerEpoch: 0,
    baseSequence: 0,
    count: 3,
  })
})

test('a header is read in the middle of a buffer, with offsets and ids past 32 bits', () => {
  const batch = batchOf('x')
  batch.writeBigInt64BE(5_000_000_000_123n, 0)
  batch.writeBigInt64BE(-1n, 27)
  batch.writeBigInt64BE(9_007_199_254_740_991n, 43)
  const header = readBatchHeader(Buffer.concat([Buffer.alloc(7), batch]), 7)
  assert.equal(header.baseOffset, 5_000_000_000_123)
  assert.equal(header.baseTimestamp, -1)
  assert.equal(header.producerId, 9_007_199_254_740_991)
})

for (const [name, bit, flag] of [
  ['log append time', 3, 'logAppendTime'],
  ['transactional', 4, 'transactional'],
  ['control', 5, 'control'],
] as const) {
  test(`attribute bit ${bit} means ${name}`, () => {
    const batch = batchOf('x')
    assert.equal(readBatchHeader(batch)[flag], false)
    batch.writeUInt16BE(1 << bit, 21)
    assert.equal(readBatchHeader(batch)[flag], true)
  })
}

test('eachBatch gives whole batches without copying them and leaves out a cut tail', () => {
  const [one, two] = [batchOf('one'), batchOf('two, which is longer')]
  for (const tail of [0, 1, 60, 61, two.length - 1]) {
    const records = Buffer.concat([one, two, two.subarray(0, tail)])
    const found = [...eachBatch(records)]
    assert.deepEqual(found, [one, two], `${tail} bytes of a third`)
    assert.ok(found.every(({ buffer }) => buffer === records.buffer))
  }
})

test('another record format is refused by name, a length that no batch has as damage', () => {
  const old = batchOf('x')
  old.writeInt8(1, 16)
  assert.throws(() => [...eachBatch(old)], withCode('ST303'))
  assert.throws(() => readBatchHeader(old), withCode('ST303'))
  for (const length of [0, -1, 48, -2_147_483_648]) {
    const lying = batchOf('x')
    lying.writeInt32BE(length, 8)
    assert.throws(() => [...eachBatch(lying)], withCode('ST307'))
  }
  assert.throws(() => readBatchHeader(Buffer.alloc(60)), withCode('ST307'))
  const unknownCodec = batchOf('x')
  unknownCodec.writeUInt16BE(5, 21)
  assert.throws(() => readBatchHeader(unknownCodec), withCode('ST307'))
})

const stamp = { producerId: 4_294_967_298, producerEpoch: 3, baseSequence: 77, transactional: false }

test('restamp makes a fetched batch ours and leaves its body and its CRC right', () => {
  for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const) {
    const batch = javaBatch(codec)
    batch.writeBigInt64BE(1234n, 0)
    const before = readBatchHeader(batch)
    restamp(batch, stamp)
    const { crc, ...after } = readBatchHeader(batch)
    assert.deepEqual(after, {
      ...stamp,
      baseOffset: 0,
      leaderEpoch: -1,
      sizeBytes: before.sizeBytes,
      attributes: before.attributes,
      codec,
      logAppendTime: false,
      control: false,
      lastOffsetDelta: 2,
      baseTimestamp: 1_700_000_000_000,
      maxTimestamp: 1_700_000_070_000,
      count: 3,
    })
    assert.notEqual(crc, before.crc)
    assert.ok(verifyCrc(batch))
    assert.deepEqual(decodeRecords(batch), javaRecords)
  }
})

test('restamp keeps of the attributes the codec alone, and sets the transactional bit when told', () => {
  const batch = javaBatch('zstd')
  const logAppendTimeTransactionalHorizonAndUnknown = 0b1000_0101_1000
  batch.writeUInt16BE(logAppendTimeTransactionalHorizonAndUnknown | 4, 21)
  sealCrc(batch)
  restamp(batch, stamp)
  assert.equal(readBatchHeader(batch).attributes, 0b0000_0100)
  assert.ok(verifyCrc(batch))
  restamp(batch, { ...stamp, transactional: true })
  assert.equal(readBatchHeader(batch).attributes, 0b0001_0100)
  assert.ok(verifyCrc(batch))
})

test('a batch may be restamped again, as for a resend by another producer', () => {
  const batch = javaBatch('lz4')
  restamp(batch, stamp)
  restamp(batch, { producerId: -1, producerEpoch: -1, baseSequence: -1, transactional: false })
  const { producerId, producerEpoch, baseSequence } = readBatchHeader(batch)
  assert.deepEqual([producerId, producerEpoch, baseSequence], [-1, -1, -1])
  assert.ok(verifyCrc(batch))
})

test('a damaged body stays refused after restamp', () => {
  const batch = javaBatch('lz4')
  batch.writeUInt8(batch.readUInt8(100) ^ 1, 100)
  restamp(batch, stamp)
  assert.equal(verifyCrc(batch), false)
})

test('a control batch is never restamped: with its bits cleared a broker would take it as data', () => {
  const batch = batchOf('x')
  batch.writeUInt16BE(0b11_0000, 21)
  assert.throws(() => restamp(batch, stamp), { name: 'AssertionError' })
})
