// Fills the source: JSON records, lz4, batches of about 100 kB, by Kafka's own load generator.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Broker } from '../test/brokers/broker.ts'
import { runJava } from '../test/brokers/jvm.ts'
import { adminOf } from './admin.ts'

export interface Load {
  readonly topic: string
  readonly partitions: number
  readonly bytes: number
}

const SAMPLES = 20_000
/** The producer fills batches by an estimate of what compression will save, and ends up near 100 kB. */
const BATCH_BYTES = 230_000

/** Creates the topic and answers how many records it has written. */
export async function loadRecords(source: Broker, folder: string, load: Load): Promise<number> {
  const payloads = join(folder, 'payloads.jsonl')
  const samples = Array.from({ length: SAMPLES }, (_, at) => JSON.stringify(order(at)))
  const sampleBytes = samples.reduce((sum, line) => sum + line.length, 0) / SAMPLES
  const records = Math.round(load.bytes / sampleBytes)
  await writeFile(payloads, samples.join('\n'))
  const { topic, partitions: numPartitions } = load
  await using kafka = await adminOf(source.bootstrap)
  await kafka.admin.createTopics({ topics: [{ topic, numPartitions }] })
  await runJava({
    mainClass: 'org.apache.kafka.tools.ProducerPerformance',
    args: [
      ...['--topic', topic, '--num-records', String(records), '--throughput', '-1'],
      ...['--payload-file', payloads, '--bootstrap-server', source.bootstrap.join()],
      ...['--command-property', 'compression.type=lz4', `batch.size=${BATCH_BYTES}`],
      ...['linger.ms=1000', 'buffer.memory=134217728'],
    ],
    logFile: join(folder, 'load.log'),
    heapMiB: 512,
  })
  return records
}

/** An order as a shop might write it: about 330 bytes that compress to about a half. */
function order(at: number): object {
  const random = pseudoRandom(at)
  const words = ['blue', 'steel', 'paper', 'north', 'lamp', 'river', 'oak', 'cotton', 'glass', 'stone']
  const hex = (digits: number) => Array.from({ length: digits }, () => random(16).toString(16)).join('')
  return {
    id: `${hex(8)}-${hex(4)}-${hex(12)}`,
    customer: { id: random(2_000_000), name: `${words[random(10)]} ${words[random(10)]} ${hex(6)}` },
    items: Array.from({ length: 1 + random(3) }, () => ({
      sku: hex(8).toUpperCase(),
      quantity: 1 + random(9),
      priceCents: random(100_000),
    })),
    currency: ['EUR', 'USD', 'GBP'][random(3)],
    createdAt: new Date(1_780_000_000_000 + at * 997).toISOString(),
    note: Array.from({ length: 6 }, () => words[random(10)]).join(' '),
  }
}

/** The same records on every run: a linear congruential generator (Numerical Recipes' constants). */
function pseudoRandom(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761) >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
