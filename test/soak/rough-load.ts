// Producers that go on through whatever happens to their brokers: all codecs, empty to large values, new and old
// records, transactions that commit and abort. What the source's log holds in the end is what was to be copied; they
// count nothing.

import '../agent/kafkajs-codecs.ts'
import '../brokers/quiet-kafkajs.ts'
import { setTimeout as delay } from 'node:timers/promises'
import kafkajs, { type Message, type Producer } from 'kafkajs'
import { seeded } from '../agent/mixed-load.ts'

const { Kafka, CompressionTypes, logLevel } = kafkajs

export interface RoughTopics {
  readonly plain: string
  readonly transactional: string
}

export interface RoughLoad {
  readonly bootstrap: readonly string[]
  readonly topics: RoughTopics
  readonly partitions: number
  readonly seed: number
}

const codecs = [
  CompressionTypes.None,
  CompressionTypes.GZIP,
  CompressionTypes.Snappy,
  CompressionTypes.LZ4,
  CompressionTypes.ZSTD,
]
const dayMs = 24 * 3_600_000
/** A producer that died with its broker holds readers back no longer. */
const transactionTimeout = 5_000

/** Runs until the signal aborts, and resolves once the last producer has ended. */
export async function roughLoad(load: RoughLoad, signal: AbortSignal): Promise<void> {
  await Promise.all([
    produce(load, signal, { seed: load.seed, idempotent: true }),
    produce(load, signal, { seed: load.seed + 1, idempotent: false }),
    transact(load, signal, load.seed + 2),
  ])
}

async function produce(
  { bootstrap, topics, partitions }: RoughLoad,
  signal: AbortSignal,
  { seed, idempotent }: { seed: number; idempotent: boolean },
): Promise<void> {
  const random = seeded(seed)
  await withProducer(bootstrap, { idempotent, maxInFlightRequests: 1 }, async (producer) => {
    for (let sent = 0; !signal.aborted; sent += 1) {
      // A topic is old for a while, then young again: copies go into transactions and out of them.
      const ageMs = Math.floor(sent / 200) % 2 === 0 ? 0 : 3 * dayMs
      const messages = messagesOf(random, { partitions, ageMs, name: `${seed}-${sent}` })
      await tolerant(() => producer.send({ topic: topics.plain, acks: -1, ...codec(random), messages }))
      await delay(random() * 8)
    }
  })
}

async function transact(
  { bootstrap, topics, partitions }: RoughLoad,
  signal: AbortSignal,
  seed: number,
): Promise<void> {
  const random = seeded(seed)
  const options = {
    idempotent: true,
    maxInFlightRequests: 1,
    transactionTimeout,
    transactionalId: topics.transactional,
  }
  // After an error a transactional producer of kafkajs is good for nothing: the next one fences it.
  while (!signal.aborted) {
    await tolerant(() =>
      withProducer(bootstrap, options, async (producer) => {
        for (let sent = 0; !signal.aborted; sent += 1) {
          const transaction = await producer.transaction()
          for (let part = 0; part <= random() * 3; part += 1) {
            const messages = messagesOf(random, { partitions, ageMs: 0, name: `${seed}-${sent}-${part}` })
            await transaction.send({ topic: topics.transactional, acks: -1, ...codec(random), messages })
          }
          await (random() < 0.7 ? transaction.commit() : transaction.abort())
          await delay(random() * 20)
        }
      }),
    )
  }
}

async function withProducer(
  brokers: readonly string[],
  options: object,
  work: (producer: Producer) => Promise<void>,
): Promise<void> {
  const retry = { retries: 3, initialRetryTime: 50 }
  const producer = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING, retry }).producer(options)
  await tolerant(() => producer.connect())
  try {
    await work(producer)
  } finally {
    await producer.disconnect().catch(() => undefined)
  }
}

/** Brokers come and go: what failed is not counted and not sent again. */
async function tolerant(attempt: () => Promise<unknown>): Promise<void> {
  try {
    await attempt()
  } catch {
    await delay(200)
  }
}

function codec(random: () => number): { compression: number } {
  return { compression: codecs[Math.floor(random() * codecs.length)] ?? CompressionTypes.None }
}

function messagesOf(
  random: () => number,
  { partitions, ageMs, name }: { partitions: number; ageMs: number; name: string },
): Message[] {
  const partition = Math.floor(random() * partitions)
  const large = random() < 0.01
  return Array.from({ length: large ? 1 : 1 + Math.floor(random() * 60) }, (_, index) => ({
    partition,
    key: random() < 0.2 ? null : `key-${index % 7}`,
    value:
      random() < 0.05
        ? null
        : Buffer.alloc(Math.floor(random() * (large ? 800_000 : 400)), `${name}-${index}`),
    headers: { name: `${name}-${index}` },
    timestamp: `${Date.now() - ageMs}`,
  }))
}
