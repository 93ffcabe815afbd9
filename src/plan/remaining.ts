// How much there is left to copy, as far as log ends and the offset map tell. Sizes are those of the source's
// log, scaled to the offsets that are left; both count control batches and what compaction took.

import { positionKey } from '../mirror/positions.ts'
import { sourceConfig } from './effective-config.ts'
import type { Route } from './routes.ts'

export interface Remaining {
  readonly records: number
  readonly bytes: number
  /** The true number may be far lower: the start is a time, or the topic is compacted. */
  readonly atMost: boolean
}

/** `initial`: the partition counts that begin at the flow's `start`. */
export function remainingOf(route: Route, initial: Readonly<Record<string, number>>): Remaining {
  const topic = route.sourceLive
  if (topic === undefined) return { records: 0, bytes: 0, atMost: false }
  const { start } = route.flow.spec
  const initialPartitions = initial[topic.name] ?? 0
  let records = 0
  let bytes = 0
  let byTime = false
  for (const partition of topic.partitions.keys()) {
    const earliest = topic.earliest[partition] ?? 0
    const latest = topic.latest[partition] ?? 0
    const copied = copiedTo(route, partition)
    const startsHere = copied === undefined && partition < initialPartitions
    if (startsHere && typeof start !== 'string') byTime = true
    const first = copied ?? (startsHere && start === 'latest' ? latest : earliest)
    const left = Math.max(0, latest - Math.max(earliest, first))
    records += left
    if (left > 0) bytes += Math.round(((topic.sizeBytes[partition] ?? 0) * left) / (latest - earliest))
  }
  const compacted = sourceConfig(route, 'cleanup.policy')?.includes('compact') ?? false
  return { records, bytes, atMost: records > 0 && (byTime || compacted) }
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
    }),
    { records: 0, bytes: 0, atMost: false },
  )
}
