// Which rows of a plan wait for which, as the rows themselves say it, and what of that kept a row from being started.

import { isLetGo, phaseOf } from '../plan/order.ts'
import type { ResourceChange } from '../plan/resource-change.ts'
import { means, referencesTo } from '../topology/block-address.ts'

/** Whether `row` may begin only when `other` is done. */
export function waitsFor(row: ResourceChange, other: ResourceChange): boolean {
  if (phaseOf(row) !== phaseOf(other)) return false
  const [dependent, dependency] = isLetGo(row) ? [other, row] : [row, other]
  const blocks = dependency.made_for ?? []
  return (dependent.depends_on ?? []).some((reference) => blocks.some((block) => means(reference, block)))
}

interface Ended {
  readonly change: ResourceChange
  readonly status: string
}

/** The blocks that failed and held a row up, by row that was not started; in the plan's order. */
export function heldUpBy(results: readonly Ended[]): ReadonlyMap<ResourceChange, readonly string[]> {
  const found = new Map<ResourceChange, readonly string[]>()
  const begun = new Map<string, Set<string>>()
  const ended = new Map<string, Set<string>>()
  for (const { change, status } of results) {
    const { made_for: blocks = [], depends_on: references = [] } = change
    const meaning = blocks.flatMap(referencesTo)
    const [told, asked, known] = isLetGo(change) ? [references, meaning, ended] : [meaning, references, begun]
    const causes =
      status === 'failed' ? blocks : [...new Set(asked.flatMap((one) => [...(known.get(one) ?? [])]))]
    if (status === 'not_started' && causes.length > 0) found.set(change, causes)
    if (status !== 'not_started' && status !== 'failed') continue
    for (const one of told) {
      const before = known.get(one) ?? new Set()
      known.set(one, before)
      for (const cause of causes) before.add(cause)
    }
  }
  return found
}
