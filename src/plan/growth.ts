// How fast a partition grows, by what was added since the moments that were looked into.

import type { TopicAge, TopicSnapshot } from '../live/snapshot.ts'

const windowsMs: readonly number[] = [86_400_000, 3_600_000]

/** The moments that were asked for growth, and not for retention. */
export function growthWindows(ages: readonly TopicAge[], nowMs: number): number[] {
  return ages.flatMap(({ timestampMs }) => (windowsMs.includes(nowMs - timestampMs) ? [timestampMs] : []))
}

/** `sinceMs`: one of the moments of `ages`. */
export function partitionGrownSince(
  { ages = [], earliest, latest, sizeBytes }: TopicSnapshot,
  partition: number,
  sinceMs: number,
): { readonly records: number; readonly bytes: number } {
  const [first = 0, end = 0] = [earliest[partition], latest[partition]]
  const since = ages.find(({ timestampMs }) => timestampMs === sinceMs)?.offsets[partition]
  const records = Math.max(0, end - Math.max(first, since ?? end))
  return { records, bytes: records === 0 ? 0 : ((sizeBytes[partition] ?? 0) * records) / (end - first) }
}

/** The faster of the two windows: what is younger than a day or an hour grew faster than the longer one tells. */
export function bytesPerSecondOf(topic: TopicSnapshot, partition: number, nowMs: number): number {
  const rates = growthWindows(topic.ages ?? [], nowMs).map(
    (sinceMs) => (partitionGrownSince(topic, partition, sinceMs).bytes * 1000) / (nowMs - sinceMs),
  )
  return Math.max(0, ...rates)
}
