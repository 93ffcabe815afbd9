// Whether the plan at hand is the one that was reviewed: planned again after the merge, it must have the fingerprint
// of the plan that stood on the pull request for its last commit, or of the saved plan that was handed over.

import { planThatHolds } from '../../apply/still-holds.ts'
import { StraitError } from '../../errors/strait-error.ts'
import { withStatus } from '../../github/lifecycle.ts'
import { keptRows, planDelta } from '../../github/plan-delta.ts'
import { findSticky, type StickyComment } from '../../github/sticky-comment.ts'
import type { Plan } from '../../plan/plan-file.ts'
import type { Planned } from '../planning.ts'
import { loadPlan } from '../saved-plan.ts'
import type { Session } from './session.ts'

export interface Reviewed {
  readonly plan: Plan
  /** Where to tell how it goes. */
  readonly comment: StickyComment | undefined
}

/** Throws ST615 where nobody reviewed a plan, ST450 where it was another one. */
export async function reviewedPlan(session: Session, { plan, snapshot }: Planned): Promise<Reviewed> {
  const { inputs } = session
  const { comment, headSha } = await commentOfMerge(session)
  if (inputs.planFile !== '') {
    const { plan: saved } = loadPlan(session.context.path(inputs.planFile))
    return { plan: planThatHolds(saved, plan, snapshot), comment }
  }
  if (inputs.autoApprove) return { plan, comment }
  if (comment === undefined) {
    throw new StraitError(
      'ST615',
      `no pull request of this commit has a plan of ${session.key}; merge through a pull request, hand over plan-file, or set auto-approve: true`,
    )
  }
  const { marker } = comment
  const stale = (why: string): StraitError =>
    new StraitError('ST450', `the reviewed plan is stale: ${why}. Run plan again and review it`)
  if (marker.fp === '') throw stale('the last commit of the pull request has no plan')
  if (marker.head !== headSha) throw stale('the last commit of the pull request was not planned')
  if (marker.fp === plan.fingerprint.hash) return { plan, comment }
  await tellOutdated(session, comment, plan)
  throw stale('planned again now, other changes would be made or they were decided on other inputs')
}

async function tellOutdated(session: Session, comment: StickyComment, plan: Plan): Promise<void> {
  const { github, runner, log } = session
  const rows = keptRows(plan)
  const difference = rows === undefined ? '' : planDelta(comment.marker, plan)
  log.terminal.print(difference)
  const status = { state: 'outdated', jobUrl: runner.jobUrl, sha: runner.sha, detail: difference } as const
  await github?.updateComment(comment.post.id, withStatus(comment.post.body, status))
}

/** The comment on the merged pull request that the commit came from. */
export async function commentOfMerge({
  github,
  runner,
  key,
}: Session): Promise<{ comment: StickyComment | undefined; headSha: string }> {
  if (github === undefined) return { comment: undefined, headSha: '' }
  const merged = (await github.pullRequestsOf(runner.sha)).filter(({ isMerged }) => isMerged)
  const pullRequest = merged.find(({ mergeSha }) => mergeSha === runner.sha) ?? merged[0]
  if (pullRequest === undefined) return { comment: undefined, headSha: '' }
  const topic = { pullRequest: pullRequest.number, kind: 'plan', key } as const
  return { comment: await findSticky(github, topic), headSha: pullRequest.headSha }
}
