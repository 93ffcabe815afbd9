// Where a group stands by its committed offsets, place by place, and what is said when it is elsewhere than planned.

import type { Cluster, CommittedOffset } from '../../kafka/cluster.ts'
import { conflict, type Verdict } from '../verb.ts'

/** The committed offset of a place; undefined where nothing is committed. */
export type OffsetOf = (place: Pick<CommittedOffset, 'topic' | 'partition'>) => number | undefined

export function offsetsOf(committed: readonly CommittedOffset[]): OffsetOf {
  const offsets = new Map(committed.map((entry) => [keyOf(entry), entry.offset]))
  return (place) => offsets.get(keyOf(place))
}

/** The verdict by the first place that someone moved; open where there is none. */
export function unlessMoved(cluster: Cluster, groupId: string, moved: CommittedOffset | undefined): Verdict {
  if (moved === undefined) return 'open'
  const place = `${moved.topic}[${moved.partition}]`
  return conflict(cluster, `group "${groupId}" has moved on ${place} since the plan was made`)
}

function keyOf({ topic, partition }: Pick<CommittedOffset, 'topic' | 'partition'>): string {
  return `${topic} ${partition}`
}
