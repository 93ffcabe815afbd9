// The logs of a flow that a limited copy races against retention: by the age of their records, and by their size.

import type { TopicSnapshot } from '../live/snapshot.ts'
import { sourceConfig } from './effective-config.ts'
import type { CopyingLog, SizeBound } from './expiry.ts'
import { bytesPerSecondOf } from './growth.ts'
import { firstOffset } from './remaining.ts'
import type { Route } from './routes.ts'

export interface RaceFacts {
  readonly initial: Readonly<Record<string, number>>
  readonly nowMs: number
}

/** Of routes whose sources were looked into for their ages. */
export function racingLogs(routes: readonly Route[], { initial, nowMs }: RaceFacts): CopyingLog[] {
  return routes.flatMap((route): CopyingLog[] => {
    const topic = route.sourceLive
    if (topic === undefined) return []
    const retentionMs = limitOf(route, 'retention.ms')
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
      const bound = sizeBoundOf(route, { topic, partition, nowMs })
      return [{ topic: topic.name, earliest, next, latest, bytesPerRecord, expiry, bound }]
    })
  })
}

/** Undefined where the log may grow as it likes, or where its size is not known. */
function sizeBoundOf(
  route: Route,
  {
    topic,
    partition,
    nowMs,
  }: { readonly topic: TopicSnapshot; readonly partition: number; readonly nowMs: number },
): SizeBound | undefined {
  const maxBytes = limitOf(route, 'retention.bytes')
  if (!Number.isFinite(maxBytes)) return undefined
  // The brokers tell what they hold themselves, and retention.bytes counts what went to remote storage too.
  if (sourceConfig(route, 'remote.storage.enable') === 'true') return undefined
  return {
    bytes: topic.sizeBytes[partition] ?? 0,
    maxBytes,
    bytesPerSecond: bytesPerSecondOf(topic, partition, nowMs),
    segmentBytes: Number(sourceConfig(route, 'segment.bytes') ?? 0),
  }
}

/** Infinite where records do not go by it. */
function limitOf(route: Route, config: 'retention.ms' | 'retention.bytes'): number {
  if (!(sourceConfig(route, 'cleanup.policy') ?? 'delete').includes('delete')) return Number.POSITIVE_INFINITY
  const value = Number(sourceConfig(route, config) ?? -1)
  return value < 0 ? Number.POSITIVE_INFINITY : value
}
