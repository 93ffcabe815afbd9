// `strait plan`: reads, compares, prints. Writes nothing but the file of --out. What is needed after the clusters have
// been asked is loaded after they have been asked.

import type { Context } from '../context.ts'
import { changesPresent, done, type ExitCode, failed } from '../exit-code.ts'
import type { VariableFlags } from '../given-flags.ts'
import { planDirectory } from '../planning.ts'
import { exitOnSignal } from '../signals.ts'

interface PlanFlags extends VariableFlags {
  readonly out?: string
  readonly detailedExitcode?: boolean
  readonly allowDestroy?: number
}

export async function command(
  context: Context,
  [given = '.']: readonly string[],
  flags: PlanFlags,
): Promise<ExitCode> {
  exitOnSignal()
  const directory = context.path(given)
  const planned = await planDirectory(context, directory, flags)
  if (planned === undefined) return failed
  const { plan, close } = planned
  await close()
  const { terminal } = context
  if (context.json) {
    const { encodePlan } = await import('../../plan/plan-file.ts')
    terminal.print(encodePlan({ plan }).trimEnd())
  } else {
    const { renderPlan } = await import('../../render/plan-text.ts')
    terminal.print(renderPlan(plan, { color: terminal.colour.stdout, width: terminal.columns }))
  }
  if (flags.out !== undefined) {
    const { savePlan } = await import('../saved-plan.ts')
    savePlan(context.path(flags.out), { plan, directory })
    terminal.note(`Saved the plan to ${flags.out}. To carry out exactly this:\n  strait apply ${flags.out}`)
  }
  if (plan.errored) return failed
  if (flags.detailedExitcode !== true) return done
  const { hasChanges } = await import('../../plan/make-plan.ts')
  return hasChanges(plan) ? changesPresent : done
}
