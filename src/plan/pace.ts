// How a flow's copy fares against time: what its source adds meanwhile, how long the copy takes under its limit, and
// what retention takes away before its turn. All by what the source's logs showed when they were read.

import type { TopicSnapshot } from '../live/snapshot.ts'
import { expiringRecords } from './expiry.ts'
import { growthWindows, partitionGrownSince } from './growth.ts'
import { initialTopics } from './initial-topics.ts'
import { racingLogs } from './racing-logs.ts'
import { type Remaining, remainingOf, sumOf } from './remaining.ts'
import type { ChangeOf } from './resource-change.ts'
import type { Route } from './routes.ts'
import type { FlowView } from './view.ts'

export type Pace = NonNullable<ChangeOf<'flow'>['impact']['pace']>

/** How far the size of a part of a log may be from its share of the whole. */
const partTolerance = 0.1

/** Undefined where nobody looked how old records are. */
export function paceOf(flow: FlowView, routes: readonly Route[], nowMs: number): Pace | undefined {
  const known = routes.filter(({ sourceLive }) => sourceLive?.ages !== undefined)
  if (known.length === 0) return undefined
  const growth = growthOf(known, nowMs)
  const initial = initialTopics(flow, routes)
  const left = sumOf(routes.map((route) => remainingOf(route, initial)))
  const limit = flow.source.sizesKnown === false ? undefined : flow.spec.limits.bytesPerSecond
  return {
    growth,
    eta_seconds: limit === undefined ? null : etaOf(limit, left, growth),
    expiring: limit === undefined ? {} : expiringRecords(racingLogs(known, { initial, nowMs }), limit),
  }
}

function etaOf(limit: number, left: Remaining, growth: Pace['growth']): { min: number; max: number | null } {
  const { min: slow, max: fast } = growth.bytes_per_second
  const least = left.atMost ? 0 : left.bytes * (left.whole ? 1 : 1 - partTolerance)
  const most = left.bytes * (left.whole ? 1 : 1 + partTolerance)
  const seconds = (bytes: number, grown: number): number | null =>
    grown >= limit ? null : Math.ceil(bytes / (limit - grown))
  return { min: seconds(least, slow) ?? Math.ceil(least / limit), max: most === 0 ? 0 : seconds(most, fast) }
}

/** Each window on its own: which of them is right depends on how old the topics are. */
function growthOf(routes: readonly Route[], nowMs: number): Pace['growth'] {
  const live = routes.flatMap(({ sourceLive }) => sourceLive ?? [])
  const windows = new Set(live.flatMap(({ ages = [] }) => growthWindows(ages, nowMs)))
  const rates = [...windows].map((sinceMs) => {
    const seconds = (nowMs - sinceMs) / 1000
    const grown = live.map((topic) => grownSince(topic, sinceMs))
    const sum = (key: 'records' | 'bytes'): number => grown.reduce((total, one) => total + one[key], 0)
    return { records: sum('records') / seconds, bytes: sum('bytes') / seconds }
  })
  const range = (key: 'records' | 'bytes') => {
    const values = rates.map((rate) => Math.round(rate[key] * 1000) / 1000)
    return { min: Math.min(...values), max: Math.max(...values) }
  }
  return { records_per_second: range('records'), bytes_per_second: range('bytes') }
}

function grownSince(topic: TopicSnapshot, sinceMs: number): { records: number; bytes: number } {
  const grown = topic.partitions.map((_, partition) => partitionGrownSince(topic, partition, sinceMs))
  const sum = (key: 'records' | 'bytes'): number => grown.reduce((total, one) => total + one[key], 0)
  return { records: sum('records'), bytes: sum('bytes') }
}
