// What a flow was called before, by the `moved` blocks, nearest first.

import type { Topology } from '../topology/model.ts'

export function formerNames(name: string, { moved = [] }: Pick<Topology, 'moved'>): string[] {
  const names: string[] = []
  let at = moved.find(({ to }) => to === name)
  while (at !== undefined && !names.includes(at.from)) {
    const { from } = at
    names.push(from)
    at = moved.find(({ to }) => to === from)
  }
  return names
}
