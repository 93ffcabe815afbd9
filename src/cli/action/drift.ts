// `command: drift`: on a schedule, whether the clusters still are as the default branch says; an issue tells people.

import { StraitError } from '../../errors/strait-error.ts'
import { reportDrift } from '../../github/drift-issue.ts'
import { isChange } from '../../plan/resource-change.ts'
import { renderPlanMarkdown } from '../../render/plan-markdown.ts'
import { done, failed } from '../exit-code.ts'
import { type Outcome, planOutputs } from './outcome.ts'
import { summaryBytesMax } from './plan.ts'
import { leavePlan, planForAction, shownPlan } from './planned.ts'
import type { Session } from './session.ts'

export async function drift(session: Session): Promise<Outcome> {
  const { github, runner, key, log } = session
  if (github === undefined)
    throw new StraitError('ST614', 'drift writes an issue and needs the input github-token')
  const { plan, close } = await planForAction(session)
  await close()
  const shown = shownPlan(session, plan)
  // Offsets move by themselves, and agents follow them.
  const differing = plan.resource_changes.filter((row) => isChange(row) && row.type !== 'group_offset')
  const hasDrift = differing.length + plan.resource_drift.length > 0 || plan.errored
  const status = { state: 'seen', jobUrl: runner.jobUrl, sha: runner.sha } as const
  const told = await reportDrift(github, { key, plan: shown, hasDrift, sha: runner.sha, status })
  const where = told.kind === 'clean' ? 'no issue is open' : `the issue is ${told.kind}: ${told.url}`
  log.terminal.print(`${hasDrift ? 'The clusters have drifted' : 'No drift'}; ${where}.`)
  return {
    exitCode: plan.errored ? failed : done,
    outputs: {
      ...planOutputs(plan),
      ...leavePlan(session, plan),
      drift: String(hasDrift),
      ...(told.kind === 'clean' ? {} : { comment_url: told.url }),
      ...(plan.errored ? { failure_reason: 'plan_refused' } : {}),
    },
    summary: renderPlanMarkdown(shown, { bytesMax: summaryBytesMax, topology: key }),
  }
}
