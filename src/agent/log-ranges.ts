// Where partitions' logs begin and end now, each partition with its own answer.

import { StraitError } from '../errors/strait-error.ts'
import type { Cluster, PartitionOffset } from '../kafka/cluster.ts'
import type { PartitionCopy } from './partition-copy.ts'
import type { LogRange } from './proof.ts'
import type { Place } from './transaction.ts'

/** In the order of `places`; of a partition that cannot be asked, why. */
export async function logRanges(
  cluster: Cluster,
  places: readonly Place[],
): Promise<(LogRange | StraitError)[]> {
  const [starts, ends] = await Promise.all([
    cluster.offsets(places, 'earliest'),
    cluster.offsets(places, 'latest'),
  ])
  return places.map((place, index) => rangeOf(place, starts[index], ends[index]))
}

function rangeOf(
  place: Place,
  start: PartitionOffset | undefined,
  end: PartitionOffset | undefined,
): LogRange | StraitError {
  const error = start?.error ?? end?.error
  if (error !== undefined) return error
  if (start === undefined || end === undefined) {
    return new StraitError('ST305', `no offsets were answered for ${place.topic}-${place.partition}`)
  }
  return { start: start.offset, end: end.offset }
}

/** Where a copy writes. */
export function targetPlace({
  remoteTopic,
  partition,
}: Pick<PartitionCopy, 'remoteTopic' | 'partition'>): Place {
  return { topic: remoteTopic, partition }
}
