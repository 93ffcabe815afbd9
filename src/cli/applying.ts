// The apply that `apply` and `up` share: make sure that a person agreed, carry the plan out, tell what happened.

import type { ApplyResult } from '../apply/apply-plan.ts'
import { StraitError } from '../errors/strait-error.ts'
import type { Finding, Plan } from '../plan/plan-file.ts'
import { planEvents } from './apply-events.ts'
import { applyReporter, reportResult } from './apply-progress.ts'
import { confirm } from './confirm.ts'
import type { Context } from './context.ts'
import { readDurationFlag } from './duration-flag.ts'
import { done, type ExitCode, failed } from './exit-code.ts'
import type { VariableFlags } from './given-flags.ts'
import { leaseHolder } from './lease-holder.ts'
import { type Planned, planDirectory, planTopology } from './planning.ts'
import { readRevision } from './revision.ts'
import { revisionFinding } from './revision-finding.ts'
import { loadPlan } from './saved-plan.ts'
import { finishOnSignal, interruptedOr } from './signals.ts'
import { working } from './working.ts'

export interface LeaseFlags {
  /** How long another living apply is waited for, as `5m`. */
  readonly leaseTimeout?: string
}

export interface Applied extends Pick<Planned, 'topology' | 'directory' | 'clusters' | 'close'> {
  readonly exitCode: ExitCode
}

/** Plans, shows, asks (unless `yes`), applies. Undefined where the topology is wrong. Close what is answered. */
export async function applyDirectory(
  context: Context,
  directory: string,
  flags: VariableFlags & LeaseFlags & { readonly yes?: boolean; readonly allowDestroy?: number },
): Promise<Applied | undefined> {
  const leasePatienceMs = readDurationFlag('--lease-timeout', flags.leaseTimeout)
  const planned = await planDirectory(context, directory, flags)
  if (planned === undefined) return undefined
  return closingOnFailure(planned, async () => {
    const { hasChanges } = await import('../plan/make-plan.ts')
    await show(context, planned.plan)
    if (hasChanges(planned.plan) && !planned.plan.errored) await requireYes(context, flags.yes === true)
    return carryOut(context, planned, { plan: planned.plan, leasePatienceMs })
  })
}

/** Applies a saved plan without asking, after planning again. Throws ST450 where it is stale. */
export async function applySaved(
  context: Context,
  path: string,
  flags: LeaseFlags & { readonly allowDestroy?: number },
): Promise<Applied> {
  const leasePatienceMs = readDurationFlag('--lease-timeout', flags.leaseTimeout)
  const { allowDestroy } = flags
  const [{ planThatHolds }, { operationOf }] = await Promise.all([
    import('../apply/still-holds.ts'),
    import('../apply/leases.ts'),
  ])
  const { plan: saved, directory } = loadPlan(path)
  const { allow_destroy: carried, revision } = saved
  if (allowDestroy !== undefined && allowDestroy !== carried) {
    throw new StraitError(
      'ST600',
      `the saved plan was made ${carried === null ? 'without --allow-destroy' : `with --allow-destroy=${carried}`}, and carries that; plan again to change it`,
    )
  }
  const planning = planTopology(saved.configuration, directory, {
    revision: async () => revision,
    // An apply that was interrupted has let go of some of it already.
    ...(carried === null ? {} : { allowDestroy: { atMost: carried } }),
  })
  const planned = await working(context.terminal, 'reading the clusters', planning)
  return closingOnFailure(planned, async () => {
    const plan = planThatHolds(saved, planned.plan, planned.snapshot)
    const finding = revisionFinding(revision, await readRevision(directory))
    // What is left of an interrupted apply is still that apply, however often it is interrupted.
    const operation = operationOf(saved)
    return carryOut(context, planned, { plan: warned(context, plan, finding), leasePatienceMs, operation })
  })
}

/** Told to people at once, and to machines among the plan's own warnings. */
function warned({ terminal, json }: Context, plan: Plan, finding: Finding | undefined): Plan {
  if (finding === undefined) return plan
  if (!json) terminal.note(`Warning[${finding.code}]: ${finding.summary}. ${finding.detail}`)
  return { ...plan, warnings: [...plan.warnings, finding] }
}

async function closingOnFailure(planned: Planned, run: () => Promise<CarriedOut>): Promise<Applied> {
  try {
    const { topology, directory, clusters, close } = planned
    const { exitCode } = await run()
    return { exitCode, topology, directory, clusters, close }
  } catch (error) {
    await planned.close()
    throw error
  }
}

export interface ToCarryOut {
  readonly plan: Plan
  readonly leasePatienceMs?: number | undefined
  /** As the lease names it: that of the plan that was reviewed, where `plan` is the rest of it. */
  readonly operation?: string
}

export interface CarriedOut {
  readonly exitCode: ExitCode
  readonly result: ApplyResult
}

/** Applies `plan` over the connections that it was read over, and tells what happens. Asks nobody. */
export async function carryOut(
  context: Context,
  { clusters, revision, directory }: Planned,
  { plan, leasePatienceMs, operation }: ToCarryOut,
): Promise<CarriedOut> {
  const { applyPlan } = await import('../apply/apply-plan.ts')
  const { appliedBy } = await readRevision(directory)
  const reporter = applyReporter(context, plan)
  const interruption = finishOnSignal(() =>
    reporter.note('Interrupted: finishing the step at hand. Again to end at once.'),
  )
  const { terminal, json } = context
  if (json) for (const event of planEvents(plan)) terminal.print(JSON.stringify(event))
  try {
    const result = await applyPlan(plan, {
      clusters,
      revision: { ...revision, appliedBy },
      holder: leaseHolder({ ...revision, appliedBy }),
      signal: interruption.signal,
      onEvent: reporter.onEvent,
      ...(leasePatienceMs !== undefined && { leasePatienceMs }),
      ...(operation !== undefined && { operation }),
    })
    reporter.end()
    reportResult(context, result, plan)
    const exitCode = result.outcome === 'done' ? done : interruptedOr(interruption, failed)
    return { exitCode, result }
  } finally {
    reporter.end()
    interruption.dispose()
  }
}

async function show({ terminal, json }: Context, plan: Plan): Promise<void> {
  if (json) return
  const { renderPlan } = await import('../render/plan-text.ts')
  terminal.print(renderPlan(plan, { color: terminal.colour.stdout, width: terminal.columns }))
}

async function requireYes(context: Context, yes: boolean): Promise<void> {
  if (yes) return
  const answer = context.json ? 'nobody' : await confirm(context, 'Carry this plan out?')
  if (answer === 'yes') return
  const message =
    answer === 'no'
      ? 'not applied: the answer was not "yes"'
      : 'not applied: nobody can be asked here; review the plan and add --yes, or apply a saved plan'
  throw new StraitError('ST603', message)
}
