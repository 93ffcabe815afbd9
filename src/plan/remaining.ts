// How much there is left to copy, as far as log ends and the offset map tell. Sizes are those of the source's
// log, scaled to the offsets that are left; both count control batches and what compaction took.

import type { ClusterSnapshot } from '../live/snapshot.ts'
import { positionKey } from '../mirror/positions.ts'
import { sourceConfig } from './effective-config.ts'
import type { Route } from './routes.ts'
import { stoppedAt } from './take-over.ts'

/** What is said of bytes where the brokers do not tell them. */
export function sizesUnknown({ sizesKnown }: Pick<ClusterSnapshot, 'sizesKnown'>): { bytes_known?: false } {
  return sizesKnown === false ? { bytes_known: false } : {}
}

export interface Remaining {
  readonly records: number
  readonly bytes: number
  /** The true number may be far lower: the start is a time, or the topic is compacted. */
  readonly atMost: boolean
  /** Whole logs are left, so the bytes are those on disk and no share of them. */
  readonly whole: boolean
}

/** `initial`: the partition counts that begin at the flow's `start`. */
export function remainingOf(route: Route, initial: Readonly<Record<string, number>>): Remaining {
  const topic = route.sourceLive
  if (topic === undefined) return { records: 0, bytes: 0, atMost: false, whole: true }
  let records = 0
  let bytes = 0
  let byTime = false
  let whole = true
  for (const partition of topic.partitions.keys()) {
    const earliest = topic.earliest[partition] ?? 0
    const latest = topic.latest[partition] ?? 0
    byTime ||= startsByTime(route, partition, initial)
    const left = Math.max(0, latest - Math.max(earliest, firstOffset(route, partition, initial)))
    records += left
    whole &&= left === 0 || left === latest - earliest
    if (left > 0) bytes += Math.round(((topic.sizeBytes[partition] ?? 0) * left) / (latest - earliest))
  }
  const compacted = sourceConfig(route, 'cleanup.policy')?.includes('compact') ?? false
  return { records, bytes, atMost: records > 0 && (byTime || compacted), whole }
}

/** The source offset at which the copy goes on; for a start by time the log's first. */
export function firstOffset(
  route: Route,
  partition: number,
  initial: Readonly<Record<string, number>>,
): number {
  const topic = route.sourceLive
  const [earliest, latest] = [topic?.earliest[partition] ?? 0, topic?.latest[partition] ?? 0]
  const startsHere = partition < (initial[route.source.name] ?? 0)
  return (
    copiedTo(route, partition) ??
    stoppedAt(route, partition) ??
    (startsHere && route.flow.spec.start === 'latest' ? latest : earliest)
  )
}

function startsByTime(route: Route, partition: number, initial: Readonly<Record<string, number>>): boolean {
  const startsHere = copiedTo(route, partition) === undefined && partition < (initial[route.source.name] ?? 0)
  return startsHere && typeof route.flow.spec.start !== 'string'
}

/** The next source offset to copy; undefined where nothing was copied yet. */
function copiedTo({ flow, source }: Route, partition: number): number | undefined {
  return flow.target.offsetMaps.get(positionKey(flow.identity, source.name, partition))?.sourceNext
}

export function sumOf(parts: readonly Remaining[]): Remaining {
  return parts.reduce(
    (sum, part) => ({
      records: sum.records + part.records,
      bytes: sum.bytes + part.bytes,
      atMost: sum.atMost || part.atMost,
      whole: sum.whole && part.whole,
    }),
    { records: 0, bytes: 0, atMost: false, whole: true },
  )
}
