// One open issue per topology while the clusters are not as the configuration says: opened by the first look that
// finds a difference, written again by the next, closed when there is none. Only issues of our own login count.

import type { Plan } from '../plan/plan-file.ts'
import type { GitHub, Issue } from './api.ts'
import type { Status } from './lifecycle.ts'
import { readMarker } from './marker.ts'
import { planComment } from './plan-comment.ts'

export interface DriftReport {
  readonly key: string
  readonly plan: Plan
  readonly hasDrift: boolean
  readonly sha: string
  readonly status: Status
}

export type DriftOutcome =
  | { readonly kind: 'opened' | 'updated' | 'closed'; readonly url: string }
  | { readonly kind: 'clean' }

export async function reportDrift(github: GitHub, report: DriftReport): Promise<DriftOutcome> {
  const found = await findIssue(github, report.key)
  const marker = { v: 1, key: report.key, head: report.sha, fp: report.plan.fingerprint.hash } as const
  if (!report.hasDrift) {
    if (found === undefined) return { kind: 'clean' }
    await github.commentOnIssue(found.number, `The clusters are as the configuration says again.`)
    const { url } = await github.updateIssue(found.number, { state: 'closed' })
    return { kind: 'closed', url }
  }
  const body = planComment(report.plan, { kind: 'drift', marker, status: report.status, remark: advice })
  if (found !== undefined) {
    const { url } = await github.updateIssue(found.number, { body })
    return { kind: 'updated', url }
  }
  const title = `Strait: ${report.key} has drifted`
  try {
    const { url } = await github.createIssue({ title, body })
    return { kind: 'opened', url }
  } catch (error) {
    // It may be there all the same.
    const made = await findIssue(github, report.key)
    if (made === undefined) throw error
    return { kind: 'opened', url: made.url }
  }
}

const advice =
  'What is applied differs from what the default branch says. Run apply to bring the clusters back, or change the configuration in a pull request.'

async function findIssue(github: GitHub, key: string): Promise<Issue | undefined> {
  const issues = await github.openIssuesBy(await github.login())
  return issues.find(({ body }) => readMarker('drift', body)?.key === key)
}
