// How a flow's copy fares against time: what its source adds meanwhile, how long the copy takes under its limit, and
// what retention takes away before its turn. All by what the source's logs showed when they were read.

import type { TopicSnapshot } from '../live/snapshot.ts'
import { sourceConfig } from './effective-config.ts'
import { type CopyingLog, expiringRecords } from './expiry.ts'
import { initialTopics } from './initial-topics.ts'
import { firstOffset, type Remaining, remainingOf, sumOf } from './remaining.ts'
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
    expiring: limit === undefined ? {} : expiringOf(known, { initial, limit, nowMs }),
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
  const windows = new Set(
    live.flatMap(({ ages = [] }) => ages.filter(isGrowthWindow(nowMs)).map(({ timestampMs }) => timestampMs)),
  )
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

/** The moments that were asked for growth, not for retention. */
function isGrowthWindow(nowMs: number) {
  const windowsMs = [86_400_000, 3_600_000]
  return ({ timestampMs }: { readonly timestampMs: number }): boolean =>
    windowsMs.includes(nowMs - timestampMs)
}

function grownSince(topic: TopicSnapshot, sinceMs: number): { records: number; bytes: number } {
  const since = topic.ages?.find(({ timestampMs }) => timestampMs === sinceMs)
  let records = 0
  let bytes = 0
  for (const partition of topic.partitions.keys()) {
    const [earliest, latest] = [topic.earliest[partition] ?? 0, topic.latest[partition] ?? 0]
    const added = Math.max(0, latest - Math.max(earliest, since?.offsets[partition] ?? latest))
    records += added
    if (added > 0) bytes += ((topic.sizeBytes[partition] ?? 0) * added) / (latest - earliest)
  }
  return { records, bytes }
}

interface Race {
  readonly initial: Readonly<Record<string, number>>
  readonly limit: number
  readonly nowMs: number
}

/** By topic; topics that lose nothing are left out. */
function expiringOf(routes: readonly Route[], { initial, limit, nowMs }: Race): Record<string, number> {
  const logs = routes.flatMap((route): CopyingLog[] => {
    const topic = route.sourceLive
    if (topic === undefined) return []
    const retentionMs = retentionOf(route)
    return topic.partitions.flatMap((_, partition) => {
      const [earliest, latest] = [topic.earliest[partition] ?? 0, topic.latest[partition] ?? 0]
      if (latest <= earliest) return []
      const expiry = (topic.ages ?? [])
        .map(({ timestampMs, offsets }) => ({
          afterMs: timestampMs + retentionMs - nowMs,
          offset: Math.max(earliest, offsets[partition] ?? earliest),
        }))
        .filter(({ afterMs }) => Number.isFinite(afterMs))
      const bytesPerRecord = (topic.sizeBytes[partition] ?? 0) / (latest - earliest)
      const next = Math.max(earliest, firstOffset(route, partition, initial))
      return [{ topic: topic.name, next, latest, bytesPerRecord, expiry }]
    })
  })
  return expiringRecords(logs, limit)
}

/** Infinite where records do not go by age. */
function retentionOf(route: Route): number {
  if (!(sourceConfig(route, 'cleanup.policy') ?? 'delete').includes('delete')) return Number.POSITIVE_INFINITY
  const value = Number(sourceConfig(route, 'retention.ms') ?? -1)
  return value < 0 ? Number.POSITIVE_INFINITY : value
}
