// `command: plan`: the plan of a pull request in its comment, of anything else in the summary of its job.

import type { PullRequestTrigger } from '../../github/event.ts'
import { keptRows } from '../../github/kept-rows.ts'
import { withStatus } from '../../github/lifecycle.ts'
import type { Marker } from '../../github/marker.ts'
import { failureComment, planComment } from '../../github/plan-comment.ts'
import { planDelta } from '../../github/plan-delta.ts'
import { findSticky, writeSticky } from '../../github/sticky-comment.ts'
import { hasChanges } from '../../plan/make-plan.ts'
import type { Plan } from '../../plan/plan-file.ts'
import { renderPlanMarkdown } from '../../render/plan-markdown.ts'
import { errorText } from '../../std/error-text.ts'
import { done, failed } from '../exit-code.ts'
import { type Outcome, planOutputs } from './outcome.ts'
import { leavePlan, planForAction, shownPlan } from './planned.ts'
import type { Session } from './session.ts'
import { tellOnGitHub } from './tell-on-github.ts'

export const summaryBytesMax = 1_000_000

export async function plan(session: Session): Promise<Outcome> {
  await markOutdated(session)
  const { plan: made, close } = await planForAction(session)
  await close()
  const paths = leavePlan(session, made)
  const shown = shownPlan(session, made)
  const summary = renderPlanMarkdown(shown, { bytesMax: summaryBytesMax, topology: session.key })
  const told = await tellOnGitHub(session, () => tellPullRequest(session, shown))
  const url = 'told' in told ? told.told : undefined
  const reason = made.errored ? 'plan_refused' : 'failure' in told ? told.failure.reason : undefined
  return {
    exitCode: reason === undefined ? done : failed,
    outputs: {
      ...planOutputs(made),
      ...paths,
      ...(url === undefined ? {} : { comment_url: url }),
      ...(reason === undefined ? {} : { failure_reason: reason }),
    },
    summary: 'failure' in told ? `${summary}\n\n${told.failure.markdown}` : summary,
  }
}

/** Says why there is no plan where the reviewer looks for one. `body` is safe Markdown. */
export async function tellFailure(
  session: Session,
  title: string,
  body: string,
): Promise<string | undefined> {
  const place = placeOf(session)
  if (place === undefined || session.github === undefined) return undefined
  const { trigger, topic } = place
  if (await isOvertaken(session, trigger)) return undefined
  const found = await findSticky(session.github, topic)
  const marker: Marker = { v: 1, key: session.key, head: trigger.headSha, fp: '' }
  const status = { state: 'failed_plan', jobUrl: session.runner.jobUrl, sha: trigger.headSha } as const
  const text = failureComment({ title, body }, { kind: 'plan', marker, status })
  return (await writeSticky(session.github, topic, { body: session.redact.current(text), found })).url
}

/** The plan of an earlier push is outdated from now on, however long this one takes. */
async function markOutdated(session: Session): Promise<void> {
  const place = placeOf(session)
  const { github, log, runner } = session
  if (place === undefined || github === undefined) return
  const { trigger, topic } = place
  try {
    const found = await findSticky(github, topic)
    if (found === undefined || found.marker.head === trigger.headSha) return
    const status = { state: 'planning', jobUrl: runner.jobUrl, sha: trigger.headSha } as const
    await github.updateComment(found.post.id, withStatus(found.post.body, status))
  } catch (error) {
    // The plan itself is to be told: whether that fails too is what counts.
    log.terminal.note(`An earlier plan could not be marked as outdated: ${errorText(error)}`)
  }
}

async function tellPullRequest(session: Session, shown: Plan): Promise<string | undefined> {
  const place = placeOf(session)
  if (place === undefined || session.github === undefined) return undefined
  const { trigger, topic } = place
  if (await isOvertaken(session, trigger)) return undefined
  // Not before: planning takes its time, and people delete comments.
  const found = await findSticky(session.github, topic)
  const worthIt = hasChanges(shown) || shown.errored || session.inputs.comment === 'always'
  if (found === undefined && !worthIt) return undefined
  const fp = shown.fingerprint.hash
  const marker: Marker = { v: 1, key: session.key, head: trigger.headSha, fp, ...keptRows(shown) }
  const status = { state: 'planned', jobUrl: session.runner.jobUrl, sha: trigger.headSha } as const
  const isNews = found !== undefined && found.marker.head !== trigger.headSha && found.marker.fp !== ''
  const remark = isNews ? planDelta(found.marker, shown) : ''
  const body = session.redact.current(planComment(shown, { kind: 'plan', marker, status, remark }))
  return (await writeSticky(session.github, topic, { body, found })).url
}

/** A plan that took longer than the one of a newer push must not take its place. */
async function isOvertaken({ github, log }: Session, trigger: PullRequestTrigger): Promise<boolean> {
  const head = await github?.headOf(trigger.number).catch((error: Error) => {
    log.terminal.note(`The newest commit of the pull request is not known: ${error.message}`)
    return undefined
  })
  if (head === undefined || head === trigger.headSha) return false
  log.terminal.print(
    `The pull request is at ${head.slice(0, 7)} by now: its comment is left to the plan of that commit.`,
  )
  return true
}

/** Undefined where there is no pull request, or nobody wants a comment. */
function placeOf({ runner, inputs, key }: Session) {
  const { trigger } = runner
  if (trigger.kind !== 'pull_request' || trigger.isFork || inputs.comment === 'never') return undefined
  const own: PullRequestTrigger = trigger
  return { trigger: own, topic: { pullRequest: trigger.number, kind: 'plan', key } as const }
}
