// Writes entries of the control topic: who owns a thing, and what a flow is to do. Entries live by key, so
// writing one again is the same entry.

import type { Cluster, ItemResult } from '../../kafka/cluster.ts'
import {
  type ControlEntry,
  controlKey,
  controlTopic,
  type FlowEntry,
  foldControl,
} from '../../mirror/control.ts'
import { sameValue } from '../../plan/canonical.ts'
import type { CallOf } from '../call.ts'
import type { VerbExecution } from '../verb.ts'

export const writeManaged: VerbExecution<CallOf<'write_managed'>> = {
  inspect: async (cluster, calls) => {
    const standing = await entriesByKey(cluster)
    return calls.map(({ entry }) => (sameValue(standing.get(controlKey(entry)), entry) ? 'done' : 'open'))
  },
  send: (cluster, calls) =>
    append(
      cluster,
      calls.map(({ entry }) => entry),
    ),
}

/** Always written: the revision is news even where the spec is not. A paused flow stays paused. */
export const writeFlow: VerbExecution<CallOf<'write_flow'>> = {
  inspect: async (_, calls) => calls.map(() => 'open'),
  send: async (cluster, calls) => {
    const standing = await entriesByKey(cluster)
    const entries = calls.map(({ entry }) => keepPause(entry, standing.get(controlKey(entry))))
    return append(cluster, entries)
  },
}

function keepPause(entry: FlowEntry, standing: ControlEntry | undefined): FlowEntry {
  const paused = standing?.kind === 'flow' && standing.state === 'paused' && entry.state === 'running'
  return paused ? { ...entry, state: 'paused' } : entry
}

async function entriesByKey(cluster: Cluster): Promise<Map<string, ControlEntry>> {
  const entries = foldControl(await cluster.readTopic(controlTopic))
  return new Map(entries.map((entry) => [controlKey(entry), entry]))
}

async function append(cluster: Cluster, entries: readonly ControlEntry[]): Promise<ItemResult[]> {
  const records = entries.map((entry) => ({
    partition: 0,
    key: Buffer.from(controlKey(entry)),
    value: Buffer.from(JSON.stringify(entry)),
  }))
  await cluster.append(controlTopic, records)
  return entries.map((entry) => ({ item: controlKey(entry) }))
}
