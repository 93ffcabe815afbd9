// Whether the copies have come to where their sources ended at a certain moment. A source that keeps growing is
// never without lag; "caught up" is about the records that were there when someone asked.

import type { Snapshot } from '../live/snapshot.ts'
import { positionKey } from '../mirror/positions.ts'
import type { Topology } from '../topology/model.ts'
import { flowLags } from './flow-lag.ts'

/** Source ends by `positionKey`. */
export type Ends = ReadonlyMap<string, number>

/** Where every partition of every applied flow ends now. */
export function endsOf(topology: Topology, snapshot: Snapshot): Ends {
  return new Map(partitionsOf(topology, snapshot).map(({ key, source_end }) => [key, source_end]))
}

/** Records before `ends` that are still to be copied, by flow; flows without any are left out. */
export function leftBefore(ends: Ends, topology: Topology, snapshot: Snapshot): Map<string, number> {
  const left = new Map<string, number>()
  for (const { flow, key, source_end, lag_records } of partitionsOf(topology, snapshot)) {
    const records = (ends.get(key) ?? 0) - (source_end - lag_records)
    if (records > 0) left.set(flow, (left.get(flow) ?? 0) + records)
  }
  return left
}

function partitionsOf(topology: Topology, snapshot: Snapshot) {
  return flowLags(topology, snapshot).flatMap(({ flow, topics }) =>
    topics.flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({
        ...partition,
        flow,
        key: positionKey(flow, topic, partition.partition),
      })),
    ),
  )
}
