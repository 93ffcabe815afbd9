// What MirrorMaker 2 left of its work on one pair of clusters: how far it says it copied, which records lie where,
// and whether it still runs. From its dedicated mode by its own names; only read-only requests.

import type { Cluster, GroupDescription } from '../kafka/cluster.ts'
import { connectOffsetsTopic, decodeSourceOffset } from '../mirror/connect-offsets.ts'
import { decodeOffsetSync } from '../mirror/mm2-records.ts'
import { offsetSyncsTopic } from '../mirror/naming.ts'
import type { OffsetPair } from '../mirror/offset-sync-rule.ts'
import type { FlowSpec } from '../topology/model.ts'
import { readIfThere } from './read-if-there.ts'
import { settleAll } from './settle-all.ts'

/** What is known of one partition. */
export interface MirrorMakerTrace {
  /** The last source offset of which it wrote down that it is copied; undefined where it did not. */
  readonly lastOffset: number | undefined
  /** The newest pair of offsets of one record. */
  readonly sync: OffsetPair | undefined
}

export interface MirrorMakerState {
  /** It copies: the workers of its own group are there, or those of another run its source connector by name. */
  readonly isRunning: boolean
  /** On a shared Connect cluster: where, and what its source connector is called. */
  readonly runsAs?: { readonly group: string; readonly connector: string }
  /** Other Connect workers there: MirrorMaker's connectors may run among them under any name. */
  readonly otherWorkers: readonly ConnectWorkers[]
  /** By `traceKey`. */
  readonly traces: ReadonlyMap<string, MirrorMakerTrace>
}

export interface ConnectWorkers {
  readonly group: string
  /** Those whose tasks run; undefined where the workers do not tell. */
  readonly connectors: readonly string[] | undefined
}

export function traceKey(topic: string, partition: number): string {
  return JSON.stringify([topic, partition])
}

/** The group that MirrorMaker's workers form on the target. */
export function workersGroup(flow: Pick<FlowSpec, 'source'>): string {
  return `${flow.source}-mm2`
}

/** Empty where MirrorMaker never ran. Throws what keeps a cluster from answering. */
export async function readMirrorMaker(
  flow: FlowSpec,
  { source, target }: { readonly source: Cluster; readonly target: Cluster },
): Promise<MirrorMakerState> {
  const { location } = flow.offsetSyncs
  const [offsets, syncs, groups] = await settleAll([
    readIfThere(target, connectOffsetsTopic(flow.source)),
    readIfThere(location === 'source' ? source : target, offsetSyncsTopic(flow, location)),
    target.groups(),
  ])
  const traces = new Map<string, MirrorMakerTrace>()
  const note = (key: string, found: Partial<MirrorMakerTrace>): void => {
    traces.set(key, { lastOffset: undefined, sync: undefined, ...traces.get(key), ...found })
  }
  for (const record of offsets) {
    const found = readable(() => decodeSourceOffset(record))
    if (found?.cluster === flow.source) {
      note(traceKey(found.topic, found.partition), { lastOffset: found.lastOffset })
    }
  }
  for (const record of syncs) {
    const found = readable(() => decodeOffsetSync(record))
    if (found === undefined) continue
    const { topic, partition, upstreamOffset, downstreamOffset } = found
    note(traceKey(topic, partition), { sync: { upstreamOffset, downstreamOffset } })
  }
  return { ...workersOf(flow, groups), traces }
}

/** Strimzi's operator calls the connector of a mirror so. */
export function strimziConnector({ source, target }: Pick<FlowSpec, 'source' | 'target'>): string {
  return `${source}->${target}.MirrorSourceConnector`
}

/** Workers without a task copy nothing, whatever connectors they have. */
export function workersOf(
  flow: Pick<FlowSpec, 'source' | 'target'>,
  groups: readonly GroupDescription[],
): Omit<MirrorMakerState, 'traces'> {
  const workers = groups.filter(isAtWork)
  const own = workersGroup(flow)
  const connector = strimziConnector(flow)
  const host = workers.find(({ connectors = [] }) => connectors.includes(connector))
  return {
    isRunning: host !== undefined || workers.some(({ groupId }) => groupId === own),
    ...(host === undefined ? {} : { runsAs: { group: host.groupId, connector } }),
    otherWorkers: workers
      .filter(
        ({ groupId, connectors }) => groupId !== own && !groupId.endsWith('-mm2') && connectors?.length !== 0,
      )
      .map(({ groupId, connectors }) => ({ group: groupId, connectors })),
  }
}

function isAtWork({ protocolType, members }: GroupDescription): boolean {
  return protocolType === 'connect' && members > 0
}

/** Other programs' records in such topics are none of MirrorMaker's. */
function readable<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
