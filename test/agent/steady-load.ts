// A producer that goes on until it is told to stop: small batches over all partitions, each record numbered, so
// that a lost, doubled or swapped record shows.

import { setTimeout as delay } from 'node:timers/promises'
import kafkajs from 'kafkajs'
import { seeded } from './mixed-load.ts'

const { Kafka, CompressionTypes, logLevel } = kafkajs

/** Disposed of with the test, or a failed one would never end. */
export interface SteadyLoad extends AsyncDisposable {
  /** Stops producing; answers how many records were acknowledged. */
  stop(): Promise<number>
}

export async function startLoad(options: {
  bootstrap: readonly string[]
  topic: string
  partitions: number
  seed: number
  /** How far behind the clock the records' times are. */
  ageMs?: number
}): Promise<SteadyLoad> {
  const random = seeded(options.seed)
  const kafka = new Kafka({ brokers: [...options.bootstrap], logLevel: logLevel.NOTHING })
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 })
  await producer.connect()
  let going = true
  let sent = 0
  async function produce(): Promise<void> {
    while (going) {
      const count = 1 + Math.floor(random() * 60)
      const partition = Math.floor(random() * options.partitions)
      const messages = Array.from({ length: count }, (_, index) => ({
        partition,
        key: `key-${index % 7}`,
        timestamp: `${Date.now() - (options.ageMs ?? 0)}`,
        value: `${sent + index}:${'x'.repeat(Math.floor(random() * 400))}`,
      }))
      const compression = random() < 0.5 ? CompressionTypes.GZIP : CompressionTypes.None
      await producer.send({ topic: options.topic, acks: -1, compression, messages })
      sent += count
      await delay(1)
    }
  }
  const producing = produce()
  // Whoever stops it hears of a failure; until then nobody waits for it.
  producing.catch(() => undefined)
  async function stop(): Promise<number> {
    going = false
    await producing
    await producer.disconnect()
    return sent
  }
  return {
    stop,
    [Symbol.asyncDispose]: async () => {
      going = false
      await producer.disconnect().catch(() => undefined)
    },
  }
}
