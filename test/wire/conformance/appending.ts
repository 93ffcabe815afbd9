// What a raw batch must look like to be appended, and what brokers change in it.

import { readBatchHeader, restamp, sealCrc } from '../../../src/wire/batch.ts'
import { decodeRecords } from '../../../src/wire/records.ts'
import { batchOf, keyedBatch } from '../made-batch.ts'
import type { Row } from './row.ts'

const HOUR_MS = 3_600_000
const put32 = (at: number, value: number) => (batch: Buffer) => void batch.writeInt32BE(value, at)
const put16 = (at: number, value: number) => (batch: Buffer) => void batch.writeUInt16BE(value, at)

const refusals: readonly {
  readonly fact: string
  readonly batch: () => Buffer
  readonly expected: string
}[] = [
  {
    fact: 'two batches in one partition entry are refused',
    batch: () => Buffer.concat([batchOf(['a']), batchOf(['b'])]),
    expected: 'INVALID_RECORD',
  },
  {
    fact: 'a base offset other than 0 is refused',
    batch: () => batchOf(['a'], { edit: put32(4, 7) }),
    expected: 'INVALID_RECORD',
  },
  {
    fact: 'a count below the last offset delta + 1 (a compaction hole) is refused',
    batch: () => batchOf(['a', 'b'], { edit: put32(23, 4) }),
    expected: 'INVALID_RECORD',
  },
  {
    fact: 'a count that the records do not have is refused',
    batch: () =>
      batchOf(['a', 'b'], {
        edit: (batch) => {
          put32(23, 2)(batch)
          put32(57, 3)(batch)
        },
      }),
    expected: 'INVALID_RECORD',
  },
  {
    fact: 'a control batch from a client is refused',
    batch: () => batchOf(['a'], { attributes: 1 << 5 }),
    expected: 'INVALID_RECORD',
  },
  {
    fact: 'an empty batch is refused',
    batch: () => {
      const batch = batchOf(['a'], {
        edit: (whole) => {
          put32(8, 49)(whole)
          put32(23, -1)(whole)
          put32(57, 0)(whole)
        },
      }).subarray(0, 61)
      sealCrc(batch)
      return batch
    },
    expected: 'INVALID_RECORD',
  },
  {
    fact: 'the leader epoch is not looked at and not under the CRC',
    batch: () => {
      const batch = batchOf(['a'])
      put32(12, 12_345)(batch)
      return batch
    },
    expected: 'at 0',
  },
  {
    fact: 'a compressed body that does not decompress, under a right CRC, is an unknown server error',
    batch: () => batchOf(['a garbage body'], { edit: put16(21, 4) }),
    expected: 'UNKNOWN_SERVER_ERROR',
  },
  {
    fact: 'a flipped bit in the body is refused, also after the header was patched',
    batch: () => {
      const batch = batchOf(['some value'], { codec: 'lz4' })
      batch.writeUInt8(batch.readUInt8(batch.length - 9) ^ 1, batch.length - 9)
      restamp(batch, { producerId: -1, producerEpoch: -1, baseSequence: -1, transactional: false })
      return batch
    },
    expected: 'CORRUPT_MESSAGE',
  },
  {
    fact: 'a producer id without a sequence is refused',
    batch: () => batchOf(['a'], { producerId: 1_000_001, producerEpoch: 0 }),
    expected: 'INVALID_RECORD',
  },
  {
    fact: 'a time two hours ahead is refused by default',
    batch: () => batchOf(['a'], { timestampMs: Date.now() + 2 * HOUR_MS }),
    expected: 'INVALID_TIMESTAMP',
  },
  {
    fact: 'a time thirty days old passes by default',
    batch: () => batchOf(['a'], { timestampMs: Date.now() - 720 * HOUR_MS }),
    expected: 'at 0',
  },
  { fact: 'a time of -1 passes', batch: () => batchOf(['a'], { timestampMs: -1 }), expected: 'at 0' },
]

const verdicts = refusals.map(
  ({ fact, batch, expected }): Row => ({
    fact,
    expected,
    observe: async (bench) => bench.client.send(await bench.topic(), batch()),
  }),
)

const stored: readonly Row[] = [
  {
    fact: 'wrong offset deltas inside an uncompressed batch are stored: readers see wrong offsets',
    expected: { sent: 'at 0', offsets: [0, 3], next: 'at 2' },
    async observe(bench) {
      const topic = await bench.topic()
      // Deltas [0, 3] under a header that says two records: the second record's delta is its third byte.
      const secondDelta = (batch: Buffer): void => {
        batch.writeUInt8(3 * 2, 61 + 1 + batch.readUInt8(61) / 2 + 1 + 2)
      }
      const sent = await bench.client.send(topic, batchOf(['a', 'b'], { edit: secondDelta }))
      const next = await bench.client.send(topic, batchOf(['c']))
      const [first] = await bench.client.log(topic)
      return { sent, offsets: decodeRecords(first ?? Buffer.alloc(0)).map(({ offset }) => offset), next }
    },
  },
  {
    fact: 'a wrong maximal timestamp is corrected',
    expected: { sent: 'at 0', corrected: true },
    async observe(bench) {
      const topic = await bench.topic()
      const timestampMs = Date.now()
      const edit = (batch: Buffer): void => void batch.writeBigInt64BE(7n, 35)
      const sent = await bench.client.send(topic, batchOf(['a'], { timestampMs, edit }))
      const [batch] = await bench.client.log(topic)
      return { sent, corrected: readBatchHeader(batch ?? Buffer.alloc(0)).maxTimestamp === timestampMs }
    },
  },
  {
    fact: 'the delete-horizon bit and unused bits are stored as sent',
    expected: { sent: 'at 0', attributes: 0b111_1100_0000 },
    async observe(bench) {
      const topic = await bench.topic()
      const sent = await bench.client.send(topic, batchOf(['a'], { attributes: 0b111_1100_0000 }))
      const [batch] = await bench.client.log(topic)
      return { sent, attributes: batch?.readUInt16BE(21) }
    },
  },
  {
    fact: 'a LogAppendTime batch into a CreateTime topic loses the bit: readers see the producers’ times',
    expected: { sent: 'at 0', logAppendTime: false, sameTime: true },
    async observe(bench) {
      const topic = await bench.topic()
      const timestampMs = Date.now() - HOUR_MS
      const sent = await bench.client.send(topic, batchOf(['a'], { timestampMs, attributes: 1 << 3 }))
      const [batch = Buffer.alloc(0)] = await bench.client.log(topic)
      const [record] = decodeRecords(batch)
      const { logAppendTime } = readBatchHeader(batch)
      return { sent, logAppendTime, sameTime: record?.timestampMs === timestampMs }
    },
  },
  {
    fact: 'a LogAppendTime target takes any time, sets the bit and leaves the records as they are',
    expected: { sent: 'at 0', logAppendTime: true, bodyKept: true },
    async observe(bench) {
      const topic = await bench.topic({ 'message.timestamp.type': 'LogAppendTime' })
      const ahead = batchOf(['a'], { timestampMs: Date.now() + 2 * HOUR_MS })
      const sent = await bench.client.send(topic, ahead)
      const [batch = Buffer.alloc(0)] = await bench.client.log(topic)
      const bodyKept = batch.subarray(61).equals(ahead.subarray(61))
      return { sent, logAppendTime: readBatchHeader(batch).logAppendTime, bodyKept }
    },
  },
  {
    fact: 'a compacted topic refuses a record without a key, and takes a null value and an empty key',
    expected: ['INVALID_RECORD', 'at 0', 'at 1'],
    async observe(bench) {
      const topic = await bench.topic({ 'cleanup.policy': 'compact' })
      return [
        await bench.client.send(topic, batchOf(['no key'])),
        await bench.client.send(topic, keyedBatch('k', null)),
        await bench.client.send(topic, keyedBatch('', 'v')),
      ]
    },
  },
  {
    fact: 'before.max.ms refuses the whole batch',
    expected: ['INVALID_TIMESTAMP', 0],
    async observe(bench) {
      const topic = await bench.topic({ 'message.timestamp.before.max.ms': '1000' })
      const sent = await bench.client.send(topic, batchOf(['a'], { timestampMs: Date.now() - HOUR_MS }))
      return [sent, await bench.client.end(topic)]
    },
  },
]

const codecs = ['gzip', 'snappy', 'lz4', 'zstd'] as const

const recompression: readonly Row[] = codecs.flatMap((codec): Row[] => [
  {
    fact: `compression.type=producer stores a ${codec} body byte for byte, CRC included`,
    expected: { sent: 'at 0', same: true },
    async observe(bench) {
      const topic = await bench.topic()
      const batch = batchOf(['some value', 'another value'], { codec })
      const sent = await bench.client.send(topic, batch)
      const [kept = Buffer.alloc(0)] = await bench.client.log(topic)
      return { sent, same: kept.subarray(16).equals(batch.subarray(16)) }
    },
  },
  {
    fact: `compression.type=${codec} recompresses: what the broker wrote and what we wrote are read by both`,
    expected: { sent: ['at 0', 'at 2'], codecs: [codec, codec], values: ['one', 'two', 'three'] },
    async observe(bench) {
      const topic = await bench.topic({ 'compression.type': codec })
      const other = codec === 'zstd' ? 'lz4' : 'zstd'
      const sent = [
        await bench.client.send(topic, batchOf(['one', 'two'])),
        await bench.client.send(topic, batchOf(['three'], { codec: other })),
      ]
      const batches = await bench.client.log(topic)
      return {
        sent,
        codecs: batches.map((batch) => readBatchHeader(batch).codec),
        values: batches.flatMap(decodeRecords).map(({ value }) => value?.toString()),
      }
    },
  },
  {
    fact: `compression.type=uncompressed opens our ${codec} body`,
    expected: { sent: 'at 0', codec: 'none', values: ['one', 'two'] },
    async observe(bench) {
      const topic = await bench.topic({ 'compression.type': 'uncompressed' })
      const sent = await bench.client.send(topic, batchOf(['one', 'two'], { codec }))
      const [batch = Buffer.alloc(0)] = await bench.client.log(topic)
      const values = decodeRecords(batch).map(({ value }) => value?.toString())
      return { sent, codec: readBatchHeader(batch).codec, values }
    },
  },
])

export const appending: readonly Row[] = [...verdicts, ...stored, ...recompression]
