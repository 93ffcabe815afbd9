// Lists of names in a sentence, cut where they would drown it.

import { count } from './quantity.ts'

/** `a`, `a and b`, `a, b, c and 1,204 more`. */
export function nameList(names: readonly string[], most = 5): string {
  // "and 1 more" is no shorter than the name itself.
  const shown = names.length <= most + 1 ? names : names.slice(0, most)
  const rest = names.length - shown.length
  const parts = rest > 0 ? [...shown, `${count(rest)} more`] : shown
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}
