// Whose a remote topic is. The agent must be its only writer, so records in it that no flow of ours wrote mean
// that someone else writes, or wrote, there.

import { positionKey } from '../mirror/positions.ts'
import { topicSelector } from '../mirror/selection.ts'
import { managedTopic } from './managed-things.ts'
import type { Route } from './routes.ts'

export type Owner =
  /** Does not exist, or holds nothing yet: whoever comes first. */
  | { readonly kind: 'free' }
  /** By the flow's identity. */
  | { readonly kind: 'flow'; readonly flow: string }
  /** Holds, or held, records that no flow is known to have written. */
  | { readonly kind: 'stranger' }

/** A topic whose logs are empty but began above 0 held records once: what they were cannot be known any more. */
export function ownerOf(route: Route): Owner {
  const { flow, before, after } = route
  if (before === undefined) return { kind: 'free' }
  if (before.latest.every((latest) => latest === 0)) return { kind: 'free' }
  const managed = managedTopic(flow.target, after.name)
  if (managed !== undefined) return { kind: 'flow', flow: managed.flow }
  if (hasPosition(route) || wasSelected(route)) return { kind: 'flow', flow: flow.identity }
  return { kind: 'stranger' }
}

function hasPosition({ flow, source }: Route): boolean {
  return Array.from({ length: source.partitions }, (_, partition) =>
    positionKey(flow.identity, source.name, partition),
  ).some((key) => flow.target.offsetMaps.has(key))
}

/** A flow that was applied may have created the topic and filled it before its first position was stored. */
function wasSelected({ flow, source, after }: Route): boolean {
  if (flow.applied === undefined) return false
  const { replicated, remoteTopic } = topicSelector(flow.applied.entry.spec)(source.name)
  return replicated && remoteTopic === after.name
}
