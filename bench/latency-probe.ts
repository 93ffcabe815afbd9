// Writes a steady stream to the source and reads it back from the target in one process, so that one clock
// dates both ends. What the probe itself costs is in every figure alike; `direct` shows how much that is.

import { setTimeout as delay } from 'node:timers/promises'
import { adminOf, endOffsets } from './admin.ts'
import { openReader, openWriter, type Writer } from './raw-stream.ts'

export interface Stream {
  readonly sourceBootstrap: readonly string[]
  readonly targetBootstrap: readonly string[]
  readonly topic: string
  readonly remoteTopic: string
  readonly partitions: number
  readonly recordsPerSecond: number
  readonly warmUpSeconds: number
  readonly seconds: number
  /** Throws when what is measured is gone. */
  readonly check: () => Promise<void>
}

export interface Latency {
  readonly p50Ms: number
  readonly p90Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  readonly records: number
  /** Records of the measured time that never arrived. */
  readonly missing: number
}

const TICK_MS = 5
const ARRIVAL_LIMIT_MS = 120_000
const RECORD_BYTES = 300

export async function probeLatency(stream: Stream): Promise<Latency> {
  await untilTopicExists(stream)
  const arrivals = new Map<number, number>()
  await using writer = await openWriter(stream.sourceBootstrap, stream.topic)
  await using reader = await openReader(stream.targetBootstrap, stream.remoteTopic, (value) => {
    const number = value.readUInt32BE(0)
    if (!arrivals.has(number)) arrivals.set(number, performance.now())
  })
  const arrived = (count: number) =>
    Promise.race([until(async () => arrivals.size >= count, stream.check), reader.ended])
  // The first record proves that the whole way works; only then the clock matters.
  const sent: number[] = []
  await send(stream, writer, { sent, count: 1 })
  await arrived(1)
  await produce(stream, writer, { sent, seconds: stream.warmUpSeconds })
  const firstMeasured = sent.length
  await produce(stream, writer, { sent, seconds: stream.seconds })
  await arrived(sent.length).catch(() => {})
  return summarize(sent, arrivals, firstMeasured)
}

async function untilTopicExists({ targetBootstrap, remoteTopic, partitions, check }: Stream): Promise<void> {
  await using target = await adminOf(targetBootstrap)
  await until(async () => (await endOffsets(target, remoteTopic)).length === partitions, check)
}

/** Sends on schedule: a late tick sends what is due by now, so that a pause does not thin out the stream. */
async function produce(
  stream: Stream,
  writer: Writer,
  { sent, seconds }: { sent: number[]; seconds: number },
): Promise<void> {
  const startedAt = performance.now()
  const total = seconds * stream.recordsPerSecond
  const waiting = new Set<Promise<unknown>>()
  for (let done = 0; done < total; ) {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * stream.recordsPerSecond)
    const count = Math.min(due, total) - done
    if (count > 0) {
      const sending = send(stream, writer, { sent, count }).finally(() => waiting.delete(sending))
      waiting.add(sending)
      done += count
    }
    await delay(TICK_MS)
  }
  await Promise.all(waiting)
}

/** One batch to one partition, the next time to another. `sent[number]` is when the record was handed over. */
async function send(
  stream: Stream,
  writer: Writer,
  { sent, count }: { sent: number[]; count: number },
): Promise<void> {
  const partition = sent.length % stream.partitions
  const values = Array.from({ length: count }, () => {
    const value = Buffer.alloc(RECORD_BYTES, 'x')
    value.writeUInt32BE(sent.push(performance.now()) - 1)
    return value
  })
  await writer.write(partition, values)
}

function summarize(sent: readonly number[], arrivals: Map<number, number>, first: number): Latency {
  const numbers = sent.map((_, number) => number).slice(first)
  const took = numbers.flatMap((number) => {
    const arrivedAt = arrivals.get(number)
    return arrivedAt === undefined ? [] : [arrivedAt - (sent[number] ?? 0)]
  })
  took.sort((one, other) => one - other)
  const at = (share: number) => Number((took[Math.ceil(took.length * share) - 1] ?? Number.NaN).toFixed(1))
  return {
    p50Ms: at(0.5),
    p90Ms: at(0.9),
    p99Ms: at(0.99),
    maxMs: at(1),
    records: took.length,
    missing: numbers.length - took.length,
  }
}

async function until(holds: () => Promise<boolean>, check: () => Promise<void>): Promise<void> {
  const startedAt = performance.now()
  while (!(await holds())) {
    await check()
    if (performance.now() - startedAt > ARRIVAL_LIMIT_MS) throw new Error('Nothing arrives')
    await delay(50)
  }
}
