// Reads a topic on both clusters with kafkajs, and compares record for record: key, value, headers, timestamp
// and order. How many records there must be is known from the writer, and counted in the target's own log.

import { createHash } from 'node:crypto'
import type { KafkaMessage } from 'kafkajs'
import { clientOf } from './clients.ts'

export interface Side {
  readonly bootstrap: readonly string[]
  readonly topic: string
}

export interface Comparison {
  readonly records: number
  /** The first record of any partition that differs, in words; undefined: all are equal. */
  readonly difference: string | undefined
}

const READ_LIMIT_MS = 60_000

/** `counts`: records to be found in each partition. */
export async function compareTopics(
  source: Side,
  target: Side,
  counts: readonly number[],
): Promise<Comparison> {
  const [one, other] = await Promise.all([readDigests(source, counts), readDigests(target, counts)])
  for (const [partition, digests] of one.entries()) {
    const copies = other[partition] ?? []
    const at = digests.findIndex((digest, index) => digest !== copies[index])
    if (at >= 0 || digests.length !== copies.length) {
      return { records: 0, difference: `${source.topic}-${partition}: record ${Math.max(0, at)} differs` }
    }
  }
  return { records: one.flat().length, difference: undefined }
}

/** One digest per committed record, by partition, in order. */
async function readDigests({ bootstrap, topic }: Side, counts: readonly number[]): Promise<string[][]> {
  const groupId = `console-consumer-demo-${process.pid}-${topic}`
  const consumer = clientOf(bootstrap).consumer({ groupId, maxBytesPerPartition: 4 << 20 })
  const digests: string[][] = counts.map(() => [])
  const complete = Promise.withResolvers<void>()
  const late = setTimeout(() => complete.reject(new Error(missing(topic, digests, counts))), READ_LIMIT_MS)
  await consumer.connect()
  try {
    await consumer.subscribe({ topic, fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: counts.length,
      eachBatch: async ({ batch }) => {
        const own = digests[batch.partition]
        for (const message of batch.messages) own?.push(digestOf(message))
        if (counts.every((count, partition) => (digests[partition]?.length ?? 0) >= count)) complete.resolve()
      },
    })
    await complete.promise
    return digests
  } finally {
    clearTimeout(late)
    await consumer.disconnect()
  }
}

function digestOf({ key, value, headers = {}, timestamp }: KafkaMessage): string {
  const hash = createHash('sha1')
  for (const part of [key, value, Buffer.from(timestamp), ...Object.entries(headers).flat()]) {
    const bytes = part === null || part === undefined ? null : Buffer.from(String(part))
    hash.update(bytes === null ? 'null' : `${bytes.length}:`)
    if (bytes !== null) hash.update(bytes)
  }
  return hash.digest('base64')
}

function missing(topic: string, digests: readonly string[][], counts: readonly number[]): string {
  const found = digests.map(({ length }, partition) => `${length}/${counts[partition]}`)
  return `${topic}: not all records could be read (found/written per partition: ${found.join(' ')})`
}
