// What a command of the action leaves: an exit code, outputs and a summary, whether it went well or not.

import { hasChanges } from '../../plan/make-plan.ts'
import type { Plan } from '../../plan/plan-file.ts'
import { isChange } from '../../plan/resource-change.ts'
import type { ExitCode } from '../exit-code.ts'

export interface Outcome {
  readonly exitCode: ExitCode
  /** Of action.yml. */
  readonly outputs: Readonly<Record<string, string>>
  /** Safe Markdown for the job's page. */
  readonly summary: string
}

/** The outputs that a plan gives, whatever is done with it. */
export function planOutputs(plan: Plan): Record<string, string> {
  const { add, change, destroy, risk } = plan.summary
  const rows = plan.resource_changes
  const changed = rows.filter(isChange)
  const flows = rows.flatMap((row) => (row.type === 'flow' && row.change.after !== null ? [row] : []))
  const moved = changed.filter(({ type }) => type === 'group_offset').map(({ name }) => name)
  const consuming = changed.flatMap((row) =>
    row.type === 'topic' || row.type === 'topic_config' ? row.impact.groups : [],
  )
  return {
    changes: String(hasChanges(plan)),
    to_add: String(add),
    to_change: String(change),
    to_destroy: String(destroy),
    to_replace: String(changed.filter(({ change: { actions } }) => actions.length === 2).length),
    to_import: String(plan.summary.import),
    drift: String(plan.resource_drift.length > 0),
    risk,
    // Empty where the account may not read sizes.
    bytes_to_copy: flows.some(({ impact }) => impact.bytes_known === false)
      ? ''
      : String(flows.reduce((sum, { impact }) => sum + impact.bytes, 0)),
    groups_affected: String(new Set([...moved, ...consuming]).size),
    fingerprint: plan.fingerprint.hash,
  }
}
