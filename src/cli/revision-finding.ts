// A saved plan is applied as it was reviewed, whatever the directory holds by then. Where that is something else,
// whoever applies it is told.

import type { Revision } from '../mirror/control.ts'
import type { Finding } from '../plan/plan-file.ts'

/** Undefined where the plan was made from what the directory holds now, or where there is no git. */
export function revisionFinding(planned: Revision, now: Revision): Finding | undefined {
  if (planned.commit === null || now.commit === null) return undefined
  if (planned.commit === now.commit && !planned.dirty && !now.dirty) return undefined
  return {
    severity: 'warning',
    code: 'ST482',
    summary: `The plan was made from ${nameOf(planned)}, the directory is at ${nameOf(now)}`,
    detail: 'The plan is applied as it was reviewed. Plan again if the directory is what you mean to apply.',
    flow: null,
    cluster: null,
    subjects: [],
  }
}

function nameOf({ commit, dirty }: Revision): string {
  return `commit ${commit?.slice(0, 7)}${dirty ? ' with uncommitted changes' : ''}`
}
