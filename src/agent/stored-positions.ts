// The positions of one shard, in its own partition of the positions topic: read once by a new owner, and the records
// that its copies are stored as.

import { StraitError } from '../errors/strait-error.ts'
import { offsetMapsFrom, type StoredPosition } from '../mirror/position-records.ts'
import { type PositionRecord, positionsTopic } from '../mirror/positions.ts'
import { decodeRecords } from '../wire/records.ts'
import type { FlowContext } from './flow-context.ts'
import { logRanges } from './log-ranges.ts'
import { scanLog } from './log-scan.ts'
import type { PartitionCopy, ProducerSession } from './partition-copy.ts'
import { reading, refused } from './patience.ts'
import { noLeader, type Routes } from './routes.ts'

interface ShardPositions {
  /** The shard's, and its partition's of the positions topic. */
  readonly number: number
  /** Of the positions topic. */
  readonly topicId: string
  readonly signal: AbortSignal
}

/** Of every partition that was ever stored in the shard, by `positionKey`. */
export async function loadPositions(
  { context, routes }: { readonly context: FlowContext; readonly routes: Routes },
  { number, topicId, signal }: ShardPositions,
): Promise<Map<string, StoredPosition>> {
  const place = { topic: positionsTopic, partition: number }
  const [range] = await logRanges(context.target, [place])
  const leader = routes.targetLeader(positionsTopic, number)
  if (range instanceof StraitError) throw range
  if (range === undefined || leader === undefined) throw noLeader(context.target.name, positionsTopic, number)
  const records: { key: Buffer | null; value: Buffer | null }[] = []
  const scanned = scanLog(context.targetBrokers, { ...place, topicId, leader }, { ...range, signal })
  try {
    for await (const { batch, delivers } of scanned) if (delivers) records.push(...decodeRecords(batch))
  } catch (error) {
    throw refused(error, context.sides.target, reading(positionsTopic))
  }
  return offsetMapsFrom(records)
}

/** The records that make a copy's position durable: the newest chunk of its map and those that grew. */
export function positionRecords(
  flow: string,
  copy: PartitionCopy,
  session: ProducerSession,
): PositionRecord[] {
  const known = copy.known
  if (known === undefined) return []
  return copy.map.dirtyChunks().map(({ chunk, runs }) => ({
    format: 1,
    flow,
    topic: copy.route.topic,
    partition: copy.partition,
    chunk,
    runs,
    sourceNext: known.sourceNext,
    targetNext: known.targetNext,
    sourceTopicId: copy.route.topicId,
    targetTopicId: copy.route.remoteTopicId,
    sourceLeaderEpoch: known.leaderEpoch,
    producerId: session.producerId,
    producerEpoch: session.producerEpoch,
  }))
}
