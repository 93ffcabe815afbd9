// `command: apply`: plans again on the branch, refuses what was not reviewed, carries the rest out, and tells the pull
// request how it went.

import type { ApplyResult } from '../../apply/apply-plan.ts'
import { StraitError } from '../../errors/strait-error.ts'
import { type Lifecycle, saysApplied, withStatus } from '../../github/lifecycle.ts'
import type { StickyComment } from '../../github/sticky-comment.ts'
import { hasChanges } from '../../plan/make-plan.ts'
import { codeSpan, prose } from '../../render/markdown-text.ts'
import { renderPlanMarkdown } from '../../render/plan-markdown.ts'
import { safeText } from '../../render/safe-text.ts'
import { reasonOf } from '../apply-events.ts'
import { carryOut } from '../applying.ts'
import { done } from '../exit-code.ts'
import type { Planned } from '../planning.ts'
import { keptPromise } from './kept-promise.ts'
import { type Outcome, planOutputs } from './outcome.ts'
import { summaryBytesMax } from './plan.ts'
import { leavePlan, planForAction, shownPlan } from './planned.ts'
import { commentOfMerge, type Reviewed, reviewedPlan } from './reviewed.ts'
import type { Session } from './session.ts'

export async function apply(session: Session): Promise<Outcome> {
  const planned = await planForAction(session)
  try {
    const { plan } = planned
    if (plan.errored) throw new StraitError('ST454', 'the plan has errors, so nothing is applied')
    if (!hasChanges(plan)) return await unchanged(session, planned)
    return await applyReviewed(session, planned, await reviewedPlan(session, planned))
  } finally {
    await planned.close()
  }
}

/** Someone else applied it, or it was never more than words; a comment that tells of an apply keeps telling of it. */
async function unchanged(session: Session, { plan }: Planned): Promise<Outcome> {
  const { comment } = await commentOfMerge(session)
  if (comment !== undefined && !saysApplied(comment.post.body)) await tell(session, comment, 'unchanged')
  const summary = renderPlanMarkdown(shownPlan(session, plan), { bytesMax: summaryBytesMax })
  return { exitCode: done, outputs: { ...planOutputs(plan), ...leavePlan(session, plan) }, summary }
}

async function applyReviewed(
  session: Session,
  planned: Planned,
  { plan, comment }: Reviewed,
): Promise<Outcome> {
  await tell(session, comment, 'applying')
  let carried: Awaited<ReturnType<typeof carryOut>>
  try {
    carried = await carryOut(session.context, planned, { plan })
  } catch (error) {
    const detail = prose(safeText(error instanceof Error ? error.message : String(error)))
    await tell(session, comment, 'failed', session.redact.current(detail))
    throw error
  }
  const { result, exitCode } = carried
  const state = result.outcome === 'done' ? 'applied' : result.outcome
  const detail = session.redact.current(resultMarkdown(result))
  const url = await tell(session, comment, state, detail)
  const kept =
    exitCode === done && session.inputs.wait ? await keptPromise(session, planned, plan) : undefined
  if (kept !== undefined) await tell(session, comment, state, `${detail}\n\n${kept.markdown}`)
  const reason = reasonOf(result)
  return {
    exitCode: kept?.exitCode ?? exitCode,
    outputs: {
      ...planOutputs(plan),
      ...leavePlan(session, plan),
      ...(url === undefined ? {} : { comment_url: url }),
      ...(reason === undefined ? {} : { failure_reason: reason }),
    },
    summary: [
      renderPlanMarkdown(shownPlan(session, plan), { bytesMax: summaryBytesMax - 100_000 }),
      detail,
      kept?.markdown ?? '',
    ].join('\n\n'),
  }
}

/** What was done, what was not and why. Failures are few: the first one ends the work. */
function resultMarkdown({ changes }: ApplyResult): string {
  const having = (status: string): typeof changes => changes.filter((each) => each.status === status)
  const made = having('done').length + having('already').length
  const rest = having('not_started')
  const wrong = having('failed').map(({ change, error }) => {
    return `\n- 🔴 ${codeSpan(safeText(change.address))}: ${prose(safeText(error?.message ?? 'failed'))}`
  })
  const left = rest.length === 0 ? '' : `, ${rest.length} not started`
  return `${made} done${wrong.length === 0 ? '' : `, ${wrong.length} failed`}${left}${wrong.slice(0, 20).join('')}`
}

/** That GitHub is away is no reason to stop an apply, or to call one failed that was not. */
async function tell(
  { github, runner, log }: Session,
  comment: StickyComment | undefined,
  state: Lifecycle,
  detail?: string,
): Promise<string | undefined> {
  if (github === undefined || comment === undefined) return undefined
  const status = {
    state,
    jobUrl: runner.jobUrl,
    sha: runner.sha,
    ...(detail === undefined ? {} : { detail }),
  }
  try {
    return (await github.updateComment(comment.post.id, withStatus(comment.post.body, status))).url
  } catch (error) {
    log.terminal.note(`The comment could not be updated: ${error instanceof Error ? error.message : error}`)
    return undefined
  }
}
