// Deletes what Strait committed for a group that follows no more. Only of a group that nobody uses, and only places
// that are still what the plan saw; an agent that kept them may have moved them on until it let go.

import type { Cluster, CommittedOffset, ItemResult } from '../../kafka/cluster.ts'
import type { CallOf } from '../call.ts'
import { conflict, type VerbExecution, type Verdict } from '../verb.ts'
import { offsetsOf, unlessMoved } from './group-places.ts'

type Delete = CallOf<'delete_offsets'>

export const deleteOffsets: VerbExecution<Delete> = {
  inspect: async (cluster, calls) => {
    const groups = new Map((await cluster.groups()).map((group) => [group.groupId, group]))
    const known = calls.filter(({ groupId }) => groups.has(groupId))
    const committed = await cluster.committedOffsets(known.map(({ groupId }) => groupId))
    return calls.map((call) =>
      verdict(cluster, call, {
        state: groups.get(call.groupId)?.state,
        found: committed.get(call.groupId) ?? [],
      }),
    )
  },
  send: (cluster, calls) => Promise.all(calls.map((call) => deleteOf(cluster, call))),
}

async function deleteOf(cluster: Cluster, { groupId, before }: Delete): Promise<ItemResult> {
  const results = await cluster.deleteOffsets(groupId, before)
  const refused = results.find(({ error }) => error !== undefined)
  return { item: groupId, ...(refused?.error && { error: refused.error }) }
}

interface Found {
  /** Undefined where there is no such group. */
  readonly state: string | undefined
  readonly found: readonly CommittedOffset[]
}

function verdict(cluster: Cluster, { groupId, before, movesOn }: Delete, { state, found }: Found): Verdict {
  const at = offsetsOf(found)
  if (before.every((entry) => at(entry) === undefined)) return 'done'
  if (state !== 'Empty' && state !== 'Dead')
    return conflict(cluster, `group "${groupId}" is in use since the plan was made`)
  const moved = before.find((entry) => {
    const offset = at(entry) ?? entry.offset
    return movesOn ? offset < entry.offset : offset !== entry.offset
  })
  return unlessMoved(cluster, groupId, moved)
}
