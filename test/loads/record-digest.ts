// What a topic holds, partition by partition, as kafkajs reads it: how many records, and a hash over all of them in
// their order. A topic of millions fits in no test's memory.

import '../agent/kafkajs-codecs.ts'
import '../brokers/quiet-kafkajs.ts'
import { createHash, type Hash } from 'node:crypto'
import kafkajs, { type KafkaMessage } from 'kafkajs'
import type { Place } from '../agent/same-records.ts'

const { Kafka, logLevel } = kafkajs

export interface RecordDigest {
  readonly count: number
  readonly sha1: string
}

/** Of the first `total` records of all partitions together; rejects where reading stops for two minutes. */
export async function digestRecords({ bootstrap, topic }: Place, total: number): Promise<RecordDigest[]> {
  const retry = { retries: 20, maxRetryTime: 1_000 }
  const kafka = new Kafka({ brokers: [...bootstrap], logLevel: logLevel.NOTHING, retry })
  const admin = kafka.admin()
  await admin.connect()
  const partitions = (await admin.fetchTopicOffsets(topic)).map(() => ({
    count: 0,
    hash: createHash('sha1'),
  }))
  await admin.disconnect()
  const consumer = kafka.consumer({
    groupId: `digest-${topic}-${process.hrtime.bigint()}`,
    maxBytes: 20_000_000,
    maxBytesPerPartition: 5_000_000,
    maxWaitTimeInMs: 50,
  })
  let read = 0
  let late: NodeJS.Timeout | undefined
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await new Promise<void>((resolve, reject) => {
    const wait = (): void => {
      clearTimeout(late)
      late = setTimeout(() => reject(new Error(`${topic}: ${read} of ${total} records`)), 120_000)
    }
    wait()
    consumer
      .run({
        autoCommit: false,
        eachBatch: async ({ batch }) => {
          const partition = partitions[batch.partition]
          for (const message of batch.messages) if (partition !== undefined) add(partition.hash, message)
          if (partition !== undefined) partition.count += batch.messages.length
          read += batch.messages.length
          if (batch.messages.length > 0) wait()
          if (read >= total) resolve()
        },
      })
      .catch(reject)
  }).finally(() => clearTimeout(late))
  await consumer.disconnect()
  return partitions.map(({ count, hash }) => ({ count, sha1: hash.digest('hex') }))
}

/** Lengths before the bytes: no two records make one text. */
function add(hash: Hash, { key, value, timestamp, headers }: KafkaMessage): void {
  const told = JSON.stringify([key?.length ?? null, value?.length ?? null, timestamp, headers ?? {}])
  hash.update(told)
  if (key !== null) hash.update(key)
  if (value !== null) hash.update(value)
}
