// Directory → plan, for every command that needs one: load, connect, read, plan. What was opened is handed on,
// so that apply works on the connections that the plan was read over.

import type { Cluster } from '../kafka/cluster.ts'
import type { Snapshot } from '../live/snapshot.ts'
import type { Revision } from '../mirror/control.ts'
import type { PlanContext } from '../plan/make-plan.ts'
import type { Plan } from '../plan/plan-file.ts'
import type { Topology } from '../topology/model.ts'
import { originPlaces } from '../topology/origins.ts'
import { openClusters } from './clusters.ts'
import type { Context } from './context.ts'
import type { VariableFlags } from './given-flags.ts'
import { loadWhole } from './load-topology.ts'
import { readRevision } from './revision.ts'
import { version } from './version.ts'
import { working } from './working.ts'

export interface Planned {
  readonly plan: Plan
  readonly snapshot: Snapshot
  readonly topology: Topology
  /** Absolute: where relative file names of the topology start. */
  readonly directory: string
  readonly revision: Revision
  readonly clusters: ReadonlyMap<string, Cluster>
  readonly close: () => Promise<void>
}

/** Undefined where the topology is wrong: its diagnostics are printed. Close what is answered. */
export async function planDirectory(
  context: Context,
  directory: string,
  flags: VariableFlags & { readonly allowDestroy?: number },
): Promise<Planned | undefined> {
  const loaded = await loadWhole(context, directory, flags)
  if (loaded === undefined) return undefined
  const { allowDestroy } = flags
  const planning = planTopology(loaded.topology, directory, {
    revision: () => readRevision(directory),
    places: originPlaces(loaded.origins),
    ...(allowDestroy === undefined ? {} : { allowDestroy: { exactly: allowDestroy } }),
  })
  return working(context.terminal, 'reading the clusters', planning)
}

/** What a plan is told beside topology and live state. */
interface Given extends Pick<PlanContext, 'allowDestroy' | 'places'> {
  /** Asked while the clusters answer: git takes a while, too. */
  readonly revision: () => Promise<Revision>
}

/** The live state is read anew. */
export async function planTopology(topology: Topology, directory: string, given: Given): Promise<Planned> {
  const clusters = await openClusters(topology.clusters, directory)
  try {
    const read = await replan(topology, clusters.byName, given)
    return {
      ...read,
      topology,
      directory,
      revision: read.plan.revision,
      clusters: clusters.byName,
      close: clusters.close,
    }
  } catch (error) {
    await clusters.close()
    throw error
  }
}

/** Reads the live state over open connections and plans. */
export async function replan(
  topology: Topology,
  clusters: ReadonlyMap<string, Cluster>,
  given: Given,
): Promise<{ readonly plan: Plan; readonly snapshot: Snapshot }> {
  const { readSnapshot } = await import('../live/read-snapshot.ts')
  const nowMs = Date.now()
  const waiting = Promise.withResolvers<void>()
  // What comes after the reads is loaded while the brokers work on them, and not while they wait to be asked.
  const loading = waiting.promise.then(async () => {
    const [{ makePlan }, revision] = await Promise.all([
      import('../plan/make-plan.ts'),
      given.revision(),
      // For whoever shows the plan.
      import('../render/plan-text.ts'),
    ])
    return { makePlan, revision }
  })
  const [snapshot, { makePlan, revision }] = await Promise.all([
    readSnapshot({ topology, clusters, nowMs, withAges: true, whileWaiting: waiting.resolve }),
    loading,
  ])
  return {
    snapshot,
    plan: makePlan(topology, snapshot, { ...given, revision, straitVersion: version, nowMs }),
  }
}
