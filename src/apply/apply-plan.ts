// Carries a plan out, in the plan's order, in steps of like changes. Every step begins by looking, so an apply
// that was killed anywhere is repeated and converges. A failed step ends the work: what comes later may rest on it.
// So does a lost lease: another apply may be at work by then.

import { StraitError } from '../errors/strait-error.ts'
import type { Cluster } from '../kafka/cluster.ts'
import type { LeaseEntry, Revision } from '../mirror/control.ts'
import type { Plan } from '../plan/plan-file.ts'
import { isChange, type ResourceChange } from '../plan/resource-change.ts'
import type { Fence } from '../wire/connection.ts'
import { allowOnly } from './allow-list.ts'
import { type Call, type CallOf, callsOf, type PlacedCall, type Verb } from './call.ts'
import { heldUpBy } from './held-up.ts'
import type { LeaseTiming } from './lease.ts'
import { type Leases, operationOf, takeLeases } from './leases.ts'
import { type Outcome, perform } from './perform.ts'
import { isControlTopic, type Step, stepsOf } from './steps.ts'

export type ApplyEvent =
  | { readonly type: 'lease_wait'; readonly cluster: string; readonly held: LeaseEntry }
  | { readonly type: 'change_start'; readonly change: ResourceChange }
  | {
      readonly type: 'change_end'
      readonly change: ResourceChange
      readonly status: ChangeStatus
      readonly error?: StraitError
    }

/** `already`: it was as wanted before apply came to it. */
export type ChangeStatus = 'done' | 'already' | 'failed' | 'not_started'

export interface ChangeResult {
  readonly change: ResourceChange
  readonly status: ChangeStatus
  readonly error?: StraitError
  /** Of what was not started: the blocks, as `flow.orders`, that failed and that it depends on. */
  readonly because?: readonly string[]
}

export interface ApplyResult {
  readonly outcome: 'done' | 'failed' | 'interrupted'
  /** One per row of the plan that changes something, in the plan's order. */
  readonly changes: readonly ChangeResult[]
  /** ST452: the lease was lost, so that nothing more was begun. */
  readonly fenced?: StraitError
}

export interface ApplyOptions {
  /** By name; every cluster that the plan names. Closing them stays with the caller. */
  readonly clusters: ReadonlyMap<string, Cluster>
  readonly revision: Revision
  /** Who applies: distinct for every process. */
  readonly holder: string
  /** How the work is named in the lease; `operationOf(plan)` where it is left out. */
  readonly operation?: string
  /** Aborting finishes the step at hand and starts no other. */
  readonly signal?: AbortSignal
  readonly onEvent?: (event: ApplyEvent) => void
  readonly leaseTiming?: LeaseTiming
  /** How long another living apply is waited for; 0 where it is left out. */
  readonly leasePatienceMs?: number
}

/**
 * Applies the plan. What a broker refuses is in the result; throws where nothing can be carried out at all: an
 * errored plan (ST454), a row that is not supported (ST455), a lease that another one holds (ST451).
 */
export async function applyPlan(plan: Plan, options: ApplyOptions): Promise<ApplyResult> {
  if (plan.errored) throw erroredPlan(plan)
  const work = prepare(plan, options)
  const results = new Map<string, ChangeResult>()
  // The lease lives in the control topic, so that topic comes before the lease.
  const [first, rest] = [
    work.steps.filter(isControlTopic),
    work.steps.filter((step) => !isControlTopic(step)),
  ]
  for (const step of first) await runStep(step, work, results)
  if (rest.length === 0 || hasFailed(results)) return conclude(work, results)
  const fenced = await underLease(plan, work, async ({ fence }) => {
    const guarded = { ...work, guarded: guardedBy(work, fence) }
    for (const step of rest) {
      if (options.signal?.aborted || hasFailed(results) || fence() !== undefined) break
      await runStep(step, guarded, results)
    }
    return { finished: results.size === work.rows.length && !hasFailed(results), fenced: fence() }
  })
  return conclude(work, results, fenced)
}

interface Work {
  readonly options: ApplyOptions
  readonly rows: readonly ResourceChange[]
  readonly steps: readonly Step[]
  readonly calls: ReadonlyMap<ResourceChange, readonly PlacedCall[]>
  /** What writes go through: each allows the plan's calls only. */
  readonly guarded: ReadonlyMap<string, Cluster>
}

function prepare(plan: Plan, options: ApplyOptions): Work {
  const { flows, name: topology } = plan.configuration
  const stamp = { revision: options.revision, appliedAt: new Date().toISOString(), flows, topology }
  const rows = plan.resource_changes.filter(isChange)
  const calls = new Map(rows.map((row) => [row, callsOf(row, stamp)]))
  const open = { options, rows, steps: stepsOf(rows), calls }
  return { ...open, guarded: guardedBy(open, undefined) }
}

function guardedBy({ options, calls }: Omit<Work, 'guarded'>, fence: Fence | undefined): Work['guarded'] {
  const byCluster = Map.groupBy([...calls.values()].flat(), ({ cluster }) => cluster)
  return new Map(
    Array.from(options.clusters, ([name, cluster]) => {
      const here = (byCluster.get(name) ?? []).map(({ call }) => call)
      return [name, allowOnly(cluster, here, fence)]
    }),
  )
}

interface LeasedWork {
  /** Everything is carried out. */
  readonly finished: boolean
  readonly fenced: StraitError | undefined
}

/** Answers why the work was fenced, if it was. An interrupt while it waits for the lease starts nothing. */
async function underLease(
  plan: Plan,
  work: Work,
  run: (leases: Leases) => Promise<LeasedWork>,
): Promise<StraitError | undefined> {
  const {
    holder,
    operation = operationOf(plan),
    onEvent,
    leaseTiming,
    leasePatienceMs,
    signal,
  } = work.options
  const taken = takeLeases(plan, work.guarded, {
    holder,
    operation,
    topology: plan.configuration.name,
    onWait: (cluster, held) => onEvent?.({ type: 'lease_wait', cluster, held }),
    ...(leaseTiming && { timing: leaseTiming }),
    ...(leasePatienceMs !== undefined && { patienceMs: leasePatienceMs }),
    ...(signal && { signal }),
  })
  const leases = await taken.catch((error: unknown) => {
    if (signal?.aborted && error === signal.reason) return undefined
    throw error
  })
  if (leases === undefined) return undefined
  let finished = false
  try {
    const ended = await run(leases)
    finished = ended.finished
    return ended.fenced
  } finally {
    await leases.release(finished)
  }
}

/** The rows of a step go on together, call by call; a row that failed is left out of what follows. */
async function runStep(step: Step, work: Work, results: Map<string, ChangeResult>): Promise<void> {
  const { onEvent } = work.options
  for (const change of step.rows) onEvent?.({ type: 'change_start', change })
  const outcomes = await stepOutcomes(step, work)
  for (const change of step.rows) {
    const result = resultOf(change, outcomes.get(change) ?? [])
    results.set(change.address, result)
    onEvent?.({ type: 'change_end', ...result })
  }
}

async function stepOutcomes(step: Step, work: Work): Promise<Map<ResourceChange, Outcome[]>> {
  const outcomes = new Map<ResourceChange, Outcome[]>(step.rows.map((row) => [row, []]))
  const isOpen = (row: ResourceChange): boolean =>
    !outcomes.get(row)?.some((outcome) => outcome instanceof StraitError)
  const rounds = Math.max(...step.rows.map((row) => work.calls.get(row)?.length ?? 0))
  for (let round = 0; round < rounds; round++) {
    const due = step.rows
      .filter(isOpen)
      .flatMap((row) =>
        (work.calls.get(row) ?? []).slice(round, round + 1).map((placed) => ({ row, ...placed })),
      )
    // Rows of one step are alike, so there is one group, except where a flow is written on two clusters.
    for (const group of Map.groupBy(due, ({ cluster, call }) => `${cluster} ${call.verb}`).values()) {
      const answers = await performAll(work, group)
      for (const [at, { row }] of group.entries()) outcomes.get(row)?.push(...answers.slice(at, at + 1))
    }
  }
  return outcomes
}

/** All calls have one verb and one cluster; a look that fails counts for all of them. */
async function performAll(work: Work, group: readonly PlacedCall[]): Promise<Outcome[]> {
  const [first] = group
  if (first === undefined) return []
  try {
    const cluster = clusterOf(work, first.cluster)
    return await performVerb(
      cluster,
      first.call.verb,
      group.map(({ call }) => call),
    )
  } catch (error) {
    if (!(error instanceof StraitError) || error.code === 'ST453') throw error
    return group.map(() => error)
  }
}

function performVerb<V extends Verb>(cluster: Cluster, verb: V, calls: readonly Call[]): Promise<Outcome[]> {
  return perform(cluster, verb, calls as readonly CallOf<V>[])
}

function resultOf(change: ResourceChange, outcomes: readonly Outcome[]): ChangeResult {
  const error = outcomes.find((outcome) => outcome instanceof StraitError)
  if (error instanceof StraitError) return { change, status: 'failed', error }
  const already = outcomes.length > 0 && outcomes.every((outcome) => outcome === 'already')
  return { change, status: already ? 'already' : 'done' }
}

function conclude(
  { rows, options }: Work,
  results: ReadonlyMap<string, ChangeResult>,
  fenced?: StraitError,
): ApplyResult {
  const ended = rows.map(
    (change): ChangeResult => results.get(change.address) ?? { change, status: 'not_started' },
  )
  const held = heldUpBy(ended)
  const changes = ended.map((result) => {
    const because = held.get(result.change)
    return because === undefined ? result : { ...result, because }
  })
  const all = changes.every(({ status }) => status !== 'not_started')
  if (fenced !== undefined && (!all || hasFailed(results))) return { outcome: 'failed', changes, fenced }
  if (hasFailed(results)) return { outcome: 'failed', changes }
  return { outcome: options.signal?.aborted && !all ? 'interrupted' : 'done', changes }
}

function hasFailed(results: ReadonlyMap<string, ChangeResult>): boolean {
  return results.values().some(({ status }) => status === 'failed')
}

function clusterOf({ guarded }: Work, name: string): Cluster {
  const cluster = guarded.get(name)
  if (cluster !== undefined) return cluster
  throw new StraitError('ST455', `the plan changes cluster "${name}", which it does not describe`)
}

function erroredPlan(plan: Plan): StraitError {
  const [first] = plan.errors
  const more = plan.errors.length > 1 ? ` and ${plan.errors.length - 1} more` : ''
  return new StraitError(
    'ST454',
    `the plan has errors and cannot be applied: ${first?.summary ?? 'unknown'}${more}`,
  )
}
