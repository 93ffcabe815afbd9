// Compares two topics record by record with kafkajs, whose decoder is not ours.

import './kafkajs-codecs.ts'
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import kafkajs, { type KafkaMessage } from 'kafkajs'

const { Kafka, logLevel } = kafkajs

export interface Place {
  readonly bootstrap: readonly string[]
  readonly topic: string
  /** Records of aborted and open transactions too, as Kafka's own consumers read by default. */
  readonly uncommitted?: boolean
}

export interface ReadRecord {
  readonly key: string | null
  readonly value: string | null
  readonly timestamp: string
  readonly headers: string
}

export interface PlacedRecord {
  readonly offset: number
  readonly record: ReadRecord
}

/** The first `count` records of a topic by partition, in order. */
export async function readRecords(place: Place, count: number): Promise<ReadRecord[][]> {
  const partitions = await readMessages(place, count)
  return partitions.map((messages) => messages.map(readRecord))
}

/** The same with the offsets of the records. */
export async function readPlaced(place: Place, count: number): Promise<PlacedRecord[][]> {
  const partitions = await readMessages(place, count)
  return partitions.map((messages) =>
    messages.map((message) => ({ offset: Number(message.offset), record: readRecord(message) })),
  )
}

async function readMessages(
  { bootstrap, topic, uncommitted = false }: Place,
  count: number,
): Promise<KafkaMessage[][]> {
  // A broker that has just started loads its groups first.
  const retry = { retries: 20, maxRetryTime: 1_000 }
  const kafka = new Kafka({ brokers: [...bootstrap], logLevel: logLevel.NOTHING, retry })
  const admin = kafka.admin()
  await admin.connect()
  const partitions: KafkaMessage[][] = (await admin.fetchTopicOffsets(topic)).map(() => [])
  const groupId = `read-${topic}-${process.hrtime.bigint()}`
  const consumer = kafka.consumer({
    groupId,
    readUncommitted: uncommitted,
    maxBytes: 20_000_000,
    maxBytesPerPartition: 5_000_000,
    maxWaitTimeInMs: 50,
  })
  try {
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    let read = 0
    await new Promise<void>((resolve, reject) => {
      if (count === 0) resolve()
      // What kafkajs begins again by itself, as while a group's coordinator loads, is no failure.
      consumer.on('consumer.crash', ({ payload }) => {
        if (!payload.restart) reject(payload.error)
      })
      consumer
        .run({
          autoCommit: false,
          eachBatch: async ({ batch }) => {
            for (const message of batch.messages) partitions[batch.partition]?.push(message)
            read += batch.messages.length
            if (read >= count) resolve()
          },
        })
        .catch(reject)
    })
  } finally {
    await consumer.disconnect()
    await admin.deleteGroups([groupId]).catch(() => undefined)
    await admin.disconnect()
  }
  return partitions
}

function readRecord({ key, value, timestamp, headers }: KafkaMessage): ReadRecord {
  return {
    key: key?.toString('base64') ?? null,
    value: value === null ? null : `${value.length}:${createHash('sha1').update(value).digest('base64')}`,
    timestamp,
    headers: JSON.stringify(headers ?? {}),
  }
}

/** Fails with the first difference: same partitions, same records, same order, nothing more. */
export function assertSameRecords(copied: readonly ReadRecord[][], original: readonly ReadRecord[][]): void {
  assert.equal(copied.length, original.length, 'partitions')
  for (const [partition, records] of original.entries()) {
    const copies = copied[partition] ?? []
    for (const [index, record] of records.entries()) {
      assert.deepEqual(copies[index], record, `partition ${partition}, record ${index}`)
    }
    assert.equal(copies.length, records.length, `records of partition ${partition}`)
  }
}
