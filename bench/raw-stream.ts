// One writer and one reader of a topic on a single broker, straight on the wire: a general client adds more
// delay of its own than there is to measure.

import { eachBatch } from '../src/wire/batch.ts'
import { Brokers } from '../src/wire/brokers.ts'
import type { Connection } from '../src/wire/connection.ts'
import { decodeFetch, encodeFetch, fetchApi } from '../src/wire/messages/fetch.ts'
import { decodeProduce, encodeProduce, produceApi } from '../src/wire/messages/produce.ts'
import { decodeRecords, encodeBatch } from '../src/wire/records.ts'

const MAX_BYTES = 8 << 20
const LONG_POLL_MS = 500

interface OpenTopic extends AsyncDisposable {
  readonly connection: Connection
  readonly name: string
  readonly id: string
  readonly partitions: number
}

export interface Writer extends AsyncDisposable {
  /** Appends one batch; resolves when it is acknowledged. */
  write(partition: number, values: readonly Buffer[]): Promise<void>
}

export interface Reader extends AsyncDisposable {
  /** Resolves when the reader is closed; rejects when it fails. */
  readonly ended: Promise<void>
}

export async function openWriter(bootstrap: readonly string[], topic: string): Promise<Writer> {
  const open = await openTopic(bootstrap, topic)
  const { connection, name, id } = open
  const version = connection.version(produceApi.key, produceApi)
  return {
    async write(partition, values) {
      const timestampMs = Date.now()
      const records = values.map((value) => ({ timestampMs, key: null, value, headers: [] }))
      const batch = encodeBatch(records, { codec: 'none' })
      const topics = [{ name, id, partitions: [{ partition, batch }] }]
      const body = encodeProduce(version, { acks: -1, timeoutMs: 30_000, topics })
      const answer = await connection.request({ key: produceApi.key, version, flexible: true }, body)
      const code = decodeProduce(version, answer).topics[0]?.partitions[0]?.errorCode
      if (code !== 0) throw new Error(`${topic}-${partition} refused a batch with error ${code}`)
    },
    [Symbol.asyncDispose]: () => open[Symbol.asyncDispose](),
  }
}

/** Reads all partitions from their start and hands over each value as soon as it is there. */
export async function openReader(
  bootstrap: readonly string[],
  topic: string,
  onValue: (value: Buffer) => void,
): Promise<Reader> {
  const open = await openTopic(bootstrap, topic)
  let closed = false
  const ended = follow(open, onValue, () => closed)
  return {
    ended,
    [Symbol.asyncDispose]: async () => {
      closed = true
      await ended
      await open[Symbol.asyncDispose]()
    },
  }
}

async function follow(
  open: OpenTopic,
  onValue: (value: Buffer) => void,
  closed: () => boolean,
): Promise<void> {
  const { connection, name: topic, id: topicId } = open
  const next = Array.from({ length: open.partitions }, () => 0)
  const version = connection.version(fetchApi.key, fetchApi)
  const limits = {
    maxWaitMs: LONG_POLL_MS,
    minBytes: 1,
    maxBytes: MAX_BYTES,
    isolation: 'read_committed',
  } as const
  const unknown = { leaderEpoch: -1, lastFetchedEpoch: -1, logStartOffset: -1, maxBytes: MAX_BYTES }
  while (!closed()) {
    const partitions = next.map((fetchOffset, partition) => ({ partition, fetchOffset, ...unknown }))
    const request = encodeFetch(version, { ...limits, topics: [{ topic, topicId, partitions }] })
    const body = await connection.request({ key: fetchApi.key, version, flexible: true }, request)
    for (const { partition, errorCode, records } of decodeFetch(version, body).topics[0]?.partitions ?? []) {
      if (errorCode !== 0) throw new Error(`${topic}-${partition} cannot be read: error ${errorCode}`)
      next[partition] = deliver(records, next[partition] ?? 0, onValue)
    }
  }
}

/** Answers the offset to go on from. Markers move it, but are no records. */
function deliver(records: Buffer, fetchOffset: number, onValue: (value: Buffer) => void): number {
  let next = fetchOffset
  for (const batch of eachBatch(records)) {
    const control = (batch.readInt16BE(21) & 0x20) !== 0
    for (const { offset, value } of decodeRecords(batch)) {
      if (!control && offset >= fetchOffset && value !== null) onValue(value)
      next = Math.max(next, offset + 1)
    }
  }
  return next
}

async function openTopic(bootstrap: readonly string[], topic: string): Promise<OpenTopic> {
  const endpoints = bootstrap.map((address) => {
    const [host = '', port] = address.split(':')
    return { host, port: Number(port) }
  })
  const brokers = new Brokers({ bootstrap: endpoints, clientId: 'bench', security: {} })
  const { topics } = await brokers.metadata([topic])
  const [found] = topics
  if (found === undefined || found.errorCode !== 0) throw new Error(`There is no topic ${topic}`)
  return {
    connection: await brokers.any('stream'),
    name: topic,
    id: found.id,
    partitions: found.partitions.length,
    [Symbol.asyncDispose]: () => brokers.close(),
  }
}
