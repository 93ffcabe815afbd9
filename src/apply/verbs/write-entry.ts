// Writes entries of the control topic: who owns a thing, and what a flow is to do. Entries live by key, so
// writing one again is the same entry.

import type { StraitError } from '../../errors/strait-error.ts'
import type { Cluster, ItemResult } from '../../kafka/cluster.ts'
import { readIfThere } from '../../live/read-if-there.ts'
import { topologyTitle } from '../../mirror/claims.ts'
import {
  type ControlEntry,
  controlKey,
  controlRecord,
  controlTopic,
  type FlowEntry,
  foldControl,
  type ManagedEntry,
} from '../../mirror/control.ts'
import { sameValue } from '../../plan/canonical.ts'
import type { CallOf } from '../call.ts'
import { conflict, type VerbExecution } from '../verb.ts'

export const writeManaged: VerbExecution<CallOf<'write_managed'>> = {
  inspect: async (cluster, calls) => {
    const standing = await entriesByKey(cluster)
    // One that knows the topic's id already says more, not less.
    return calls.map(({ entry }) => (saysAll(standing.get(controlKey(entry)), entry) ? 'done' : 'open'))
  },
  send: (cluster, calls) =>
    append(
      cluster,
      calls.map(({ entry }) => entry),
    ),
}

/** The same entry with the id that the topic has, so that no later topic of that name is taken for it. */
export const recordTopic: VerbExecution<CallOf<'record_topic'>> = {
  inspect: async (cluster, calls) => {
    const [standing, ids] = await Promise.all([entriesByKey(cluster), topicIds(cluster, calls)])
    return calls.map(({ topic, entry }) =>
      sameValue(standing.get(controlKey(entry)), { ...entry, topicId: ids.get(topic) }) ? 'done' : 'open',
    )
  },
  send: async (cluster, calls) => {
    const ids = await topicIds(cluster, calls)
    return append(
      cluster,
      calls.map(({ topic, entry }) => {
        const topicId = ids.get(topic)
        return topicId === undefined ? entry : { ...entry, topicId }
      }),
    )
  },
}

/**
 * Always written: the revision is news even where the spec is not. A paused flow stays paused. One that another topology
 * applied while this one waited for its turn is that one's.
 */
export const writeFlow: VerbExecution<CallOf<'write_flow'>> = {
  inspect: async (cluster, calls) => {
    const standing = await entriesByKey(cluster)
    return calls.map((call) => takenByOther(cluster, standing.get(controlKey(call.entry)), call) ?? 'open')
  },
  send: async (cluster, calls) => {
    const standing = await entriesByKey(cluster)
    const entries = calls.map(({ entry }) => keepPause(entry, standing.get(controlKey(entry))))
    return append(cluster, entries)
  },
}

function takenByOther(
  cluster: Cluster,
  standing: ControlEntry | undefined,
  { entry, takesFrom }: CallOf<'write_flow'>,
): StraitError | undefined {
  if (standing?.kind !== 'flow' || standing.topology === entry.topology) return undefined
  if (takesFrom !== undefined && (standing.topology ?? null) === takesFrom) return undefined
  return conflict(cluster, `flow "${entry.name}" belongs to ${topologyTitle(standing.topology)} by now`)
}

function saysAll(standing: ControlEntry | undefined, entry: ManagedEntry): boolean {
  return standing?.kind === 'managed' && sameValue({ ...standing, topicId: undefined }, entry)
}

async function topicIds(
  cluster: Cluster,
  calls: readonly CallOf<'record_topic'>[],
): Promise<Map<string, string>> {
  const topics = await cluster.topics(calls.map(({ topic }) => topic))
  return new Map(topics.map(({ name, id }) => [name, id]))
}

function keepPause(entry: FlowEntry, standing: ControlEntry | undefined): FlowEntry {
  const paused = standing?.kind === 'flow' && standing.state === 'paused' && entry.state === 'running'
  return paused ? { ...entry, state: 'paused' } : entry
}

async function entriesByKey(cluster: Cluster): Promise<Map<string, ControlEntry>> {
  const entries = foldControl(await readIfThere(cluster, controlTopic))
  return new Map(entries.map((entry) => [controlKey(entry), entry]))
}

async function append(cluster: Cluster, entries: readonly ControlEntry[]): Promise<ItemResult[]> {
  await cluster.append(controlTopic, entries.map(controlRecord))
  return entries.map((entry) => ({ item: controlKey(entry) }))
}
