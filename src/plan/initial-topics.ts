// Which partitions begin at the flow's `start`: those that a person saw in the plan that let them in. Whatever
// appears later begins at its first record, or `start = "latest"` would skip records that nobody agreed to skip.

import { topicSelector } from '../mirror/selection.ts'
import type { Route } from './routes.ts'
import type { FlowView } from './view.ts'

/** Partition counts by source topic, as the control entry is to hold them once the plan is applied. */
export function initialTopics(flow: FlowView, routes: readonly Route[]): Record<string, number> {
  const before = flow.applied?.entry
  if (before === undefined) {
    return Object.fromEntries(routes.map(({ source }) => [source.name, source.partitions]))
  }
  const known = before.initialTopics ?? {}
  const selectedBefore = topicSelector(before.spec)
  return Object.fromEntries(
    routes.flatMap(({ source: { name, partitions } }) => {
      if (!selectedBefore(name).replicated) return [[name, partitions]]
      const partitionsKnown = known[name]
      return partitionsKnown === undefined ? [] : [[name, partitionsKnown]]
    }),
  )
}
