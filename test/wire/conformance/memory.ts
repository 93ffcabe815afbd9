// What a broker forgets: producer state is dated by the records' own times, and a restart keeps one batch of it.
// These rows need a broker of their own, whose state is checked often and which may be restarted.

import { callApi } from '../../../src/wire/call.ts'
import { batchOf, type Producer } from '../made-batch.ts'
import type { RawClient, TestTopic } from '../raw-client.ts'
import type { Bench, Row } from './row.ts'

const TWO_DAYS_MS = 2 * 24 * 3_600_000

/** Of the rows' broker, beside its defaults. */
export const forgetfulProperties = { 'producer.id.expiration.check.interval.ms': 100 } as const

const old = (producer: Producer, baseSequence: number): Buffer =>
  batchOf([`v${baseSequence}`], { ...producer, baseSequence, timestampMs: Date.now() - TWO_DAYS_MS })

async function forgotten(client: RawClient, topic: TestTopic): Promise<void> {
  for (;;) {
    const asked = [{ name: topic.name, partitionIndexes: [0] }]
    const answer = await callApi(await client.connection('control'), 'describeProducersV0', [asked])
    if (answer.topics[0]?.partitions[0]?.activeProducers.length === 0) return
  }
}

export const memory: readonly Row[] = [
  {
    fact: 'state of a producer of old records expires: a resend is appended twice and a gap is accepted',
    expected: { first: 'at 0', resent: 'at 1', gap: 'at 2' },
    async observe(bench) {
      const topic = await bench.topic()
      const producer = await bench.newProducer()
      const first = await bench.client.send(topic, old(producer, 0))
      await forgotten(bench.client, topic)
      const resent = await bench.client.send(topic, old(producer, 0))
      await forgotten(bench.client, topic)
      return { first, resent, gap: await bench.client.send(topic, old(producer, 90)) }
    },
  },
  {
    fact: 'with it goes the fence: a former owner is accepted again',
    expected: { fenced: 'INVALID_PRODUCER_EPOCH', later: 'at 2' },
    async observe(bench) {
      const topic = await bench.topic()
      const transactions = bench.transactions()
      const former = await transactions.init()
      const owner = await transactions.seal(topic)
      const fenced = await bench.client.send(topic, old(former, 0))
      await bench.client.send(topic, old(owner, 0))
      await forgotten(bench.client, topic)
      return { fenced, later: await bench.client.send(topic, old(former, 0)) }
    },
  },
  {
    fact: 'an open transaction pins the state of old records: the fence holds and a resend is recognised',
    expected: { resent: 'at 1', former: 'INVALID_PRODUCER_EPOCH' },
    async observe(bench) {
      const topic = await bench.topic()
      const transactions = bench.transactions()
      const former = await transactions.init()
      const owner = await transactions.seal(topic)
      const timestampMs = Date.now() - TWO_DAYS_MS
      const batch = batchOf(['open'], { ...owner, baseSequence: 0, attributes: 1 << 4, timestampMs })
      await transactions.addPartitions(3, owner, topic)
      await bench.client.produceIn(transactions.transactionalId, topic, batch)
      await expiryHasRun(bench)
      const resent = await bench.client.produceIn(transactions.transactionalId, topic, batch)
      return { resent, former: await bench.client.send(topic, old(former, 0)) }
    },
  },
  {
    fact: 'on a LogAppendTime topic old records do not age the state',
    expected: 'at 0',
    async observe(bench) {
      const topic = await bench.topic({ 'message.timestamp.type': 'LogAppendTime' })
      const batch = old(await bench.newProducer(), 0)
      await bench.client.send(topic, batch)
      await expiryHasRun(bench)
      return bench.client.send(topic, batch)
    },
  },
]

/** Whatever can expire on the broker has: a witness with old records was forgotten meanwhile. */
async function expiryHasRun(bench: Bench): Promise<void> {
  const witness = await bench.topic()
  await bench.client.send(witness, old(await bench.newProducer(), 0))
  await forgotten(bench.client, witness)
}
