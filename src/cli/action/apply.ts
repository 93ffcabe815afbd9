// `command: apply`: plans again on the branch, refuses what was not reviewed, carries the rest out, and tells the pull
// request how it went.

import type { ApplyResult } from '../../apply/apply-plan.ts'
import { StraitError } from '../../errors/strait-error.ts'
import { type Status, saysApplied, withStatus } from '../../github/lifecycle.ts'
import { failureText } from '../../github/plan-comment.ts'
import type { Redact } from '../../github/redact.ts'
import type { StickyComment } from '../../github/sticky-comment.ts'
import { hasChanges } from '../../plan/make-plan.ts'
import type { Plan } from '../../plan/plan-file.ts'
import { codeSpan, prose } from '../../render/markdown-text.ts'
import { nameList } from '../../render/names.ts'
import { renderPlanMarkdown } from '../../render/plan-markdown.ts'
import { safeText } from '../../render/safe-text.ts'
import { errorText } from '../../std/error-text.ts'
import { reasonOf } from '../apply-events.ts'
import { carryOut } from '../applying.ts'
import { done } from '../exit-code.ts'
import type { Planned } from '../planning.ts'
import { codeOf, failureMessage } from './failure-message.ts'
import { keptPromise } from './kept-promise.ts'
import { type Outcome, planOutputs } from './outcome.ts'
import { summaryBytesMax } from './plan.ts'
import { leavePlan, Mistakes, planForAction, shownPlan } from './planned.ts'
import { type Merge, mergeOf, reviewedPlan } from './reviewed.ts'
import type { Session } from './session.ts'

/** What the comment says while this apply goes on, so that a failure is told as what it is, and once. */
interface Telling {
  readonly comment: StickyComment | undefined
  said: 'nothing' | 'applying' | 'refused'
}

export async function apply(session: Session): Promise<Outcome> {
  const merge = await mergeOf(session)
  const telling: Telling = { comment: merge.comment, said: 'nothing' }
  try {
    const planned = await planForAction(session)
    try {
      return await applyPlanned(session, planned, { merge, telling })
    } finally {
      await planned.close()
    }
  } catch (error) {
    await tellFailure(session, telling, error)
    throw error
  }
}

async function applyPlanned(
  session: Session,
  planned: Planned,
  { merge, telling }: { readonly merge: Merge; readonly telling: Telling },
): Promise<Outcome> {
  const { plan } = planned
  const { comment } = merge
  if (plan.errored) throw new StraitError('ST454', 'the plan has errors, so nothing is applied')
  if (!hasChanges(plan)) return unchanged(session, plan, comment)
  const review = reviewedPlan(session, planned, merge)
  if ('refusal' in review) {
    const { refusal, difference } = review
    if (difference !== '') session.log.terminal.print(difference)
    const why = failureText(refusal.code, session.redact.current(failureMessage(refusal)))
    const below = difference === '' ? why : `${why}\n\n${difference}`
    telling.said = 'refused'
    await tell(session, comment, { state: refusal.code === 'ST450' ? 'outdated' : 'refused', below })
    throw refusal
  }
  telling.said = 'applying'
  await tell(session, comment, { state: 'applying' })
  return applyReviewed(session, planned, { ...review, comment })
}

/** Someone else applied it, or it was never more than words; a comment that tells of an apply keeps telling of it. */
async function unchanged(session: Session, plan: Plan, comment: StickyComment | undefined): Promise<Outcome> {
  if (comment !== undefined && !saysApplied(comment.post.body))
    await tell(session, comment, { state: 'unchanged' })
  const summary = renderPlanMarkdown(shownPlan(session, plan), {
    bytesMax: summaryBytesMax,
    topology: session.key,
  })
  return { exitCode: done, outputs: { ...planOutputs(plan), ...leavePlan(session, plan) }, summary }
}

interface ToApply {
  readonly plan: Plan
  readonly operation: string
  readonly comment: StickyComment | undefined
}

async function applyReviewed(
  session: Session,
  planned: Planned,
  { plan, operation, comment }: ToApply,
): Promise<Outcome> {
  const { leasePatienceMs } = session.inputs
  const { result, exitCode } = await carryOut(session.context, planned, { plan, operation, leasePatienceMs })
  const state = result.outcome === 'done' ? 'applied' : result.outcome
  const detail = resultMarkdown(result, session.redact.current)
  const url = await tell(session, comment, { state, detail })
  const kept =
    exitCode === done && session.inputs.wait ? await keptPromise(session, planned, plan) : undefined
  if (kept !== undefined) await tell(session, comment, { state, detail, below: kept.markdown })
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
      renderPlanMarkdown(shownPlan(session, plan), {
        bytesMax: summaryBytesMax - 100_000,
        topology: session.key,
      }),
      detail,
      kept?.markdown ?? '',
    ].join('\n\n'),
  }
}

/** Where people look for it. Before the first write nothing was applied; afterwards nobody knows how much. */
async function tellFailure(session: Session, telling: Telling, error: unknown): Promise<void> {
  const { comment, said } = telling
  if (said === 'refused') return
  const wrote = said === 'applying' && !(error instanceof StraitError && error.code === 'ST451')
  const below =
    error instanceof Mistakes
      ? `**${prose(error.title)}**\n\n${error.markdown}`
      : failureText(codeOf(error), session.redact.current(failureMessage(error)))
  await tell(session, comment, { state: wrote ? 'failed' : 'refused', below })
}

/** What was done, what was not and why. Failures are few: the first one ends the work. */
function resultMarkdown({ changes }: ApplyResult, redact: Redact): string {
  const having = (status: string): typeof changes => changes.filter((each) => each.status === status)
  const made = having('done').length + having('already').length
  const rest = having('not_started')
  const wrong = having('failed').map(({ change, error }) => {
    return `\n- 🔴 ${codeSpan(safeText(change.address))}: ${prose(safeText(redact(error?.message ?? 'failed')))}`
  })
  const left = rest.length === 0 ? '' : `, ${rest.length} not started${heldUp(rest)}`
  return `${made} done${wrong.length === 0 ? '' : `, ${wrong.length} failed`}${left}${wrong.slice(0, 20).join('')}`
}

/** How many of them wait for what failed. */
function heldUp(rest: ApplyResult['changes']): string {
  const held = rest.flatMap(({ because }) => (because === undefined ? [] : [because]))
  if (held.length === 0) return ''
  const blocks = [...new Set(held.flat())].map((block) => codeSpan(safeText(block)))
  return ` (${held.length} of them because ${nameList(blocks)} failed)`
}

/** `detail` and `below` hold no secret any more. That GitHub is away is no reason to stop an apply, or to call one failed that was not. */
async function tell(
  { github, runner, log }: Session,
  comment: StickyComment | undefined,
  { state, detail, below }: Omit<Status, 'jobUrl' | 'sha'>,
): Promise<string | undefined> {
  if (github === undefined || comment === undefined) return undefined
  const status = {
    state,
    jobUrl: runner.jobUrl,
    sha: runner.sha,
    ...(detail === undefined ? {} : { detail }),
    ...(below === undefined ? {} : { below }),
  }
  try {
    return (await github.updateComment(comment.post.id, withStatus(comment.post.body, status))).url
  } catch (error) {
    log.terminal.note(`The comment could not be updated: ${errorText(error)}`)
    return undefined
  }
}
