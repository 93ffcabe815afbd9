// Two long values one under the other, with the words that differ marked: in one line nobody finds them.

import { diffWordsWithSpace } from 'diff'
import type { Line } from './plan-line.ts'

export interface LongValues {
  readonly before: string
  readonly after: string
  /** The same in words, as `7d`. */
  readonly notes?: { readonly before?: string | undefined; readonly after?: string | undefined }
}

/** `head` holds the key with its `=`. What differs stands between `[-` and `-]`, or `{+` and `+}`, as in a word diff. */
export function valueLines(head: Line, { before, after, notes }: LongValues): Line[] {
  const parts = diffWordsWithSpace(before, after)
  const kept = parts.filter(({ added, removed }) => !added && !removed)
  // Values that share little are told apart without marks.
  const marks = kept.reduce((sum, { value }) => sum + value.length, 0) * 2 > before.length
  const side = (keep: 'added' | 'removed', [open, close]: readonly [string, string]): string =>
    parts
      .filter((part) => part[keep] || (!part.added && !part.removed))
      .map((part) => (part[keep] && marks ? `${open}${part.value}${close}` : part.value))
      .join('')
  return [
    head,
    { depth: head.depth + 1, symbol: '-', text: side('removed', ['[-', '-]']) + noteText(notes?.before) },
    { depth: head.depth + 1, symbol: '+', text: side('added', ['{+', '+}']) + noteText(notes?.after) },
  ]
}

function noteText(note: string | undefined): string {
  return note === undefined ? '' : ` # ${note}`
}
