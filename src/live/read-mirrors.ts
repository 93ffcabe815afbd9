// Reads what a cluster shows of who copies to it: the flows that Strait applied, the ACLs that it made, and what
// MirrorMaker left of its own. Only read-only requests.

import type { Acl, Cluster, LogRecord, TopicDescription } from '../kafka/cluster.ts'
import { decodeSourceOffset, type SourceOffset } from '../mirror/connect-offsets.ts'
import {
  controlTopic,
  type FlowEntry,
  foldControl,
  type ManagedEntry,
  nobodysFlow,
} from '../mirror/control.ts'
import { decodeCheckpoint } from '../mirror/mm2-records.ts'
import { readIfThere } from './read-if-there.ts'
import { settleAll } from './settle-all.ts'

export interface MirrorTraces {
  readonly name: string
  readonly clusterId: string
  readonly topics: readonly TopicDescription[]
  /** As they stand in the control topic, in the order of their names. */
  readonly flows: readonly FlowEntry[]
  /** What Strait made there. */
  readonly managed: readonly ManagedEntry[]
  /** Undefined where the brokers have no authorizer, and where nobody asked for what is not declared. */
  readonly acls: readonly Acl[] | undefined
  /** How far MirrorMaker's dedicated mode copied each partition of other clusters to this one. */
  readonly sourceOffsets: readonly SourceOffset[]
  /** Groups by the name of the checkpoints topic that they stand in. */
  readonly checkpointed: ReadonlyMap<string, readonly string[]>
}

/** Of all clusters at once. Throws ST403 with all missing permissions, and what keeps a cluster from answering. */
export async function readMirrors(
  clusters: ReadonlyMap<string, Cluster>,
  wanted: { readonly allAcls: boolean },
): Promise<MirrorTraces[]> {
  return await settleAll([...clusters.values()].map((cluster) => readTraces(cluster, wanted.allAcls)))
}

async function readTraces(cluster: Cluster, allAcls: boolean): Promise<MirrorTraces> {
  const [{ clusterId }, topics] = await settleAll([cluster.describe(), cluster.topics()])
  const named = (shape: RegExp): string[] => topics.map(({ name }) => name).filter((name) => shape.test(name))
  const [control, offsets, checkpoints] = await settleAll([
    readAll(cluster, named(new RegExp(`^${controlTopic.replaceAll('.', '\\.')}$`))),
    readAll(cluster, named(/^mm2-offsets\..+\.internal$/)),
    readAll(cluster, named(/.[._-]+checkpoints[._-]+internal$/)),
  ])
  const entries = foldControl([...control.values()].flat())
  const managed = entries.flatMap((entry) => (entry.kind === 'managed' ? [entry] : []))
  // Reading them takes a right of its own.
  const readsAcls =
    allAcls || managed.some(({ flow, address }) => flow === nobodysFlow && address.includes('acl.'))
  return {
    name: cluster.name,
    clusterId,
    topics,
    flows: entries.flatMap((entry) => (entry.kind === 'flow' ? [entry] : [])),
    managed,
    acls: readsAcls ? await cluster.acls() : undefined,
    sourceOffsets: [...offsets.values()].flatMap(latestOffsets),
    checkpointed: new Map([...checkpoints].map(([topic, records]) => [topic, groupsIn(records)])),
  }
}

async function readAll(cluster: Cluster, names: readonly string[]): Promise<Map<string, LogRecord[]>> {
  const read = await settleAll(names.map((name) => readIfThere(cluster, name)))
  return new Map(names.map((name, index) => [name, read[index] ?? []]))
}

/** The last record of a key counts; other programs' records in such a topic are none of ours. */
function latestOffsets(records: readonly LogRecord[]): SourceOffset[] {
  const latest = new Map<string, SourceOffset>()
  for (const record of records) {
    const key = record.key?.toString('latin1') ?? ''
    const offset = readable(() => decodeSourceOffset(record))
    if (offset === undefined) latest.delete(key)
    else latest.set(key, offset)
  }
  return [...latest.values()]
}

function groupsIn(records: readonly LogRecord[]): string[] {
  const groups = records.flatMap((record) => readable(() => decodeCheckpoint(record))?.group ?? [])
  return [...new Set(groups)].sort()
}

function readable<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
