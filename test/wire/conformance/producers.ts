// Producer ids, sequences and fencing.

import { callApi } from '../../../src/wire/call.ts'
import { batchOf, type Producer } from '../made-batch.ts'
import type { TestTopic } from '../raw-client.ts'
import type { Bench, Row } from './row.ts'

const record = (producer: Producer, baseSequence: number, value = `v${baseSequence}`): Buffer =>
  batchOf([value], { ...producer, baseSequence })

const broken = (producer: Producer, baseSequence: number): Buffer => {
  const batch = record(producer, baseSequence)
  batch.writeUInt8(batch.readUInt8(batch.length - 2) ^ 1, batch.length - 2)
  return batch
}

const older = (producer: Producer): Producer => ({ ...producer, producerEpoch: producer.producerEpoch - 1 })

async function writing(bench: Bench): Promise<{ topic: TestTopic; producer: Producer }> {
  return { topic: await bench.topic(), producer: await bench.newProducer() }
}

const sequences: readonly Row[] = [
  {
    fact: 'a producer id that the log does not know may begin with any sequence',
    expected: 'at 0',
    async observe(bench) {
      const { topic, producer } = await writing(bench)
      return bench.client.send(topic, record(producer, 1000))
    },
  },
  {
    fact: 'a known producer id in a new epoch begins at sequence 0',
    expected: ['at 0', 'OUT_OF_ORDER_SEQUENCE_NUMBER', 'at 1', 'at 2'],
    async observe(bench) {
      const { topic, producer } = await writing(bench)
      const next = { ...producer, producerEpoch: producer.producerEpoch + 1 }
      return [
        await bench.client.send(topic, record(producer, 0)),
        await bench.client.send(topic, record(next, 1)),
        await bench.client.send(topic, record(next, 0)),
        await bench.client.send(topic, record(next, 1)),
      ]
    },
  },
  {
    fact: 'epoch -1 is taken of a producer id that the log does not know, and refused of one that it knows',
    expected: ['at 0', 'at 0', 'INVALID_PRODUCER_EPOCH'],
    async observe(bench) {
      const [one, other] = [await writing(bench), await writing(bench)]
      return [
        await bench.client.send(one.topic, record({ ...one.producer, producerEpoch: -1 }, 0)),
        await bench.client.send(other.topic, record(other.producer, 0)),
        await bench.client.send(other.topic, record({ ...other.producer, producerEpoch: -1 }, 1)),
      ]
    },
  },
  {
    fact: 'a sequence wraps from 2^31 - 1 to 0',
    expected: ['at 0', 'at 1', 'at 2'],
    async observe(bench) {
      const { topic, producer } = await writing(bench)
      return [
        await bench.client.send(topic, record(producer, 2_147_483_646)),
        await bench.client.send(topic, record(producer, 2_147_483_647)),
        await bench.client.send(topic, record(producer, 0)),
      ]
    },
  },
  {
    fact: 'gaps, jumps back and other boundaries are out of order',
    expected: ['at 0', ...Array(3).fill('OUT_OF_ORDER_SEQUENCE_NUMBER')],
    async observe(bench) {
      const { topic, producer } = await writing(bench)
      return [
        await bench.client.send(topic, batchOf(['a', 'b'], { ...producer, baseSequence: 0 })),
        await bench.client.send(topic, record(producer, 3)),
        await bench.client.send(topic, record(producer, 0)),
        await bench.client.send(topic, batchOf(['b', 'c'], { ...producer, baseSequence: 1 })),
      ]
    },
  },
  {
    fact: 'the last 5 batches are recognised when they come again, older ones are out of order',
    expected: {
      first: ['at 0', 'at 1', 'at 2', 'at 3', 'at 4', 'at 5'],
      again: ['OUT_OF_ORDER_SEQUENCE_NUMBER', 'at 1', 'at 2', 'at 3', 'at 4', 'at 5'],
      end: 6,
    },
    async observe(bench) {
      const { topic, producer } = await writing(bench)
      const batches = [0, 1, 2, 3, 4, 5].map((sequence) => record(producer, sequence))
      const first = await bench.client.sendAll(topic, batches)
      const again = await bench.client.sendAll(topic, batches)
      return { first, again, end: await bench.client.end(topic) }
    },
  },
  {
    fact: '200 batches in flight on one connection keep their order',
    expected: { inOrder: true, end: 200 },
    async observe(bench) {
      const { topic, producer } = await writing(bench)
      const batches = Array.from({ length: 200 }, (_, sequence) => record(producer, sequence))
      const answers = await bench.client.sendAll(topic, batches)
      return {
        inOrder: answers.every((at, index) => at === `at ${index}`),
        end: await bench.client.end(topic),
      }
    },
  },
  {
    fact: 'a batch that fails makes all behind it out of order; a resend from it on goes through',
    expected: {
      before: 30,
      failed: 'CORRUPT_MESSAGE',
      behind: ['OUT_OF_ORDER_SEQUENCE_NUMBER'],
      resentAt: 'at 30',
      end: 64,
    },
    async observe(bench) {
      const { topic, producer } = await writing(bench)
      const whole = Array.from({ length: 64 }, (_, sequence) => record(producer, sequence))
      const sent = whole.with(30, broken(producer, 30))
      const answers = await bench.client.sendAll(topic, sent)
      const resent = await bench.client.sendAll(topic, whole.slice(30))
      return {
        before: answers.findIndex((answer) => !answer.startsWith('at ')),
        failed: answers[30],
        behind: [...new Set(answers.slice(31))],
        resentAt: resent[0],
        end: await bench.client.end(topic),
      }
    },
  },
  {
    fact: 'DescribeProducers shows id, epoch and last sequence of a plain idempotent producer',
    expected: { sameId: true, producerEpoch: 0, lastSequence: 1 },
    async observe(bench) {
      const { topic, producer } = await writing(bench)
      await bench.client.sendAll(topic, [record(producer, 0), record(producer, 1)])
      const asked = [{ name: topic.name, partitionIndexes: [0] }]
      const answer = await callApi(await bench.client.connection('control'), 'describeProducersV0', [asked])
      const [state] = answer.topics[0]?.partitions[0]?.activeProducers ?? []
      const { producerEpoch, lastSequence } = state ?? {}
      return { sameId: Number(state?.producerId) === producer.producerId, producerEpoch, lastSequence }
    },
  },
]

const fencing: readonly Row[] = [
  {
    fact: 'InitProducerId bumps the epoch, and the former owner’s plain writes still land',
    expected: { bumped: 1, former: 'at 1' },
    async observe(bench) {
      const topic = await bench.topic()
      const transactions = bench.transactions()
      const former = await transactions.init()
      await bench.client.send(topic, record(former, 0))
      const owner = await transactions.init()
      const bumped = owner.producerEpoch - former.producerEpoch
      return { bumped, former: await bench.client.send(topic, record(former, 1)) }
    },
  },
  {
    fact: 'AddPartitionsToTxn alone does not stop the former owner either',
    expected: { added: 'NONE', former: 'at 1' },
    async observe(bench) {
      const topic = await bench.topic()
      const transactions = bench.transactions()
      const former = await transactions.init()
      await bench.client.send(topic, record(former, 0))
      const added = await transactions.addPartitions(3, await transactions.init(), topic)
      return { added, former: await bench.client.send(topic, record(former, 1)) }
    },
  },
  ...([3, 5] as const).flatMap((addVersion) =>
    ([3, 4, 5] as const).map(
      (endVersion): Row => ({
        fact:
          `AddPartitionsToTxn v${addVersion} and EndTxn v${endVersion} abort: one marker, one offset; ` +
          'then the former owner is fenced and the new one goes on from sequence 0',
        expected: {
          ended: ['NONE', 'NONE'],
          settled: 'CompleteAbort',
          end: 2,
          former: 'INVALID_PRODUCER_EPOCH',
          endAfterFormer: 2,
          owner: ['OUT_OF_ORDER_SEQUENCE_NUMBER', 'at 2', 'at 3'],
          bumpedByEnd: endVersion === 5 ? 1 : 0,
        },
        async observe(bench) {
          const topic = await bench.topic()
          const transactions = bench.transactions()
          const former = await transactions.init()
          await bench.client.send(topic, record(former, 0))
          const opened = await transactions.init()
          const added = await transactions.addPartitions(addVersion, opened, topic)
          const { code, producer } = await transactions.end(endVersion, opened)
          const settled = await transactions.settled()
          return {
            ended: [added, code],
            settled,
            end: await bench.client.end(topic),
            former: await bench.client.send(topic, record(former, 1)),
            endAfterFormer: await bench.client.end(topic),
            owner: [
              await bench.client.send(topic, record(producer, 1)),
              await bench.client.send(topic, record(producer, 0)),
              await bench.client.send(topic, record(producer, 1)),
            ],
            bumpedByEnd: producer.producerEpoch - opened.producerEpoch,
          }
        },
      }),
    ),
  ),
  {
    fact: 'after EndTxn v5 the epoch from before it is fenced too',
    expected: ['INVALID_PRODUCER_EPOCH', 'at 1'],
    async observe(bench) {
      const topic = await bench.topic()
      const returned = await bench.transactions().seal(topic, 5)
      return [
        await bench.client.send(topic, record(older(returned), 0)),
        await bench.client.send(topic, record(returned, 0)),
      ]
    },
  },
  {
    fact: 'a former owner that never wrote to the partition is fenced as well',
    expected: 'INVALID_PRODUCER_EPOCH',
    async observe(bench) {
      const topic = await bench.topic()
      const transactions = bench.transactions()
      const former = await transactions.init()
      await transactions.seal(topic)
      return bench.client.send(topic, record(former, 0))
    },
  },
  {
    fact: 'EndTxn without AddPartitionsToTxn fences nothing in the logs',
    expected: { v3: 'INVALID_TXN_STATE', v5: 'NONE', former: 'at 1', end: 2 },
    async observe(bench) {
      const topic = await bench.topic()
      const transactions = bench.transactions()
      const former = await transactions.init()
      await bench.client.send(topic, record(former, 0))
      const owner = await transactions.init()
      const v3 = (await transactions.end(3, owner)).code
      const v5 = (await transactions.end(5, owner)).code
      const sent = await bench.client.send(topic, record(former, 1))
      return { v3, v5, former: sent, end: await bench.client.end(topic) }
    },
  },
  {
    fact: 'a second marker of the same epoch (v3) keeps the sequence',
    expected: ['at 1', 'at 3'],
    async observe(bench) {
      const topic = await bench.topic()
      const transactions = bench.transactions()
      const owner = await transactions.seal(topic)
      const before = await bench.client.send(topic, record(owner, 0))
      await transactions.addPartitions(3, owner, topic)
      await transactions.end(3, owner)
      await transactions.settled()
      return [before, await bench.client.send(topic, record(owner, 1))]
    },
  },
]

export const producers: readonly Row[] = [...sequences, ...fencing]
