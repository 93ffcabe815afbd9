// The way back from a name to whoever has a pattern that could match it: nobody asks all the others.

import { listAt } from '../std/list-at.ts'
import { literalStart } from '../topology/filters/literal-start.ts'

/**
 * By a name: all of `items` that have a pattern which may match it, in their order; whoever else there is has none.
 */
export function patternIndex<Item>(
  items: Iterable<Item>,
  patternsOf: (item: Item) => readonly string[],
): (name: string) => Item[] {
  const places = new Map<Item, number>()
  const byStart = new Map<string, Item[]>()
  for (const item of items) {
    places.set(item, places.size)
    for (const start of new Set(patternsOf(item).map(literalStart))) listAt(byStart, start).push(item)
  }
  const lengths = [...new Set([...byStart.keys()].map(({ length }) => length))]
  return (name) => {
    const starts = lengths.flatMap((length) => byStart.get(name.slice(0, length)) ?? [])
    return [...new Set(starts)].sort((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0))
  }
}
