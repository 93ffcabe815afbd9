// Items into lists by key: for requests that are nested by topic or sent by broker.

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
