// `strait show`: a saved plan, rendered again. Contacts nothing.

import { encodePlan } from '../../plan/plan-file.ts'
import { renderPlanMarkdown } from '../../render/plan-markdown.ts'
import { renderPlan } from '../../render/plan-text.ts'
import type { Context } from '../context.ts'
import { done, type ExitCode } from '../exit-code.ts'
import { loadPlan } from '../saved-plan.ts'

interface ShowFlags {
  readonly markdown?: boolean
}

export async function command(
  context: Context,
  [file = '']: readonly string[],
  flags: ShowFlags,
): Promise<ExitCode> {
  const { terminal, json } = context
  const { plan } = loadPlan(context.path(file))
  if (json) terminal.print(encodePlan({ plan }).trimEnd())
  else if (flags.markdown) terminal.print(renderPlanMarkdown(plan))
  else terminal.print(renderPlan(plan, { color: terminal.colour.stdout, width: terminal.columns }))
  return done
}
