// How far each partition's copy is behind its source: in records by log ends and the offset map, in seconds by
// the age of the oldest record that is not on the target yet.

import type { Cluster } from '../kafka/cluster.ts'
import type { Snapshot } from '../live/snapshot.ts'
import { positionKey } from '../mirror/positions.ts'
import { type Route, routesByFlow } from '../plan/routes.ts'
import {
  type LagDocument,
  type PartitionLag,
  statusVersion,
  type TopicLag,
} from '../render/status-document.ts'
import type { Topology } from '../topology/model.ts'
import { appliedOutlook, unappliedFlows } from './applied-outlook.ts'
import { agesOf, type OffsetAge, type Waiting } from './offset-age.ts'

export interface LagQuestion {
  readonly topology: Topology
  readonly snapshot: Snapshot
  /** By name: asked for the times of uncopied records. Reads only. */
  readonly clusters: ReadonlyMap<string, Cluster>
}

/** Applied flows by name, topics with the most lag first. */
export async function lagOf({ topology, snapshot, clusters }: LagQuestion): Promise<LagDocument> {
  const flows = await Promise.all(
    flowLags(topology, snapshot).map(async ({ flow, source, topics }) => {
      const cluster = clusters.get(source)
      const waiting = topics.flatMap(waitingOf)
      const ages = cluster === undefined ? [] : await agesOf(cluster, waiting, snapshot.takenAtMs)
      const aged = withAges(topics, ages).sort((one, other) => other.lag_records - one.lag_records)
      return {
        flow,
        lag_records: aged.reduce((sum, topic) => sum + topic.lag_records, 0),
        lag_seconds: oldest(aged),
        topics: aged,
      }
    }),
  )
  return {
    format_version: statusVersion,
    taken_at: new Date(snapshot.takenAtMs).toISOString(),
    flows,
    not_applied: unappliedFlows(topology, snapshot),
  }
}

export interface FlowLag {
  readonly flow: string
  readonly source: string
  /** Ages are known only where there is no lag. */
  readonly topics: readonly TopicLag[]
}

/** In records only, by the snapshot alone. */
export function flowLags(topology: Topology, snapshot: Snapshot): FlowLag[] {
  return routesByFlow(appliedOutlook(topology, snapshot)).map(({ flow, routes }) => ({
    flow: flow.spec.name,
    source: flow.spec.source,
    topics: routes.map(topicLag),
  }))
}

function topicLag({ flow, source, sourceLive, after }: Route): TopicLag {
  const partitions = Array.from({ length: source.partitions }, (_, partition): PartitionLag => {
    const end = sourceLive?.latest[partition] ?? 0
    const map = flow.target.offsetMaps.get(positionKey(flow.identity, source.name, partition))
    const from = Math.max(map?.sourceNext ?? 0, sourceLive?.earliest[partition] ?? 0)
    const lag = Math.max(0, end - from)
    return {
      partition,
      copied_to: map?.sourceNext ?? null,
      source_end: end,
      lag_records: lag,
      lag_seconds: lag === 0 ? 0 : null,
    }
  })
  const lag = partitions.reduce((sum, partition) => sum + partition.lag_records, 0)
  return {
    topic: source.name,
    remote_topic: after.name,
    lag_records: lag,
    lag_seconds: oldest(partitions),
    partitions,
  }
}

function waitingOf({ topic, partitions }: TopicLag): Waiting[] {
  return partitions
    .filter(({ lag_records }) => lag_records > 0)
    .map(({ partition, source_end, lag_records }) => ({ topic, partition, offset: source_end - lag_records }))
}

function withAges(topics: readonly TopicLag[], ages: readonly OffsetAge[]): TopicLag[] {
  const byPartition = new Map(ages.map((age) => [`${age.topic} ${age.partition}`, age.ageSeconds]))
  return topics.map((topic) => {
    const partitions = topic.partitions.map((partition) => ({
      ...partition,
      lag_seconds: byPartition.get(`${topic.topic} ${partition.partition}`) ?? partition.lag_seconds,
    }))
    return { ...topic, partitions, lag_seconds: oldest(partitions) }
  })
}

/** Null where one that is behind has no usable time: a smaller number would be a lie. */
function oldest(parts: readonly { readonly lag_seconds: number | null }[]): number | null {
  return parts.reduce<number | null>(
    (max, { lag_seconds }) => (max === null || lag_seconds === null ? null : Math.max(max, lag_seconds)),
    0,
  )
}
