// Moves group offsets on the target. A group that someone moved since the plan was made is left alone, and a
// live group is refused by the broker itself: its members would never see the move.

import type { Cluster, CommittedOffset, ItemResult } from '../../kafka/cluster.ts'
import type { CallOf } from '../call.ts'
import { conflict, type VerbExecution, type Verdict } from '../verb.ts'

type Commit = CallOf<'commit_offsets'>

export const commitOffsets: VerbExecution<Commit> = {
  inspect: async (cluster, calls) => {
    const committed = await cluster.committedOffsets(calls.map(({ groupId }) => groupId))
    return calls.map((call) => verdict(cluster, call, committed.get(call.groupId) ?? []))
  },
  send: (cluster, calls) => Promise.all(calls.map((call) => commit(cluster, call))),
}

async function commit(cluster: Cluster, { groupId, after }: Commit): Promise<ItemResult> {
  const results = await cluster.commitOffsets(groupId, after)
  const refused = results.find(({ error }) => error !== undefined)
  return { item: groupId, ...(refused?.error && { error: refused.error }) }
}

function verdict(
  cluster: Cluster,
  { groupId, before, after }: Commit,
  found: readonly CommittedOffset[],
): Verdict {
  const at = new Map(found.map((entry) => [keyOf(entry), entry.offset]))
  if (after.every((entry) => at.get(keyOf(entry)) === entry.offset)) return 'done'
  const planned = new Map(before.map((entry) => [keyOf(entry), entry.offset]))
  const wanted = new Map(after.map((entry) => [keyOf(entry), entry.offset]))
  const moved = after.find((entry) => {
    const offset = at.get(keyOf(entry))
    return offset !== planned.get(keyOf(entry)) && offset !== wanted.get(keyOf(entry))
  })
  if (moved === undefined) return 'open'
  return conflict(
    cluster,
    `group "${groupId}" has moved on ${moved.topic}[${moved.partition}] since the plan was made`,
  )
}

function keyOf({ topic, partition }: CommittedOffset): string {
  return `${topic} ${partition}`
}
