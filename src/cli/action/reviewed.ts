// Whether the plan at hand is the one that was reviewed: planned again after the merge, it must have the fingerprint
// of the plan that stood on the pull request for its last commit, or of the saved plan that was handed over. What is
// left of a reviewed plan whose apply was cut off was reviewed too.

import { operationOf } from '../../apply/leases.ts'
import { planThatHolds, wasInterrupted } from '../../apply/still-holds.ts'
import { StraitError } from '../../errors/strait-error.ts'
import { isPartOf, readKept } from '../../github/kept-rows.ts'
import { planDelta } from '../../github/plan-delta.ts'
import { findSticky, type StickyComment } from '../../github/sticky-comment.ts'
import type { Plan } from '../../plan/plan-file.ts'
import type { Planned } from '../planning.ts'
import { loadPlan } from '../saved-plan.ts'
import type { Session } from './session.ts'

/** What the pull request that a commit came from says of the plan. */
export interface Merge {
  /** Where to tell how it goes. */
  readonly comment: StickyComment | undefined
  /** The last commit of the pull request; empty where there is none. */
  readonly headSha: string
}

export type Review =
  | { readonly plan: Plan; readonly operation: string }
  /** `difference`: safe Markdown. */
  | { readonly refusal: StraitError; readonly difference: string }

/** The merged pull request that the commit came from. With a plan at hand, that GitHub is away is no reason to fail. */
export async function mergeOf(session: Session): Promise<Merge> {
  const { inputs, log } = session
  const isNeeded = inputs.planFile === '' && !inputs.autoApprove
  return commentOfMerge(session).catch((error: Error) => {
    if (isNeeded) throw error
    log.terminal.note(`The pull request of this commit is not known: ${error.message}`)
    return { comment: undefined, headSha: '' }
  })
}

/** ST615 where nobody reviewed a plan, ST450 where it was another one, ST481 for a file that is not what was planned. */
export function reviewedPlan(session: Session, planned: Planned, merge: Merge): Review {
  const { inputs } = session
  const { plan, snapshot } = planned
  if (inputs.planFile === '')
    return inputs.autoApprove ? asItIs(plan) : reviewedComment(session, planned, merge)
  const { plan: saved } = loadPlan(session.context.path(inputs.planFile))
  try {
    return { plan: planThatHolds(saved, plan, snapshot), operation: operationOf(saved) }
  } catch (refusal) {
    if (refusal instanceof StraitError) return { refusal, difference: '' }
    throw refusal
  }
}

function reviewedComment({ key }: Session, { plan, snapshot }: Planned, { comment, headSha }: Merge): Review {
  if (comment === undefined) {
    const message = `no pull request of this commit has a plan of ${key}; merge through a pull request, hand over plan-file, or set auto-approve: true`
    return { refusal: new StraitError('ST615', message), difference: '' }
  }
  const { marker } = comment
  if (marker.fp === '') return stale('the last commit of the pull request has no plan')
  if (marker.head !== headSha) return stale('the last commit of the pull request was not planned')
  if (marker.fp === plan.fingerprint.hash) return asItIs(plan)
  const operation = operationOf({ fingerprint: { ...plan.fingerprint, hash: marker.fp } })
  const other = 'planned again now, other changes would be made or they were decided on other inputs'
  if (!wasInterrupted(operation, snapshot)) return stale(other, planDelta(marker, plan))
  if (isPartOf(marker, plan)) return { plan, operation }
  return readKept(marker) === undefined
    ? stale('it was cut off, and is too large for its comment to keep what of it was reviewed')
    : stale(`it was cut off, and ${other}`, planDelta(marker, plan))
}

function asItIs(plan: Plan): Review {
  return { plan, operation: operationOf(plan) }
}

function stale(why: string, difference = ''): Review {
  const refusal = new StraitError('ST450', `the reviewed plan is stale: ${why}. Run plan again and review it`)
  return { refusal, difference }
}

async function commentOfMerge({ github, runner, key }: Session): Promise<Merge> {
  if (github === undefined) return { comment: undefined, headSha: '' }
  const merged = (await github.pullRequestsOf(runner.sha)).filter(({ isMerged }) => isMerged)
  const pullRequest = merged.find(({ mergeSha }) => mergeSha === runner.sha) ?? merged[0]
  if (pullRequest === undefined) return { comment: undefined, headSha: '' }
  const topic = { pullRequest: pullRequest.number, kind: 'plan', key } as const
  return { comment: await findSticky(github, topic), headSha: pullRequest.headSha }
}
