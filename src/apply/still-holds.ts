// Whether a saved plan may still be applied: only when planning again decides on the same inputs. One exception
// is its own apply that was interrupted: that changed inputs too, and what is left of it was reviewed.

import { StraitError } from '../errors/strait-error.ts'
import type { Snapshot } from '../live/snapshot.ts'
import { sameValue } from '../plan/canonical.ts'
import { explainStale } from '../plan/explain-stale.ts'
import type { Plan } from '../plan/plan-file.ts'
import type { ResourceChange } from '../plan/resource-change.ts'
import { operationOf } from './leases.ts'

/**
 * The plan to apply: the saved one, or what is left of it. Throws ST450 naming every input that changed.
 * `fresh` was planned from the saved plan's configuration and `snapshot`.
 */
export function planThatHolds(saved: Plan, fresh: Plan, snapshot: Snapshot): Plan {
  if (saved.fingerprint.hash === fresh.fingerprint.hash) return saved
  if (wasInterrupted(saved, snapshot) && isPartOf(fresh, saved)) return fresh
  const reasons = explainStale(saved, fresh)
  throw new StraitError(
    'ST450',
    `the saved plan is stale: ${reasons.join('; ')}. Plan again and review the new plan`,
    { facts: { changed: reasons.length, planned: saved.timestamp } },
  )
}

/** An apply that ends in order releases its lease; one that does not leaves its last beat, with its plan's name. */
function wasInterrupted(saved: Plan, snapshot: Snapshot): boolean {
  const operation = operationOf(saved)
  return snapshot.clusters
    .values()
    .some(({ control }) => control.some((entry) => entry.kind === 'lease' && entry.operation === operation))
}

function isPartOf(fresh: Plan, saved: Plan): boolean {
  const reviewed = new Map(saved.resource_changes.map((row) => [row.address, row]))
  return !fresh.errored && fresh.resource_changes.every((row) => isReviewed(row, reviewed.get(row.address)))
}

function isReviewed(row: ResourceChange, reviewed: ResourceChange | undefined): boolean {
  if (row.change.actions[0] === 'no-op') return true
  return reviewed !== undefined && reviewed.cluster === row.cluster && sameValue(row.change, reviewed.change)
}
