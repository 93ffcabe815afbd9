// What the plan promised beside what came of it, once agents have caught up. A promise that was not kept is shown as
// one, not left out.

import type { Plan } from '../plan/plan-file.ts'
import type { ChangeOf } from '../plan/resource-change.ts'
import { codeSpan, markdownTable, prose } from '../render/markdown-text.ts'
import { bytes, counted, duration } from '../render/quantity.ts'
import { safeText } from '../render/safe-text.ts'

export interface Aftermath {
  /** Whether all that was there when the waiting began is copied. */
  readonly hasCaughtUp: boolean
  /** Planned again after the waiting. */
  readonly plan: Plan
  /** From the end of the apply until then. */
  readonly seconds: number
}

/** A third over what was said is no broken promise: agents start, and look every few seconds. */
const timeTolerance = 1.33
const startSeconds = 15

/** Safe Markdown; empty where no flow had anything to copy. */
export function promiseMarkdown(planned: Plan, { plan, seconds, hasCaughtUp }: Aftermath): string {
  // What has come since is of another promise.
  const left = new Map(hasCaughtUp ? [] : flowsOf(plan).map(({ name, impact }) => [name, impact.records]))
  const rows = flowsOf(planned)
    .filter(({ impact }) => impact.records > 0)
    .map((row) => promiseRow(row, left.get(row.name) ?? 0, seconds))
  if (rows.length === 0) return ''
  const table = markdownTable(['', 'flow', 'promised', 'copied', 'time promised', 'time taken'], rows)
  return `${table}\n\n${groupsText(planned, plan)}`
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

/** Offsets: how many groups were to move, and how many of them still wait. */
function groupsText(planned: Plan, after: Plan): string {
  const waitingIn = (plan: Plan): Set<string> =>
    new Set(
      plan.resource_changes
        .filter((row) => row.type === 'group_offset' && row.change.actions[0] !== 'no-op')
        .map(({ address }) => address),
    )
  const [promised, left] = [waitingIn(planned), waitingIn(after)]
  if (promised.size === 0) return ''
  const open = [...promised].filter((address) => left.has(address)).length
  return open === 0
    ? `✅ ${counted(promised.size, 'group')} in place`
    : `🔴 ${open} of ${counted(promised.size, 'group')} not in place yet`
}

function flowsOf({ resource_changes }: Plan): ChangeOf<'flow'>[] {
  return resource_changes.flatMap((row) => (row.type === 'flow' && row.change.after !== null ? [row] : []))
}
