// Remote topics that MirrorMaker filled, and a flow that goes on where it stopped. Whether that can be proven is the
// agent's to find out, record by record; what can be told from offsets alone is told here, before anything is applied.

import type { MirrorMakerTrace } from '../live/mirror-maker-state.ts'
import { traceKey } from '../live/mirror-maker-state.ts'
import { positionKey } from '../mirror/positions.ts'
import { ownerOf } from './ownership.ts'
import type { Route } from './routes.ts'

/** `unproven`: the agent could not find out where MirrorMaker stopped, so exactly-once cannot go on there. */
export type TakeOver = 'ready' | 'unproven'

/** Undefined for topics that MirrorMaker left no trace of, or that are the flow's own by now. */
export function takeOverOf(route: Route): TakeOver | undefined {
  const { flow, before, source } = route
  if (before === undefined || ownerOf(route).kind !== 'stranger') return undefined
  const filled = before.latest.flatMap((latest, partition) => (latest === 0 ? [] : [partition]))
  const traces = filled.map((partition) => ({ partition, trace: traceOf(route, partition) }))
  if (traces.some(({ trace, partition }) => trace === undefined || partition >= source.partitions))
    return undefined
  if (flow.spec.delivery === 'at_least_once') return 'ready'
  return traces.every(({ partition, trace }) => trace !== undefined && isProvable(route, partition, trace))
    ? 'ready'
    : 'unproven'
}

/** The source offset that MirrorMaker would copy next, as far as it wrote down. */
export function stoppedAt(route: Route, partition: number): number | undefined {
  const trace = traceOf(route, partition)
  if (trace === undefined) return undefined
  return trace.lastOffset === undefined ? trace.sync?.upstreamOffset : trace.lastOffset + 1
}

function traceOf({ flow, source }: Route, partition: number): MirrorMakerTrace | undefined {
  if (flow.target.offsetMaps.has(positionKey(flow.identity, source.name, partition))) return undefined
  return flow.mirrorMaker?.traces.get(traceKey(source.name, partition))
}

/** The agent's own conditions: everything is copied, or the records behind the last pair of offsets are all there. */
function isProvable({ sourceLive, before }: Route, partition: number, trace: MirrorMakerTrace): boolean {
  const { lastOffset, sync } = trace
  if (lastOffset !== undefined && lastOffset + 1 >= (sourceLive?.latest[partition] ?? 0)) return true
  return (
    sync !== undefined &&
    sync.upstreamOffset >= (sourceLive?.earliest[partition] ?? 0) &&
    sync.downstreamOffset >= (before?.earliest[partition] ?? 0)
  )
}
