// Lists by key that are filled one item at a time.

/** The list under a key, begun where there is none. */
export function listAt<Key, Item>(lists: Map<Key, Item[]>, key: Key): Item[] {
  const list = lists.get(key)
  if (list !== undefined) return list
  const begun: Item[] = []
  lists.set(key, begun)
  return begun
}
