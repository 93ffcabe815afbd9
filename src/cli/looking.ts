// What status, lag, groups and gaps share: load, connect, read, show; with --watch again and again.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Cluster } from '../kafka/cluster.ts'
import type { Snapshot } from '../live/snapshot.ts'
import type { Topology } from '../topology/model.ts'
import { openClusters } from './clusters.ts'
import type { Context } from './context.ts'
import { done, type ExitCode, failed } from './exit-code.ts'
import type { VariableFlags } from './given-flags.ts'
import { loadTopology } from './load-topology.ts'
import { exitOnSignal } from './signals.ts'

export interface LookFlags extends VariableFlags {
  readonly watch?: boolean
}

export interface Look {
  readonly topology: Topology
  readonly snapshot: Snapshot
  readonly clusters: ReadonlyMap<string, Cluster>
}

/** A document for --json, and the same as text. */
export interface View {
  readonly document: unknown
  readonly text: string
}

const watchIntervalMs = 2_000

export async function lookAt(
  context: Context,
  { directory, flags }: { readonly directory: string; readonly flags: LookFlags },
  view: (look: Look, width: number) => Promise<View>,
): Promise<ExitCode> {
  exitOnSignal()
  const topology = await loadTopology(context, context.path(directory), flags)
  if (topology === undefined) return failed
  const { readSnapshot } = await import('../live/read-snapshot.ts')
  const clusters = await openClusters(topology.clusters, context.path(directory))
  try {
    do {
      const snapshot = await readSnapshot({ topology, clusters: clusters.byName, nowMs: Date.now() })
      show(
        context,
        await view({ topology, snapshot, clusters: clusters.byName }, context.terminal.tableColumns),
        flags,
      )
      if (flags.watch) await sleep(watchIntervalMs)
    } while (flags.watch)
    return done
  } finally {
    await clusters.close()
  }
}

/** A watched terminal is redrawn; a watched pipe gets one document after the other. */
function show({ terminal, json }: Context, { document, text }: View, { watch }: LookFlags): void {
  if (json) terminal.print(watch ? JSON.stringify(document) : JSON.stringify(document, null, 2))
  else if (watch && terminal.live) terminal.redraw(text)
  else terminal.print(text)
}
