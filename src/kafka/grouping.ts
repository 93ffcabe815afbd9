// Items into lists: by key, for requests that are nested by topic or sent by broker, and by weight, for calls
// that a controller takes only up to a size.

/** The list under a key, begun where there is none. */
export function listAt<Key, Item>(lists: Map<Key, Item[]>, key: Key): Item[] {
  const list = lists.get(key)
  if (list !== undefined) return list
  const begun: Item[] = []
  lists.set(key, begun)
  return begun
}

export function groupBy<Key, Item>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const lists = new Map<Key, Item[]>()
  for (const item of items) listAt(lists, keyOf(item)).push(item)
  return lists
}

/** Cuts a list, in order, so that no piece weighs more than `weightMax` unless it is a single item. */
export function piecesOf<Item>(
  items: readonly Item[],
  weightOf: (item: Item) => number,
  weightMax: number,
): Item[][] {
  const pieces: Item[][] = []
  let weight = Number.POSITIVE_INFINITY
  for (const item of items) {
    const added = weightOf(item)
    if (weight + added > weightMax) {
      pieces.push([])
      weight = 0
    }
    pieces.at(-1)?.push(item)
    weight += added
  }
  return pieces
}
