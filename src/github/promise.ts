// What the plan promised beside what came of it, once agents have caught up. A promise that was not kept is shown as
// one, not left out.

import type { Plan } from '../plan/plan-file.ts'
import { type ChangeOf, followsTheCopy, isChange } from '../plan/resource-change.ts'
import { codeSpan, markdownTable, prose } from '../render/markdown-text.ts'
import { bytes, counted, duration } from '../render/quantity.ts'
import { safeText } from '../render/safe-text.ts'

export interface Aftermath {
  /** Whether all that was there when the waiting began is copied. */
  readonly hasCaughtUp: boolean
  /** Planned again after the waiting. */
  readonly plan: Plan
  /** Addresses of the groups that have no offset on their target yet. */
  readonly groupsLeft: readonly string[]
  /** From the end of the apply until then. */
  readonly seconds: number
}

/** A third over what was said is no broken promise: agents start, and look every few seconds. */
const timeTolerance = 1.33
const startSeconds = 15

/** Safe Markdown; empty where no flow had anything to copy. */
export function promiseMarkdown(
  planned: Plan,
  { plan, seconds, hasCaughtUp, groupsLeft }: Aftermath,
): string {
  // What has come since is of another promise.
  const left = new Map(hasCaughtUp ? [] : flowsOf(plan).map(({ name, impact }) => [name, impact.records]))
  const rows = flowsOf(planned)
    .filter(({ impact }) => impact.records > 0)
    .map((row) => promiseRow(row, left.get(row.name) ?? 0, seconds))
  if (rows.length === 0) return ''
  const table = markdownTable(['', 'flow', 'promised', 'copied', 'time promised', 'time taken'], rows)
  return `${table}\n\n${groupsText(planned, groupsLeft)}`
}

function promiseRow({ name, impact }: ChangeOf<'flow'>, left: number, seconds: number): string[] {
  const copied = Math.max(0, impact.records - left)
  const most = impact.pace?.eta_seconds?.max ?? impact.eta_seconds
  const isLate = most !== null && seconds > most * timeTolerance + startSeconds
  const size = impact.bytes_known === false ? '' : `, ${bytes(impact.bytes)}`
  return [
    left > 0 || isLate ? '🔴' : '✅',
    codeSpan(safeText(name)),
    prose(`${counted(impact.records, 'record')}${size}`),
    prose(left === 0 ? 'all of it' : `${counted(copied, 'record')}, ${counted(left, 'record')} left`),
    most === null ? 'none' : prose(duration(most)),
    prose(duration(seconds)),
  ]
}

/** The rows of groups that the plan moves, and of those that the agent is to move once the copy is there. */
export function promisedGroups({ resource_changes }: Plan): ChangeOf<'group_offset'>[] {
  return resource_changes.flatMap((row) =>
    row.type === 'group_offset' &&
    (row.action_reason === followsTheCopy || (isChange(row) && row.change.after !== null))
      ? [row]
      : [],
  )
}

function groupsText(planned: Plan, left: readonly string[]): string {
  const promised = promisedGroups(planned).length
  if (promised === 0) return ''
  return left.length === 0
    ? `✅ ${counted(promised, 'group')} in place`
    : `🔴 ${left.length} of ${counted(promised, 'group')} not in place yet`
}

function flowsOf({ resource_changes }: Plan): ChangeOf<'flow'>[] {
  return resource_changes.flatMap((row) => (row.type === 'flow' && row.change.after !== null ? [row] : []))
}
