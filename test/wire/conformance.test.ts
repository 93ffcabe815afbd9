// How brokers really behave, tried on the broker at hand: every row sends hand-made frames and compares what comes
// back to the letter. The design rests on these facts; a row that fails says what this broker does instead.
//
// Left out, because they need many rounds, hours or several brokers: a log end read before CompleteAbort moves,
// ids that expire after days, epoch exhaustion, truncation after an unclean election.

import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { sharedClusters } from '../brokers/shared.ts'
import { appending } from './conformance/appending.ts'
import { forgetfulProperties, memory } from './conformance/memory.ts'
import { producers } from './conformance/producers.ts'
import { Bench, type Row } from './conformance/row.ts'
import { traps } from './conformance/traps.ts'
import { batchOf } from './made-batch.ts'
import { RawClient } from './raw-client.ts'

function tryRows(rows: readonly Row[], bench: () => Bench): void {
  for (const { fact, expected, observe } of rows) {
    test(fact, async () => {
      const observed = await observe(bench())
      assert.deepEqual(
        observed,
        expected,
        `expected of Kafka 4.3:\n${show(expected)}\nobserved:\n${show(observed)}`,
      )
    })
  }
}

function show(value: unknown): string {
  return JSON.stringify(value, null, 2)
}

suite('on the shared target', { concurrency: 4 }, () => {
  let client: RawClient
  before(async () => {
    client = new RawClient((await sharedClusters()).target.bootstrap)
  })
  after(() => client.brokers.close())
  tryRows([...appending, ...producers, ...traps], () => new Bench(client))
})

suite('on a broker of their own', () => {
  let broker: Broker
  let client: RawClient
  before(async () => {
    broker = await startBroker({ properties: forgetfulProperties })
    client = new RawClient(broker.bootstrap)
  })
  after(async () => {
    await client.brokers.close()
    await broker.close()
  })
  tryRows(memory, () => new Bench(client))

  test('after a restart only the last batch of a producer is recognised, older ones are out of order', async () => {
    const bench = new Bench(client)
    const topic = await bench.topic()
    const producer = await bench.newProducer()
    const batches = [0, 1, 2].map((baseSequence) => batchOf(['v'], { ...producer, baseSequence }))
    const first = await client.sendAll(topic, batches)
    await broker.restart()
    await client.serving(topic.name)
    const again: string[] = []
    for (const batch of batches.toReversed()) again.push(await client.send(topic, batch))
    assert.deepEqual(
      { first, again },
      {
        first: ['at 0', 'at 1', 'at 2'],
        again: ['at 2', 'OUT_OF_ORDER_SEQUENCE_NUMBER', 'OUT_OF_ORDER_SEQUENCE_NUMBER'],
      },
    )
  })
})
