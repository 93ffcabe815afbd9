// A load as awkward as real topics are: five codecs, empty to 900 kB values, null keys and values, repeated
// headers, several producers. Seeded, so that a failure can be run again.

import './kafkajs-codecs.ts'
import kafkajs from 'kafkajs'

const { Kafka, CompressionTypes, logLevel } = kafkajs

const codecs = [
  CompressionTypes.None,
  CompressionTypes.GZIP,
  CompressionTypes.Snappy,
  CompressionTypes.LZ4,
  CompressionTypes.ZSTD,
]

/** mulberry32: small, seeded, good enough to shuffle a load. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

export interface MixedLoad {
  readonly bootstrap: readonly string[]
  readonly topic: string
  readonly partitions: number
  readonly records: number
  readonly producers: number
  readonly seed: number
}

/** Resolves once every record is acknowledged. */
export async function produceMixed(load: MixedLoad): Promise<void> {
  const share = Math.ceil(load.records / load.producers)
  await Promise.all(
    Array.from({ length: load.producers }, (_, number) =>
      produceShare(load, { number, count: Math.min(share, load.records - number * share) }),
    ),
  )
}

async function produceShare(load: MixedLoad, share: { number: number; count: number }): Promise<void> {
  const random = seeded(load.seed + share.number)
  const kafka = new Kafka({
    brokers: [...load.bootstrap],
    clientId: `load-${share.number}`,
    logLevel: logLevel.NOTHING,
  })
  const producer = kafka.producer({ idempotent: share.number % 2 === 0, maxInFlightRequests: 1 })
  await producer.connect()
  let sent = 0
  while (sent < share.count) {
    const count = Math.min(share.count - sent, 1 + Math.floor(random() * 400))
    const partition = Math.floor(random() * load.partitions)
    const compression = codecs[Math.floor(random() * codecs.length)] ?? CompressionTypes.None
    const messages = Array.from({ length: count }, (_, index) =>
      message({ random, partition, name: `${share.number}-${sent + index}` }),
    )
    for (const part of underOneMegabyte(messages)) {
      await producer.send({ topic: load.topic, acks: -1, compression, messages: part })
    }
    sent += count
  }
  await producer.disconnect()
}

interface Message {
  readonly partition: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly timestamp: string
  readonly headers: Record<string, Buffer | Buffer[]>
}

function message({
  random,
  partition,
  name,
}: {
  random: () => number
  partition: number
  name: string
}): Message {
  const headers: Record<string, Buffer | Buffer[]> = { id: Buffer.from(name) }
  if (random() < 0.1) headers['repeated'] = [Buffer.from('one'), Buffer.alloc(0), Buffer.from('three')]
  return {
    partition,
    key: random() < 0.2 ? null : Buffer.from(`key-${Math.floor(random() * 1000)}`),
    value: random() < 0.05 ? null : valueFor(random, name),
    timestamp: String(Date.now() - Math.floor(random() * 3_600_000)),
    headers,
  }
}

function valueFor(random: () => number, name: string): Buffer {
  const dice = random()
  if (dice < 0.02) return Buffer.alloc(0)
  if (dice < 0.0205) return Buffer.alloc(Math.floor(random() * 900_000), name)
  return Buffer.alloc(Math.floor(random() * 300), `{"name":"${name}"}`)
}

function underOneMegabyte(messages: readonly Message[]): Message[][] {
  const parts: Message[][] = [[]]
  let bytes = 0
  for (const entry of messages) {
    const size = (entry.value?.length ?? 0) + 200
    if (bytes + size > 900_000 && bytes > 0) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)?.push(entry)
    bytes += size
  }
  return parts
}
