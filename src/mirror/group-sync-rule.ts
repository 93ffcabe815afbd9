// How a group's offsets follow to the target, safely: only into a group that nobody uses there, never backwards
// unless told, never outside the target's log, and not at all where the place is not known. The plan shows what
// this function answers and the agent does it, so that both always mean the same.

import type { CommittedOffset } from '../kafka/cluster.ts'
import type { FlowSpec } from '../topology/model.ts'
import { type CommitTranslation, translateCommit } from './commit-translation.ts'
import { noRecords, type RecordCount, redeliveredOf, skippedOf } from './move-counts.ts'
import type { OffsetMap } from './offset-map.ts'

/** One partition that the group committed on the source, with all that decides where it goes. */
export interface GroupPartition {
  readonly topic: string
  readonly remoteTopic: string
  readonly partition: number
  /** The group's commit on the source. */
  readonly sourceOffset: number
  readonly metadata: string
  /** The source's log end; without it a commit past the copy is not followed. */
  readonly sourceLatest: number | undefined
  readonly map: OffsetMap | undefined
  /** The source's topic is not the one that was copied: it was deleted and created again. */
  readonly recreated?: boolean
  /** What keeps the counts of a plan from being exact; nobody else counts. */
  readonly uncertain?: {
    /** The target's log is compacted: it may hold fewer records than were copied. */
    readonly compacted: boolean
    /** Copied at least once: beside the mapped records there may be others, and the same ones twice. */
    readonly doubled: boolean
  }
  /** Undefined where the target has no such partition. `committed` is the group's commit there. */
  readonly target:
    | { readonly earliest: number; readonly latest: number; readonly committed: number | undefined }
    | undefined
}

/** One group and its partitions. */
export interface GroupToSync {
  /** The group's state on the target; undefined where the target does not know it. */
  readonly targetState: string | undefined
  readonly onConflict: FlowSpec['offsets']['onConflict']
  readonly partitions: readonly GroupPartition[]
}

/** What happens to one partition of a group, or why nothing does. */
export type GroupMoveOutcome =
  /** Will be committed. */
  | 'move'
  /** The target's commit is already there. */
  | 'in_place'
  /** The target's commit is further on and stays. */
  | 'ahead'
  /** The group has members on the target. */
  | 'live'
  /** No record of this partition was copied yet. */
  | 'not_mapped'
  /** The target has no such partition. */
  | 'no_partition'
  /** The commit points past the source's own log end. */
  | 'unproven'
  /** The source's topic was deleted and created again: the copy is of the former one. */
  | 'recreated'
  /** The commit lies before what was copied, and the target holds others' records there. */
  | 'before_copy'

/** One partition of a group: from where to where, and what that costs. */
export interface GroupMove {
  readonly topic: string
  readonly remoteTopic: string
  readonly partition: number
  readonly sourceOffset: number
  readonly outcome: GroupMoveOutcome
  /** How the place was found; absent where there is none. */
  readonly translation?: CommitTranslation['kind']
  /** The group's offset on the target now, and then. Equal unless the outcome is `move`. */
  readonly before: number | undefined
  readonly after: number | undefined
  /** Records that the group read, on either side, and would read again. */
  readonly redelivered: RecordCount
  /** Records that the group read nowhere and would not read. */
  readonly skipped: RecordCount
  /**
   * Source offsets behind the commit of which the target holds nothing and that the group did not read there; not all
   * need be records, and of a compacted topic few are.
   */
  readonly missingOffsets: number
}

/** The decision on one group: what to commit, and the account of every partition. */
export interface GroupSync {
  /** Whether the group may be written to at all. */
  readonly writable: boolean
  readonly commits: readonly CommittedOffset[]
  /** One per partition, in the order given. */
  readonly moves: readonly GroupMove[]
}

/** Decides every partition of one group. */
export function syncGroup({ targetState, onConflict, partitions }: GroupToSync): GroupSync {
  const writable = isWritable(targetState)
  const moves: GroupMove[] = []
  const commits: CommittedOffset[] = []
  for (const partition of partitions) {
    const move = movePartition(partition, onConflict)
    if (move.outcome === 'move' && !writable) {
      moves.push({ ...move, ...stays(move.before), outcome: 'live' })
      continue
    }
    moves.push(move)
    if (move.outcome !== 'move' || move.after === undefined) continue
    commits.push({
      topic: partition.remoteTopic,
      partition: partition.partition,
      offset: move.after,
      metadata: partition.metadata,
    })
  }
  return { writable, commits, moves }
}

/** Brokers before 4.0 call a group that they do not know `Dead`, later ones leave it out. */
export function isWritable(state: string | undefined): boolean {
  return state === undefined || state === 'Empty' || state === 'Dead'
}

function movePartition(partition: GroupPartition, onConflict: GroupToSync['onConflict']): GroupMove {
  const { topic, remoteTopic, sourceOffset, map, target } = partition
  const before = target?.committed
  const place = { topic, remoteTopic, partition: partition.partition, sourceOffset }
  if (target === undefined) return { ...place, outcome: 'no_partition', ...stays(before) }
  if (partition.recreated === true) return { ...place, outcome: 'recreated', ...stays(before) }
  if (map === undefined) return { ...place, outcome: 'not_mapped', ...stays(before) }
  const translation = translateCommit(map, sourceOffset, partition.sourceLatest)
  if (translation.kind === 'unproven') return { ...place, outcome: 'unproven', ...stays(before) }
  // Moving it to where the copy begins would pass over records that it may not have read.
  if (translation.kind === 'unmapped' && target.earliest < translation.first) {
    return { ...place, outcome: 'before_copy', ...stays(before) }
  }
  const exact = 'first' in translation ? translation.first : translation.offset
  const after = Math.max(target.earliest, Math.min(target.latest, exact))
  const found = { ...place, translation: translation.kind }
  if (before === after) return { ...found, outcome: 'in_place', ...stays(before) }
  if (before !== undefined && before > after && onConflict !== 'rewind') {
    return { ...found, outcome: 'ahead', ...stays(before) }
  }
  const read = Math.max(exact, before ?? exact)
  const places = { after, read, toCome: translation.kind === 'copy_end' ? translation.notCopied : 0 }
  // A group that stands further on the target has read there what came before.
  const isBehind = 'first' in translation && (before === undefined || before < exact)
  return {
    ...found,
    outcome: 'move',
    before,
    after,
    redelivered: redeliveredOf(partition, places),
    skipped: skippedOf(partition, places),
    missingOffsets: isBehind ? translation.missingOffsets : 0,
  }
}

function stays(before: number | undefined) {
  return { before, after: before, redelivered: noRecords, skipped: noRecords, missingOffsets: 0 }
}
