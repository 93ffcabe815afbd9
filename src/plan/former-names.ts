// What a flow was called before, by the `moved` blocks, nearest first.

import { oncePer } from '../std/once-per.ts'
import type { MovedFlow, Topology } from '../topology/model.ts'

/** By what a flow is called now; the first of several blocks counts. */
const cameFrom = oncePer(
  (moved: readonly MovedFlow[]) => new Map(moved.toReversed().map(({ from, to }) => [to, from])),
)

export function formerNames(name: string, { moved = [] }: Pick<Topology, 'moved'>): string[] {
  const names: string[] = []
  const before = cameFrom(moved)
  let at = before.get(name)
  while (at !== undefined && !names.includes(at)) {
    names.push(at)
    at = before.get(at)
  }
  return names
}
