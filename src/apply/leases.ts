// The leases of one apply: one in the control topic of every cluster that a flow of the plan writes to, taken in
// the order of names, so that two applies that wait for each other's cannot block each other.

import type { Cluster } from '../kafka/cluster.ts'
import type { LeaseEntry } from '../mirror/control.ts'
import type { Plan } from '../plan/plan-file.ts'
import type { Fence } from '../wire/connection.ts'
import { Lease, type LeaseTiming } from './lease.ts'

export interface Leases {
  /** What the first lease says that is no longer surely ours. */
  readonly fence: Fence
  /** `finished`: nothing of the work is left. Otherwise the last beat stays, to say what was interrupted. */
  readonly release: (finished: boolean) => Promise<void>
}

export interface LeasesOptions {
  readonly holder: string
  readonly operation: string
  /** Of the topology that is applied, where it has a name. */
  readonly topology?: string | undefined
  readonly onWait?: (cluster: string, held: LeaseEntry) => void
  readonly timing?: LeaseTiming
  /** How long a living holder is waited for. */
  readonly patienceMs?: number
  readonly signal?: AbortSignal
}

/** Takes all or none. Throws ST451 where another process is at work. */
export async function takeLeases(
  plan: Plan,
  clusters: ReadonlyMap<string, Cluster>,
  { onWait, ...options }: LeasesOptions,
): Promise<Leases> {
  const held: Lease[] = []
  const release = async (finished: boolean): Promise<void> => {
    await Promise.all(held.map((lease) => lease.release(finished)))
  }
  try {
    for (const name of targetsOf(plan)) {
      const cluster = clusters.get(name)
      if (cluster === undefined) continue
      held.push(await Lease.take({ ...options, cluster, onWait: (entry) => onWait?.(name, entry) }))
    }
  } catch (error) {
    await release(false)
    throw error
  }
  const fence: Fence = () => {
    for (const lease of held) {
      const refusal = lease.fence()
      if (refusal !== undefined) return refusal
    }
    return undefined
  }
  return { fence, release }
}

/** How an apply of the plan is named in its lease. */
export function operationOf(plan: Pick<Plan, 'fingerprint'>): string {
  return `apply ${plan.fingerprint.hash}`
}

/** Clusters with a control topic: the targets of the plan's flows, those that end among them, and where ACLs change. */
export function targetsOf(plan: Plan): string[] {
  const configured = Object.values(plan.configuration.flows).map(({ target }) => target)
  const ending = plan.resource_changes.flatMap((row) =>
    row.type === 'flow'
      ? [row.cluster, ...(row.previous_cluster === null ? [] : [row.previous_cluster])]
      : row.type === 'acl'
        ? [row.cluster]
        : [],
  )
  return [...new Set([...configured, ...ending])].sort()
}
