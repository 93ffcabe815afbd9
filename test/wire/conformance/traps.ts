// What loses or doubles data silently, what is too large, and what a fetch may answer.

import { eachBatch, readBatchHeader } from '../../../src/wire/batch.ts'
import { committedBatches } from '../../../src/wire/committed.ts'
import { decodeRecords } from '../../../src/wire/records.ts'
import { batchOf, type Producer } from '../made-batch.ts'
import { errorName, type RawClient, type TestTopic } from '../raw-client.ts'
import type { Row } from './row.ts'

const record = (producer: Producer, baseSequence: number, value = `v${baseSequence}`): Buffer =>
  batchOf([value], { ...producer, baseSequence })

async function values(client: RawClient, topic: TestTopic): Promise<(string | undefined)[]> {
  const batches = await client.log(topic)
  const data = batches.filter((batch) => !readBatchHeader(batch).control)
  return data.flatMap(decodeRecords).map(({ value }) => value?.toString())
}

function tooLargeFirst(producer: Producer): Buffer[] {
  const large = batchOf(['x'.repeat(3000)], { ...producer, baseSequence: 0 })
  return [large, ...[1, 2, 3, 4, 5, 6, 7].map((sequence) => record(producer, sequence))]
}

const silent: readonly Row[] = [
  {
    fact: 'a source’s producer id, epoch and sequence, kept, are acknowledged and dropped where the id is known',
    expected: { answers: ['at 0', 'at 0'], values: ['ours'] },
    async observe(bench) {
      const topic = await bench.topic()
      const producer = await bench.newProducer()
      const answers = [
        await bench.client.send(topic, record(producer, 0, 'ours')),
        await bench.client.send(topic, record(producer, 0, 'theirs')),
      ]
      return { answers, values: await values(bench.client, topic) }
    },
  },
  {
    fact: 'the first batch of a new producer id fails: the next one is taken as the first, a hole',
    expected: ['MESSAGE_TOO_LARGE', 'at 0', 'at 1', 'at 2', 'at 3', 'at 4', 'at 5', 'at 6'],
    async observe(bench) {
      const topic = await bench.topic({ 'max.message.bytes': '2000' })
      return bench.client.sendAll(topic, tooLargeFirst(await bench.newProducer()))
    },
  },
  {
    fact: 'the same behind a fence: all behind the failed first batch are out of order',
    expected: ['MESSAGE_TOO_LARGE', ...Array(7).fill('OUT_OF_ORDER_SEQUENCE_NUMBER')],
    async observe(bench) {
      const topic = await bench.topic({ 'max.message.bytes': '2000' })
      return bench.client.sendAll(topic, tooLargeFirst(await bench.transactions().seal(topic)))
    },
  },
  {
    fact: 'the same partition twice in a produce request: one success is answered, only the last is appended',
    expected: { answers: ['at 0'], values: ['second'] },
    async observe(bench) {
      const topic = await bench.topic()
      const answers = await bench.client.produce(topic, [
        [0, batchOf(['first'])],
        [0, batchOf(['second'])],
      ])
      return { answers, values: await values(bench.client, topic) }
    },
  },
  {
    fact: 'an unknown partition beside a known one fails alone',
    expected: ['UNKNOWN_TOPIC_OR_PARTITION', 'at 0'],
    async observe(bench) {
      const answers = await bench.client.produce(await bench.topic(), [
        [0, batchOf(['a'])],
        [3, batchOf(['b'])],
      ])
      return answers.toSorted()
    },
  },
  {
    fact: 'a control batch whose control and transactional bits were cleared is taken as data',
    expected: { asItIs: 'INVALID_RECORD', cleared: 'at 1', keyBytes: 4 },
    async observe(bench) {
      const topic = await bench.topic()
      await bench.transactions().seal(topic)
      const [marker = Buffer.alloc(0)] = await bench.client.log(topic)
      const { value } = decodeRecords(marker)[0] ?? {}
      const asData = (attributes: number) => {
        const edit = (batch: Buffer): void => void batch.writeUInt16BE(attributes, 21)
        return batchOf([value?.toString('latin1') ?? ''], { edit })
      }
      const asItIs = await bench.client.send(topic, asData(1 << 5))
      const cleared = await bench.client.send(topic, asData(0))
      return { asItIs, cleared, keyBytes: decodeRecords(marker)[0]?.key?.length }
    },
  },
  {
    fact: 'a plain batch while the same id has an open transaction on the partition is refused',
    expected: 'INVALID_TXN_STATE',
    async observe(bench) {
      const topic = await bench.topic()
      const transactions = bench.transactions()
      const owner = await transactions.init()
      await transactions.addPartitions(3, owner, topic)
      const open = batchOf(['open'], { ...owner, baseSequence: 0, attributes: 1 << 4 })
      await bench.client.produceIn(transactions.transactionalId, topic, open)
      return bench.client.send(topic, record(owner, 1))
    },
  },
  {
    fact: 'a zstd batch that fits is too large once the topic stores it uncompressed',
    expected: ['at 0', 'MESSAGE_TOO_LARGE'],
    async observe(bench) {
      const limits = { 'max.message.bytes': '2000' }
      const batch = batchOf(['x'.repeat(5000)], { codec: 'zstd' })
      const producer = await bench.topic(limits)
      const uncompressed = await bench.topic({ ...limits, 'compression.type': 'uncompressed' })
      return [await bench.client.send(producer, batch), await bench.client.send(uncompressed, batch)]
    },
  },
  {
    fact: 'max.message.bytes counts the whole batch with its header',
    expected: ['at 0', 'MESSAGE_TOO_LARGE'],
    async observe(bench) {
      const topic = await bench.topic({ 'max.message.bytes': '2000' })
      const sized = (bytes: number): Buffer => {
        const batch = batchOf(['x'.repeat(bytes - 72)])
        return batch.length === bytes ? batch : batchOf(['x'.repeat(bytes - 72 - (batch.length - bytes))])
      }
      return [await bench.client.send(topic, sized(2000)), await bench.client.send(topic, sized(2001))]
    },
  },
  {
    fact: 'a batch larger than segment.bytes is refused',
    expected: 'RECORD_LIST_TOO_LARGE',
    async observe(bench) {
      const topic = await bench.topic({ 'segment.bytes': '1048576', 'max.message.bytes': '4000000' })
      return bench.client.send(topic, batchOf(['x'.repeat(1_200_000)]))
    },
  },
]

const fetching: readonly Row[] = [
  {
    fact: 'a fetch past the log end with the last fetched epoch answers where the log diverges',
    expected: { error: 'NONE', diverging: { epoch: 0, endOffset: 1 } },
    async observe(bench) {
      const topic = await bench.topic()
      await bench.client.send(topic, batchOf(['a']))
      const { errorCode, divergingEpoch } = await bench.client.fetch(topic, {
        offset: 5,
        lastFetchedEpoch: 0,
      })
      return { error: errorName(errorCode), diverging: divergingEpoch }
    },
  },
  {
    fact: 'a fetch past the log end without it is out of range',
    expected: 'OFFSET_OUT_OF_RANGE',
    async observe(bench) {
      const { errorCode } = await bench.client.fetch(await bench.topic(), { offset: 5 })
      return errorName(errorCode)
    },
  },
  {
    fact: 'an answer begins before the asked offset and may end in a part of a batch',
    expected: { firstBase: 0, batches: 1, hasTail: true },
    async observe(bench) {
      const topic = await bench.topic()
      const batches = [batchOf(['a', 'b', 'c']), batchOf(['d'.repeat(500)])]
      for (const batch of batches) await bench.client.send(topic, batch)
      const { records } = await bench.client.fetch(topic, { offset: 1, maxBytes: 200 })
      const whole = [...eachBatch(records)]
      const wholeBytes = whole.reduce((sum, { length }) => sum + length, 0)
      const firstBase = whole.map((batch) => readBatchHeader(batch).baseOffset)[0]
      return { firstBase, batches: whole.length, hasTail: records.length > wholeBytes }
    },
  },
  {
    fact: 'a topic that was deleted and made again is unknown by its old id, to fetch and to produce',
    expected: ['UNKNOWN_TOPIC_ID', 'UNKNOWN_TOPIC_ID'],
    async observe(bench) {
      const topic = await bench.topic()
      await bench.client.deleteTopic(topic)
      await bench.client.recreateTopic(topic)
      const { errorCode } = await bench.client.fetch(topic, { offset: 0 })
      return [errorName(errorCode), await bench.client.send(topic, batchOf(['a']))]
    },
  },
  {
    fact: 'aborted data is named by producer and first offset, and nothing past the last stable offset is sent',
    expected: { stable: 3, end: 4, batches: [0, 1, 2], aborted: [1], committed: [0] },
    async observe(bench) {
      const topic = await bench.topic()
      const transactions = bench.transactions()
      await bench.client.send(topic, batchOf(['plain']))
      const data = (owner: Producer, baseSequence: number): Buffer =>
        batchOf(['in a transaction'], { ...owner, baseSequence, attributes: 1 << 4 })
      const first = await transactions.init()
      await transactions.addPartitions(3, first, topic)
      await bench.client.produceIn(transactions.transactionalId, topic, data(first, 0))
      await transactions.end(3, first)
      await transactions.settled()
      await transactions.addPartitions(3, first, topic)
      await bench.client.produceIn(transactions.transactionalId, topic, data(first, 1))
      const fetched = await bench.client.fetch(topic, { offset: 0, isolation: 'read_committed' })
      return {
        stable: fetched.lastStableOffset,
        end: await bench.client.end(topic),
        batches: [...eachBatch(fetched.records)].map((batch) => readBatchHeader(batch).baseOffset),
        aborted: fetched.abortedTransactions.map(({ firstOffset }) => firstOffset),
        committed: committedBatches(fetched).map(({ header }) => header.baseOffset),
      }
    },
  },
]

export const traps: readonly Row[] = [...silent, ...fetching]
