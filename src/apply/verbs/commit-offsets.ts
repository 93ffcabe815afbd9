// Moves group offsets on the target. A group that someone moved since the plan was made is left alone, and a
// live group is refused by the broker itself: its members would never see the move.

import type { Cluster, CommittedOffset, ItemResult } from '../../kafka/cluster.ts'
import type { CallOf } from '../call.ts'
import type { VerbExecution, Verdict } from '../verb.ts'
import { offsetsOf, unlessMoved } from './group-places.ts'

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
  const at = offsetsOf(found)
  if (after.every((entry) => at(entry) === entry.offset)) return 'done'
  const [planned, wanted] = [offsetsOf(before), offsetsOf(after)]
  const moved = after.find((entry) => at(entry) !== planned(entry) && at(entry) !== wanted(entry))
  return unlessMoved(cluster, groupId, moved)
}
