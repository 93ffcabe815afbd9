// What every kind of call can do: look whether it is done already, and do it. Looking comes first, and again
// after a failure, so that a call whose answer was lost, or that another one made, counts by what is there.

import { StraitError } from '../errors/strait-error.ts'
import type { Cluster, ItemResult } from '../kafka/cluster.ts'

/** `done`: the wanted shape is there. `open`: to be made. An error: something else is there. */
export type Verdict = 'done' | 'open' | StraitError

/** Both work on many calls of one kind at once: one batched read, one batched write. */
export interface VerbExecution<C> {
  /** One verdict per call, in order. Reads only. */
  readonly inspect: (cluster: Cluster, calls: readonly C[]) => Promise<Verdict[]>
  /** One result per call, in order. */
  readonly send: (cluster: Cluster, calls: readonly C[]) => Promise<ItemResult[]>
}

/** Something stands where the plan wants something else: the plan is out of date for this row. */
export function conflict(cluster: Cluster, message: string): StraitError {
  return new StraitError('ST456', `cluster "${cluster.name}": ${message}; plan again`, {
    facts: { cluster: cluster.name },
  })
}
