// Moves the groups' offsets on the target along with those on the source, by the rule that the plan shows:
// groups are looked at and written within one round, so that what was decided on is what is there.

import type { StraitError } from '../errors/strait-error.ts'
import type { Cluster, ItemResult } from '../kafka/cluster.ts'
import { type GroupPartition, syncGroup } from '../mirror/group-sync-rule.ts'
import { repeat } from '../std/repeat.ts'
import type { FlowSpec } from '../topology/model.ts'
import { protocolCodeOf } from '../wire/protocol-errors.ts'
import {
  GroupCommitReader,
  logEnds,
  type MappedCommit,
  type OffsetMapOf,
  partitionKey,
} from './group-commits.ts'
import type { GroupNotes } from './group-notes.ts'

/** The flow and the clusters at its ends. */
export interface GroupSyncOptions {
  readonly flow: FlowSpec
  readonly source: Cluster
  readonly target: Cluster
  readonly offsetMap: OffsetMapOf
  readonly notes: Pick<GroupNotes, 'committed' | 'write'>
  readonly signal: AbortSignal
  /** A round or a group that failed; other groups go on, and the next round tries again. */
  onError(error: unknown): void
  onDone?(): void
}

/** UNKNOWN_MEMBER_ID, REBALANCE_IN_PROGRESS, STALE_MEMBER_EPOCH: the group came to life in this very round. */
const liveGroupCodes: ReadonlySet<number> = new Set([25, 27, 113])

/** Syncs until the signal is aborted. */
export async function syncGroups(options: GroupSyncOptions): Promise<void> {
  const { flow, source, target, offsetMap, notes, signal, onError, onDone } = options
  const reader = new GroupCommitReader(flow, source, offsetMap)
  await repeat(() => syncRound(reader, { flow, target, notes, onError }), {
    intervalMs: flow.offsets.intervalMs,
    signal,
    onError,
    ...(onDone && { onDone }),
  })
}

type RoundOptions = Pick<GroupSyncOptions, 'flow' | 'target' | 'notes' | 'onError'>

async function syncRound(reader: GroupCommitReader, options: RoundOptions): Promise<void> {
  const { flow, target, notes, onError } = options
  const commits = await reader.read()
  if (commits.length === 0) return
  const [earliest, latest] = await Promise.all([
    logEnds(target, commits.map(onTarget), 'earliest'),
    logEnds(target, commits.map(onTarget), 'latest'),
  ])
  const states = new Map((await target.groups()).map(({ groupId, state }) => [groupId, state]))
  const groups = Map.groupBy(commits, ({ group }) => group)
  const committed = await committedOn(
    target,
    [...groups.keys()].filter((groupId) => states.has(groupId)),
  )
  for (const [groupId, ofGroup] of groups) {
    const partitions = ofGroup.map((commit): GroupPartition => {
      const key = partitionKey(onTarget(commit))
      const [first, end] = [earliest.get(key), latest.get(key)]
      const ends = first === undefined || end === undefined ? undefined : { earliest: first, latest: end }
      const target = ends && { ...ends, committed: committed.get(groupId)?.get(key) }
      return { ...commit, sourceOffset: commit.offset, target }
    })
    const sync = syncGroup({
      targetState: states.get(groupId),
      onConflict: flow.offsets.onConflict,
      partitions,
    })
    if (sync.commits.length === 0) continue
    const results = await target.commitOffsets(groupId, sync.commits)
    notes.committed(
      groupId,
      sync.commits.filter((_, at) => results[at]?.error === undefined),
    )
    for (const error of troubles(results)) onError(error)
  }
  await notes.write()
}

function onTarget({ remoteTopic, partition }: MappedCommit) {
  return { topic: remoteTopic, partition }
}

async function committedOn(
  target: Cluster,
  groupIds: readonly string[],
): Promise<Map<string, Map<string, number>>> {
  if (groupIds.length === 0) return new Map()
  const committed = await target.committedOffsets(groupIds)
  return new Map(
    [...committed].map(([groupId, offsets]) => [
      groupId,
      new Map(offsets.map((commit) => [partitionKey(commit), commit.offset])),
    ]),
  )
}

function troubles(results: readonly ItemResult[]): StraitError[] {
  return results.flatMap(({ error }) => {
    if (error === undefined) return []
    return liveGroupCodes.has(protocolCodeOf(error)) ? [] : [error]
  })
}
