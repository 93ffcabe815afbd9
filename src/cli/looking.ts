// What status, lag, groups and gaps share: load, connect, read, show; with --watch again and again.

import { setTimeout as sleep } from 'node:timers/promises'
import { StraitError } from '../errors/strait-error.ts'
import type { Cluster } from '../kafka/cluster.ts'
import type { Snapshot } from '../live/snapshot.ts'
import { type Paint, paintFor } from '../render/paint.ts'
import { safeLines } from '../render/safe-text.ts'
import { shortened } from '../std/display-width.ts'
import { wrapText } from '../std/wrap-text.ts'
import type { Topology } from '../topology/model.ts'
import { openClusters } from './clusters.ts'
import type { Context } from './context.ts'
import { done, type ExitCode, failed } from './exit-code.ts'
import { failureDocument } from './failure.ts'
import type { VariableFlags } from './given-flags.ts'
import { loadTopology } from './load-topology.ts'
import { exitOnSignal } from './signals.ts'
import { working } from './working.ts'

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
  readonly text: (width: number, paint: Paint) => string
}

const watchIntervalMs = 2_000

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

/**
 * Until a signal. A terminal is redrawn, also when its window changes; a pipe gets one view after the other. A cluster
 * that does not answer is told below what was seen last: that is when people look.
 */
async function watch({ terminal, json }: Context, look: () => Promise<View>): Promise<never> {
  let last: View | undefined
  let seenAt = new Date()
  let trouble: StraitError | undefined
  const text = (): string => {
    const width = terminal.tableColumns
    const paint = paintFor(terminal.colour.stdout)
    const failure = trouble && `${paint.red(`Error[${trouble.code}]:`)} ${safeLines(trouble.message)}`
    const head = `as of ${clockTime(seenAt)}, every ${watchIntervalMs / 1000} s; Ctrl-C ends it`
    return [paint.dim(shortened(head, width)), last?.text(width, paint), failure && wrapText(failure, width)]
      .filter((part) => part !== undefined)
      .join('\n\n')
  }
  if (terminal.live && !json) terminal.onResize(() => terminal.redraw(text()))
  for (;;) {
    try {
      last = await look()
      seenAt = new Date()
      trouble = undefined
    } catch (error) {
      if (!(error instanceof StraitError) || error.retry !== 'backoff') throw error
      trouble = error
    }
    if (json)
      terminal.print(JSON.stringify(trouble === undefined ? last?.document : failureDocument(trouble)))
    else if (terminal.live) terminal.redraw(text())
    else terminal.print(`${text()}\n`)
    await sleep(watchIntervalMs)
  }
}

/** As a clock on the wall shows it. */
function clockTime(time: Date): string {
  return time.toTimeString().slice(0, 8)
}
