// Transactions on a source, one step after the other: what is committed, aborted or left open is the test's choice.

import './kafkajs-codecs.ts'
import type { TestContext } from 'node:test'
import kafkajs, { type Producer, type Transaction } from 'kafkajs'
import { uniqueName } from './flow-fixture.ts'

const { Kafka, CompressionTypes, logLevel } = kafkajs

/** A producer for transactions, closed with the test. */
export async function transactionalProducer(t: TestContext, bootstrap: readonly string[]): Promise<Producer> {
  const producer = new Kafka({ brokers: [...bootstrap], logLevel: logLevel.NOTHING }).producer({
    transactionalId: uniqueName('transactions'),
    idempotent: true,
    maxInFlightRequests: 1,
  })
  await producer.connect()
  t.after(() => producer.disconnect())
  return producer
}

export interface Sends {
  readonly topic: string
  readonly partition?: number
  readonly values: readonly string[]
}

/** One batch of these values, each with its key, header and time. */
export async function send(
  producer: Producer | Transaction,
  { topic, partition = 0, values }: Sends,
): Promise<void> {
  await producer.send({
    topic,
    acks: -1,
    compression: values.length % 2 === 0 ? CompressionTypes.LZ4 : CompressionTypes.None,
    messages: values.map((value, index) => ({
      partition,
      key: `key of ${value}`,
      value,
      headers: { number: `${index}` },
      timestamp: String(Date.now() - 1_000 - index),
    })),
  })
}

export async function sendIn(
  producer: Producer,
  end: 'commit' | 'abort',
  sends: Sends | readonly Sends[],
): Promise<void> {
  const transaction = await producer.transaction()
  for (const one of [sends].flat() as Sends[]) await send(transaction, one)
  await transaction[end]()
}
