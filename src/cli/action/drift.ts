// `command: drift`: on a schedule, whether the clusters still are as the default branch says; an issue tells people.

import { StraitError } from '../../errors/strait-error.ts'
import { type DriftOutcome, reportDrift } from '../../github/drift-issue.ts'
import { isChange } from '../../plan/resource-change.ts'
import { renderPlanMarkdown } from '../../render/plan-markdown.ts'
import { done, failed } from '../exit-code.ts'
import { type Outcome, planOutputs } from './outcome.ts'
import { summaryBytesMax } from './plan.ts'
import { leavePlan, planForAction, shownPlan } from './planned.ts'
import type { Session } from './session.ts'
import { tellOnGitHub } from './tell-on-github.ts'

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
  const summary = renderPlanMarkdown(shown, { bytesMax: summaryBytesMax, topology: key })
  const told = await tellOnGitHub(session, () =>
    reportDrift(github, { key, plan: shown, hasDrift, sha: runner.sha, status }),
  )
  const issue = 'told' in told ? told.told : undefined
  log.terminal.print(`${hasDrift ? 'The clusters have drifted' : 'No drift'}; ${issueText(issue)}.`)
  const reason = plan.errored ? 'plan_refused' : 'failure' in told ? told.failure.reason : undefined
  return {
    exitCode: reason === undefined ? done : failed,
    outputs: {
      ...planOutputs(plan),
      ...leavePlan(session, plan),
      drift: String(hasDrift),
      ...(issue === undefined || issue.kind === 'clean' ? {} : { comment_url: issue.url }),
      ...(reason === undefined ? {} : { failure_reason: reason }),
    },
    summary: 'failure' in told ? `${summary}\n\n${told.failure.markdown}` : summary,
  }
}

function issueText(issue: DriftOutcome | undefined): string {
  if (issue === undefined) return 'no issue could be written'
  return issue.kind === 'clean' ? 'no issue is open' : `the issue is ${issue.kind}: ${issue.url}`
}
