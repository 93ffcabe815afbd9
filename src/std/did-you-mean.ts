// Which of the known names an author may have meant.

const longestName = 100

/** Of more names a suggestion is not worth the time: a file may ask for thousands. */
const candidatesMax = 500

/** The closest of `known` within two edits (one for short names), or undefined. Letter case costs nothing. */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
  const allowed = name.length <= 3 ? 1 : 2
  let best: string | undefined
  let bestDistance = allowed + 1
  if (name.length > longestName) return undefined
  let looked = 0
  for (const candidate of known) {
    if (++looked > candidatesMax) break
    if (Math.abs(candidate.length - name.length) > allowed) continue
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), allowed)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`; Infinity beyond `most`. */
export function editDistance(a: string, b: string, most: number = Number.POSITIVE_INFINITY): number {
  let beforeLast: readonly number[] = []
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      const replaced = at(last, column - 1) + (same ? 0 : 1)
      const swaps = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      const swapped = swaps ? at(beforeLast, column - 2) + 1 : Infinity
      current.push(Math.min(at(last, column) + 1, at(current, column - 1) + 1, replaced, swapped))
    }
    if (Math.min(...current) > most && Math.min(...last) > most) return Number.POSITIVE_INFINITY
    beforeLast = last
    last = current
  }
  return at(last, b.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity
}
