// What status, lag, groups and gaps share: load, connect, read, show; with --watch again and again.

import type { Cluster } from '../kafka/cluster.ts'
import type { Snapshot } from '../live/snapshot.ts'
import { paintFor } from '../render/paint.ts'
import type { Topology } from '../topology/model.ts'
import { openClusters } from './clusters.ts'
import type { Context } from './context.ts'
import { done, type ExitCode, failed } from './exit-code.ts'
import type { VariableFlags } from './given-flags.ts'
import { loadTopology } from './load-topology.ts'
import { exitOnSignal } from './signals.ts'
import { type View, watch } from './watching.ts'
import { working } from './working.ts'

export interface LookFlags extends VariableFlags {
  readonly watch?: boolean
}

export interface Look {
  readonly topology: Topology
  readonly snapshot: Snapshot
  readonly clusters: ReadonlyMap<string, Cluster>
}

export async function lookAt(
  context: Context,
  { directory, flags }: { readonly directory: string; readonly flags: LookFlags },
  view: (look: Look) => Promise<View>,
): Promise<ExitCode> {
  exitOnSignal()
  const topology = await loadTopology(context, context.path(directory), flags)
  if (topology === undefined) return failed
  const { readSnapshot } = await import('../live/read-snapshot.ts')
  const opening = openClusters(topology.clusters, context.path(directory))
  const clusters = await working(context.terminal, 'connecting', opening)
  const look = async (): Promise<View> => {
    const snapshot = await readSnapshot({ topology, clusters: clusters.byName, nowMs: Date.now() })
    return view({ topology, snapshot, clusters: clusters.byName })
  }
  try {
    if (flags.watch) return await watch(context, look)
    show(context, await working(context.terminal, 'reading the clusters', look()))
    return done
  } finally {
    await clusters.close()
  }
}

function show({ terminal, json }: Context, { document, text }: View): void {
  if (json) terminal.print(JSON.stringify(document, null, 2))
  else terminal.print(text(terminal.tableColumns, paintFor(terminal.colour.stdout)))
}
