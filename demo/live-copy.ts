// The part that moves: shows how far the copy is while the shop goes on writing, until everything is there.
// The figures are counted in the target's own log, not taken from the agent.

import { setTimeout as delay } from 'node:timers/promises'
import { countTopic } from '../test/brokers/partition-log.ts'
import { bar, grouped, type Screen } from './screen.ts'
import { ORDERS, PAYMENTS, type Shop } from './shop.ts'

const REDRAW_MS = 200
const RATE_WINDOW_MS = 1500
const ARRIVAL_LIMIT_MS = 60_000
const ORDERS_PER_ROUND = 50
const ROUND_MS = 25

export interface LiveCopy {
  readonly shop: Shop
  readonly targetLogDir: string
  readonly writeSeconds: number
  /** Rejects when the agent ends early. */
  readonly failed: Promise<never>
}

export interface Copied {
  readonly records: number
  readonly bytes: number
  readonly seconds: number
}

/** Answers when the shop has closed and the target holds all it wrote. */
export async function followCopy(screen: Screen, copy: LiveCopy): Promise<Copied> {
  const startedAt = performance.now()
  const written = keepWriting(copy)
  const redrawn = redraw(screen, copy, written)
  return await Promise.race([
    copy.failed,
    Promise.all([written, redrawn]).then(([, { records, bytes }]) => ({
      records,
      bytes,
      seconds: (performance.now() - startedAt) / 1000,
    })),
  ])
}

export interface Counted {
  readonly records: number
  readonly bytes: number
  /** By partition. */
  readonly counts: readonly number[]
}

export function countRemote(logDir: string, topic: string): Counted {
  const partitions = countTopic(logDir, topic)
  return {
    records: partitions.reduce((sum, { records }) => sum + records, 0),
    bytes: partitions.reduce((sum, { bytes }) => sum + bytes, 0),
    counts: partitions.map(({ records }) => records),
  }
}

/** About 2,000 orders a second, and a payment transaction now and then. */
async function keepWriting({ shop, writeSeconds }: LiveCopy): Promise<void> {
  const until = performance.now() + writeSeconds * 1000
  for (let round = 1; performance.now() < until; round++) {
    await shop.writeOrders(ORDERS_PER_ROUND)
    if (round % 20 === 0) await shop.writePayments(1, 20)
    await delay(ROUND_MS)
  }
}

async function redraw(screen: Screen, copy: LiveCopy, written: Promise<void>): Promise<Counted> {
  let closed = false
  void written.then(() => {
    closed = true
  }, ignored)
  const rate = slidingRate()
  let lateAt = Number.POSITIVE_INFINITY
  for (;;) {
    const each = [ORDERS, PAYMENTS].map(({ name }) => countRemote(copy.targetLogDir, `us.${name}`))
    const all = {
      records: each.reduce((sum, { records }) => sum + records, 0),
      bytes: each.reduce((sum, { bytes }) => sum + bytes, 0),
      counts: each.flatMap(({ counts }) => counts),
    }
    screen.progress(line(copy.shop, all, rate(all)))
    if (closed && all.records >= copy.shop.records) return all
    if (closed) lateAt = Math.min(lateAt, performance.now() + ARRIVAL_LIMIT_MS)
    if (performance.now() > lateAt) {
      throw new Error(`Only ${grouped(all.records)} of ${grouped(copy.shop.records)} records have arrived`)
    }
    await delay(REDRAW_MS)
  }
}

function line({ records: written }: Shop, { records }: Counted, rates: Counted): string {
  const perSecond = `${grouped(rates.records).padStart(7)}/s ${(rates.bytes / 1e6).toFixed(1).padStart(5)} MB/s`
  const lag = `lag ${grouped(Math.max(0, written - records))}`
  return `${bar(records / Math.max(1, written), 12)} ${grouped(records).padStart(7)} records ${perSecond}  ${lag}`
}

/** Per second, over the last moments. */
function slidingRate(): (now: Counted) => Counted {
  const samples: { at: number; records: number; bytes: number }[] = []
  return ({ records, bytes }) => {
    const at = performance.now()
    samples.push({ at, records, bytes })
    while (samples.length > 2 && at - (samples[0]?.at ?? at) > RATE_WINDOW_MS) samples.shift()
    const first = samples[0] ?? { at, records, bytes }
    const seconds = Math.max(0.001, (at - first.at) / 1000)
    return {
      records: (records - first.records) / seconds,
      bytes: (bytes - first.bytes) / seconds,
      counts: [],
    }
  }
}

function ignored(): void {
  // Its failure is told by whoever awaits it.
}
