// Lists cut by weight, for calls and batches that are taken only up to a size.

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
