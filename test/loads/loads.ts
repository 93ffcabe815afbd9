// Loads of other shapes than tests have, each for a topic of its own: how its source comes about, and how many records
// a committed reader finds in it then.

import '../agent/kafkajs-codecs.ts'
import { randomBytes } from 'node:crypto'
import kafkajs, { type Producer } from 'kafkajs'
import { produceMixed, seeded } from '../agent/mixed-load.ts'

const { Kafka, CompressionTypes, logLevel } = kafkajs

export interface Source {
  readonly bootstrap: readonly string[]
  readonly topic: string
  readonly partitions: number
}

export interface Load {
  readonly name: string
  readonly partitions: number
  readonly configs?: Readonly<Record<string, string>>
  /** Answers the records that were committed; undefined where compaction decides, which is over at `cleanBytes`. */
  fill(source: Source): Promise<number | undefined>
  readonly cleanBytes?: number
}

/** `scale` makes all of them smaller: 1 is what the names say. */
export function loads(scale = 1): Load[] {
  const some = (count: number): number => Math.max(1, Math.round(count * scale))
  return [
    {
      name: 'one partition of 2,000,000 tiny records',
      partitions: 1,
      fill: (at) => tiny(at, some(2_000_000)),
    },
    { name: '500 partitions of few records', partitions: some(500), fill: (at) => few(at, 20) },
    { name: '10 producers with all codecs at once', partitions: 12, fill: (at) => mixed(at, some(200_000)) },
    {
      name: 'transactions of which 30 % abort',
      partitions: 6,
      fill: (at) => transactions(at, some(1_500), some(4)),
    },
    { name: 'records at the limit of 1 MB', partitions: 3, fill: (at) => large(at, some(300)) },
    {
      name: 'a hole of 5,000,000 offsets',
      partitions: 1,
      configs: {
        'cleanup.policy': 'compact',
        'min.cleanable.dirty.ratio': '0.01',
        'segment.ms': '1000',
        'segment.bytes': '16777216',
      },
      fill: (at) => hole(at, some(5_000_000)),
      cleanBytes: 20_000,
    },
  ]
}

async function withProducer<T>(at: Source, use: (producer: Producer) => Promise<T>, id?: string): Promise<T> {
  const kafka = new Kafka({ brokers: [...at.bootstrap], logLevel: logLevel.NOTHING, requestTimeout: 120_000 })
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    ...(id !== undefined && { transactionalId: id }),
  })
  await producer.connect()
  return use(producer).finally(() => producer.disconnect())
}

/** Batches of a thousand, no codec, a few bytes each. */
async function tiny(at: Source, records: number): Promise<number> {
  await withProducer(at, async (producer) => {
    for (let sent = 0; sent < records; ) {
      const count = Math.min(5_000, records - sent)
      const messages = Array.from({ length: count }, (_, index) => ({
        partition: 0,
        value: `${sent + index}`,
      }))
      await producer.send({ topic: at.topic, acks: -1, messages })
      sent += count
    }
  })
  return records
}

async function few(at: Source, each: number): Promise<number> {
  await withProducer(at, async (producer) => {
    for (let round = 0; round < each; round += 1) {
      const messages = Array.from({ length: at.partitions }, (_, partition) => ({
        partition,
        key: `${partition}`,
        value: `round ${round}`,
      }))
      await producer.send({ topic: at.topic, acks: -1, messages })
    }
  })
  return each * at.partitions
}

async function mixed(at: Source, records: number): Promise<number> {
  await produceMixed({ ...at, records, producers: 10, seed: 17 })
  return records
}

/**
 * Each transaction goes to several partitions. kafkajs hands out records of aborted ones where several producers were
 * at work (it takes the broker's list of them to be in the order of their beginnings): such a topic is read with kcat.
 */
async function transactions(at: Source, count: number, producers: number): Promise<number> {
  const committed = await Promise.all(
    Array.from({ length: producers }, (_, number) =>
      withProducer(
        at,
        async (producer) => {
          const random = seeded(number)
          let kept = 0
          for (let done = number; done < count; done += producers) {
            const transaction = await producer.transaction()
            const messages = Array.from({ length: 20 }, (_, index) => ({
              partition: Math.floor(random() * at.partitions),
              key: `${number}`,
              value: `transaction ${done}, record ${index}`,
            }))
            await transaction.send({ topic: at.topic, acks: -1, messages })
            if (random() < 0.3) await transaction.abort()
            else {
              await transaction.commit()
              kept += messages.length
            }
          }
          return kept
        },
        `${at.topic}-${number}`,
      ),
    ),
  )
  return committed.reduce((sum, kept) => sum + kept, 0)
}

/** `max.message.bytes` is 1,048,588 for a batch; with its header and the record's own there is room for this much. */
const largestBytes = 1_048_588 - 61 - 15

async function large(at: Source, records: number): Promise<number> {
  await withProducer(at, async (producer) => {
    for (let sent = 0; sent < records; sent += 1) {
      const value = randomBytes(largestBytes - (sent % 3))
      await producer.send({
        topic: at.topic,
        acks: -1,
        messages: [{ partition: sent % at.partitions, value }],
      })
    }
  })
  return records
}

/** One key again and again, of which the cleaner leaves one record; and a record of its own on either side. */
async function hole(at: Source, offsets: number): Promise<undefined> {
  await withProducer(at, async (producer) => {
    const send = (messages: { key: string; value: string; partition: number }[]) =>
      producer.send({ topic: at.topic, acks: -1, compression: CompressionTypes.ZSTD, messages })
    await send([{ partition: 0, key: 'before', value: 'the hole' }])
    const value = 'the same'
    for (let sent = 0; sent < offsets; sent += 20_000) {
      const count = Math.min(20_000, offsets - sent)
      await send(Array.from({ length: count }, () => ({ partition: 0, key: 'again', value })))
    }
    await send([{ partition: 0, key: 'behind', value: 'the hole' }])
    // The segment that is written to is never cleaned: after its time the next record begins another.
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    await send([{ partition: 0, key: 'last', value: 'of all' }])
  })
}
