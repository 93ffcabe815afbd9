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
  /** By partition, in order: the offset that each record has. */
  readonly offsets: { readonly source: readonly Read[]; readonly target: readonly Read[] }
}

/** What was read of one partition: entry N of both lists is record N. */
export interface Read {
  readonly digests: string[]
  readonly offsets: number[]
}

const READ_LIMIT_MS = 60_000

/** `counts`: records to be found in each partition. */
export async function compareTopics(
  source: Side,
  target: Side,
  counts: readonly number[],
): Promise<Comparison> {
  const [one, other] = await Promise.all([readAll(source, counts), readAll(target, counts)])
  return {
    records: one.reduce((sum, { digests }) => sum + digests.length, 0),
    difference: one
      .map((read, partition) => differenceIn(source.topic, partition, [read, other[partition]]))
      .find(Boolean),
    offsets: { source: one, target: other },
  }
}

function differenceIn(
  topic: string,
  partition: number,
  [one, other]: [Read, Read | undefined],
): string | undefined {
  const at = one.digests.findIndex((digest, index) => digest !== other?.digests[index])
  if (at >= 0) return `${topic}-${partition}: record ${at} differs`
  return one.digests.length === other?.digests.length ? undefined : `${topic}-${partition}: the copy has more`
}

/** How many records of the partition lie before an offset: where a consumer stands, in records. */
export function recordsBefore({ offsets }: Read, offset: number): number {
  const at = offsets.findIndex((each) => each >= offset)
  return at >= 0 ? at : offsets.length
}

/** Every committed record, by partition, in order. */
async function readAll({ bootstrap, topic }: Side, counts: readonly number[]): Promise<Read[]> {
  const groupId = `console-consumer-demo-${process.pid}-${topic}`
  const consumer = clientOf(bootstrap).consumer({ groupId, maxBytesPerPartition: 4 << 20 })
  const reads: Read[] = counts.map(() => ({ digests: [], offsets: [] }))
  const complete = Promise.withResolvers<void>()
  const late = setTimeout(() => complete.reject(new Error(missing(topic, reads, counts))), READ_LIMIT_MS)
  await consumer.connect()
  try {
    await consumer.subscribe({ topic, fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: counts.length,
      eachBatch: async ({ batch }) => {
        const own = reads[batch.partition]
        for (const message of batch.messages) {
          own?.digests.push(digestOf(message))
          own?.offsets.push(Number(message.offset))
        }
        if (counts.every((count, at) => (reads[at]?.digests.length ?? 0) >= count)) complete.resolve()
      },
    })
    await complete.promise
    return reads
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

function missing(topic: string, reads: readonly Read[], counts: readonly number[]): string {
  const found = reads.map(({ digests }, partition) => `${digests.length}/${counts[partition]}`)
  return `${topic}: not all records could be read (found/written per partition: ${found.join(' ')})`
}
