// Whether a saved plan may still be applied: only when planning again decides on the same inputs. One exception
// is its own apply that was interrupted: that changed inputs too, and what is left of it was reviewed.

import { StraitError } from '../errors/strait-error.ts'
import type { Snapshot } from '../live/snapshot.ts'
import { sameValue } from '../plan/canonical.ts'
import { explainStale } from '../plan/explain-stale.ts'
import type { Plan } from '../plan/plan-file.ts'
import { isChange, type ResourceChange } from '../plan/resource-change.ts'
import { operationOf } from './leases.ts'

const reasonsMax = 8

/**
 * The plan to apply: the saved one, or what is left of it; the fresh one where that has errors by now. Throws ST450
 * naming every input that changed, and ST481 where the saved plan changes what the same inputs do not lead to: a file's
 * word is not taken for it. `fresh` was planned from the saved plan's configuration and `snapshot`.
 */
export function planThatHolds(saved: Plan, fresh: Plan, snapshot: Snapshot): Plan {
  if (saved.fingerprint.hash === fresh.fingerprint.hash) {
    // Nothing changed but the day, and with it a waiver that is over: the plan then carries that error.
    if (fresh.errored) return fresh
    assertFollows(saved, fresh)
    return withoutReturned(saved, fresh)
  }
  if (wasInterrupted(operationOf(saved), snapshot) && isPartOf(fresh, saved)) return fresh
  const reasons = explainStale(saved, fresh)
    .sort((one, other) => weightOf(one) - weightOf(other))
    .map((reason) => attributed(reason, snapshot))
  const isDone = !fresh.resource_changes.some(isChange)
  throw new StraitError(
    'ST450',
    `the saved plan is stale${isDone ? ' and nothing is left to do' : ''}: ${listed(reasons)}`,
    {
      facts: { changed: reasons.length, planned: saved.timestamp, nothing_left: isDone },
    },
  )
}

/** Of groups that leave, those stay that came to be used on the target since: planned now, nothing of them is deleted. */
function withoutReturned(saved: Plan, fresh: Plan): Plan {
  const leaving = new Set(fresh.resource_changes.filter(isDeparture).map(({ address }) => address))
  const kept = saved.resource_changes.filter((row) => !isDeparture(row) || leaving.has(row.address))
  return kept.length === saved.resource_changes.length ? saved : { ...saved, resource_changes: kept }
}

function isDeparture({ type, change }: ResourceChange): boolean {
  return type === 'group_offset' && (change.actions[0] === 'delete' || change.actions[0] === 'forget')
}

/** Group offsets move by themselves and are compared one by one when they are written. */
function assertFollows(saved: Plan, fresh: Plan): void {
  const rows = new Map(fresh.resource_changes.map((row) => [row.address, row]))
  const foreign = saved.resource_changes
    .filter(({ type }) => type !== 'group_offset')
    .filter((row) => !isReviewed(row, rows.get(row.address)))
  if (foreign.length === 0) return
  throw new StraitError(
    'ST481',
    `the saved plan holds changes that its inputs do not lead to: ${foreign.map(({ address }) => address).join(', ')}. Plan again and review the new plan.`,
    { facts: { changed: foreign.length } },
  )
}

/** Who applied a flow in between, and when, stands in the control topic; of other changes Kafka keeps no author. */
function attributed(reason: string, { clusters }: Snapshot): string {
  const [, flow, isApplied] =
    /flow "([^"]+)"(.* as applied|, applied on| in the control topic)/.exec(reason) ?? []
  if (isApplied === undefined) return reason
  const entries = [...clusters.values()].flatMap(({ control }) =>
    control.flatMap((entry) => (entry.kind === 'flow' && entry.name === flow ? [entry] : [])),
  )
  const [newest] = entries.sort((one, other) => Date.parse(other.appliedAt) - Date.parse(one.appliedAt))
  if (newest === undefined) return reason
  const { appliedBy, commit } = newest.revision
  const from = commit === null ? '' : ` from commit ${commit.slice(0, 7)}`
  return `${reason} (applied by ${appliedBy ?? 'someone'} at ${newest.appliedAt}${from})`
}

/** What an applied flow consists of says less than that it was applied. */
function weightOf(reason: string): number {
  return reason.includes(' as applied is new') ? 1 : 0
}

/** One reason stands in the sentence; several are listed, the first of them. */
function listed(reasons: readonly string[]): string {
  const advice = 'Plan again and review the new plan.'
  if (reasons.length === 1) return `${reasons[0]}. ${advice}`
  const shown = reasons.slice(0, reasonsMax).map((reason) => `\n  - ${reason}`)
  const more = reasons.length > reasonsMax ? `\n  - and ${reasons.length - reasonsMax} more` : ''
  return `${reasons.length} inputs changed:${shown.join('')}${more}\n${advice}`
}

/** An apply that ends in order releases its lease; one that does not leaves its last beat, with its plan's name. */
export function wasInterrupted(operation: string, snapshot: Snapshot): boolean {
  return snapshot.clusters
    .values()
    .some(({ control }) => control.some((entry) => entry.kind === 'lease' && entry.operation === operation))
}

function isPartOf(fresh: Plan, saved: Plan): boolean {
  const reviewed = new Map(saved.resource_changes.map((row) => [row.address, row]))
  return !fresh.errored && fresh.resource_changes.every((row) => isReviewed(row, reviewed.get(row.address)))
}

function isReviewed(row: ResourceChange, reviewed: ResourceChange | undefined): boolean {
  if (!isChange(row)) return true
  return reviewed !== undefined && reviewed.cluster === row.cluster && sameValue(row.change, reviewed.change)
}
