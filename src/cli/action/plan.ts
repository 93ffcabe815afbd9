// `command: plan`: the plan of a pull request in its comment, of anything else in the summary of its job.

import type { PullRequestTrigger } from '../../github/event.ts'
import { keptRows } from '../../github/kept-rows.ts'
import { withStatus } from '../../github/lifecycle.ts'
import type { Marker } from '../../github/marker.ts'
import { failureComment, planComment } from '../../github/plan-comment.ts'
import { planDelta } from '../../github/plan-delta.ts'
import { findSticky, type StickyComment, writeSticky } from '../../github/sticky-comment.ts'
import { hasChanges } from '../../plan/make-plan.ts'
import type { Plan } from '../../plan/plan-file.ts'
import { renderPlanMarkdown } from '../../render/plan-markdown.ts'
import { done, failed } from '../exit-code.ts'
import { type Outcome, planOutputs } from './outcome.ts'
import { leavePlan, planForAction, shownPlan } from './planned.ts'
import type { Session } from './session.ts'

export const summaryBytesMax = 1_000_000

export async function plan(session: Session): Promise<Outcome> {
  const earlier = await earlierComment(session)
  const { plan: made, close } = await planForAction(session)
  await close()
  const paths = leavePlan(session, made)
  const shown = shownPlan(session, made)
  const url = await tellPullRequest(session, shown, earlier)
  return {
    exitCode: made.errored ? failed : done,
    outputs: {
      ...planOutputs(made),
      ...paths,
      ...(url === undefined ? {} : { comment_url: url }),
      ...(made.errored ? { failure_reason: 'plan_refused' } : {}),
    },
    summary: renderPlanMarkdown(shown, { bytesMax: summaryBytesMax, topology: session.key }),
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
async function earlierComment(session: Session): Promise<StickyComment | undefined> {
  const place = placeOf(session)
  if (place === undefined || session.github === undefined) return undefined
  const { trigger, topic } = place
  const found = await findSticky(session.github, topic)
  if (found !== undefined && found.marker.head !== trigger.headSha) {
    const status = { state: 'planning', jobUrl: session.runner.jobUrl, sha: trigger.headSha } as const
    await session.github.updateComment(found.post.id, withStatus(found.post.body, status))
  }
  return found
}

async function tellPullRequest(
  session: Session,
  shown: Plan,
  found: StickyComment | undefined,
): Promise<string | undefined> {
  const place = placeOf(session)
  if (place === undefined || session.github === undefined) return undefined
  const { trigger, topic } = place
  if (await isOvertaken(session, trigger)) return undefined
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
