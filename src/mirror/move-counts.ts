// What a group's move costs in records. The map tells records from markers where it knows the target's log; beside it
// offsets are counted and may be no records, and so may be those that compaction or the copy have the last word on.
// Then a count is an upper bound and says so: a plan promises exact numbers or none.

import type { GroupPartition } from './group-sync-rule.ts'
import { type OffsetMap, recordsBetween } from './offset-map.ts'

/** A number of records; `atMost` where the true one may be smaller. */
export interface RecordCount {
  readonly records: number
  readonly atMost: boolean
}

export const noRecords: RecordCount = { records: 0, atMost: false }

type CountedLog = Pick<GroupPartition, 'map' | 'target' | 'uncertain'>

/** Records at target offsets [start, end), `end` being no further than the log's. */
export function countRecords(log: CountedLog, start: number, end: number): RecordCount {
  if (end <= start) return noRecords
  const records = log.map === undefined ? 0 : recordsBetween(log.map, start, end)
  const unknown = unknownOffsets(log, { start, end, records })
  const isCompacted = log.uncertain?.compacted === true && records > 0
  return { records: records + unknown, atMost: unknown > 0 || isCompacted }
}

/** Records that a group at `place` has left on the target. */
export function lagOf(log: CountedLog, place: number | undefined): RecordCount {
  if (place === undefined || log.target === undefined) return noRecords
  const { earliest, latest } = log.target
  return countRecords(log, Math.max(place, earliest), latest)
}

export interface MovedPlaces {
  /** Where the move puts the group. */
  readonly after: number
  /** All that the group read, on either side, lies before this target offset. */
  readonly read: number
  /** Source offsets that the group read and the target has yet to get. */
  readonly toCome: number
}

/** Records that the group gets again. */
export function redeliveredOf(log: CountedLog, { after, read, toCome }: MovedPlaces): RecordCount {
  const latest = log.target?.latest ?? 0
  const isDoubled = log.uncertain?.doubled === true && toCome > 0
  // Behind the stored map both are the beginning of one sequence, unless records may be there twice.
  const behind = countRecords(log, after, isDoubled ? latest : Math.min(read, latest))
  const lost = log.map === undefined ? 0 : recordsBetween(log.map, Math.max(after, latest), read)
  const tail = isDoubled || log.map === undefined ? 0 : tailOffsets(log.map, after, Math.min(read, latest))
  return {
    records: behind.records + lost + Math.max(0, toCome - tail),
    atMost: behind.atMost || toCome > 0,
  }
}

/** Records that the group read nowhere and does not get. */
export function skippedOf(log: CountedLog, { after, read }: MovedPlaces): RecordCount {
  const { records, atMost } = countRecords(log, read, after)
  // Of records that are there twice the group may have read the other one.
  return { records, atMost: atMost || (log.uncertain?.doubled === true && records > 0) }
}

/** Offsets of [start, end) of which the map does not say what they hold. */
function unknownOffsets(
  { map, uncertain }: CountedLog,
  { start, end, records }: { readonly start: number; readonly end: number; readonly records: number },
): number {
  if (map === undefined || uncertain?.doubled === true) return end - start - records
  const [first] = map.runs
  const mark = first?.count === 0 ? first.targetStart : start
  return Math.max(0, Math.min(end, mark) - start) + tailOffsets(map, start, end)
}

/** The map is stored late: behind its end the target may hold more. */
function tailOffsets({ targetNext }: OffsetMap, start: number, end: number): number {
  return Math.max(0, end - Math.max(start, targetNext))
}
