// Plain tables: a header, two spaces between columns, no frames, so that a table can be read, grepped and cut. In a
// terminal that is too narrow, names are shortened first, then columns that can be missed are left out, and said.

import { displayWidth } from '../std/display-width.ts'
import { wrapText } from '../std/wrap-text.ts'

export interface Column {
  readonly title: string
  /** Numbers go right. */
  readonly align?: 'left' | 'right'
  /**
   * In want of width: `shorten` is cut, with `…`; `omit` is left out, the last one first; `wrap`, for sentences in
   * the last column, goes on in the next line. Otherwise a column stays whole.
   */
  readonly narrow?: 'shorten' | 'omit' | 'wrap'
}

const shortestName = 12
const shortestSentence = 24
const gap = 2

/**
 * Lines of a table, without trailing spaces. A row may be shorter than the columns. Control characters are shown
 * as `?`: group ids are free text, and a terminal obeys what it is sent. `width`: in terminal columns.
 */
export function renderTable(
  columns: readonly Column[],
  given: readonly (readonly string[])[],
  width = Number.POSITIVE_INFINITY,
): string {
  const rows = given.map((row) => columns.map((_, at) => (row[at] ?? '').replaceAll(/\p{Cc}/gu, '?')))
  const { kept, widths } = fit(columns, rows, width)
  const omitted = columns.filter((_, at) => !kept.includes(at)).map(({ title }) => title)
  const titles = columns.map(({ title }) => title)
  const lines = [titles, ...rows].flatMap((row) => rowLines(row, { columns, kept, widths }))
  const note = omitted.length === 0 ? [] : [`(too narrow for ${omitted.join(', ')})`]
  return [...lines, ...note].join('\n')
}

interface Layout {
  readonly columns: readonly Column[]
  /** Of the columns that are shown, their places in `columns`. */
  readonly kept: readonly number[]
  /** By place in `columns`. */
  readonly widths: readonly number[]
}

function fit(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): Pick<Layout, 'kept' | 'widths'> {
  const full = columns.map(({ title }, at) =>
    rows.reduce((most, row) => Math.max(most, displayWidth(row[at] ?? '')), displayWidth(title)),
  )
  const least = columns.map(({ narrow }, at) => {
    const needed = full[at] ?? 0
    if (narrow === 'shorten') return Math.min(needed, shortestName)
    return narrow === 'wrap' ? Math.min(needed, shortestSentence) : needed
  })
  const takes = (kept: readonly number[], widths: readonly number[]): number =>
    kept.reduce((sum, at) => sum + (widths[at] ?? 0) + gap, -gap)
  let kept = columns.map((_, at) => at)
  while (takes(kept, least) > width) {
    const spare = kept.findLast((at) => columns[at]?.narrow === 'omit')
    if (spare === undefined) break
    kept = kept.filter((at) => at !== spare)
  }
  const widths = [...full]
  while (takes(kept, widths) > width) {
    const shrinking = kept.filter((at) => (widths[at] ?? 0) > (least[at] ?? 0))
    if (shrinking.length === 0) break
    const widest = shrinking.reduce((one, other) => ((widths[other] ?? 0) > (widths[one] ?? 0) ? other : one))
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return { kept, widths }
}

function rowLines(row: readonly string[], { columns, kept, widths }: Layout): string[] {
  const last = kept.at(-1) ?? 0
  const wraps = columns[last]?.narrow === 'wrap'
  const cells = kept.map((at) => {
    const [text, width] = [row[at] ?? '', widths[at] ?? 0]
    if (wraps && at === last) return ''
    const shown = shortened(text, width)
    const filling = ' '.repeat(Math.max(0, width - displayWidth(shown)))
    return columns[at]?.align === 'right' ? filling + shown : shown + filling
  })
  const before = cells.join(' '.repeat(gap))
  if (!wraps) return [before.trimEnd()]
  const [first = '', ...more] = wrapText(row[last] ?? '', widths[last] ?? 0).split('\n')
  const indent = ' '.repeat(displayWidth(before))
  return [(before + first).trimEnd(), ...more.map((line) => indent + line)]
}

/** The beginning of a text that is wider than `width`, and `…`. */
function shortened(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let shown = ''
  let columns = 0
  for (const character of text) {
    columns += displayWidth(character)
    if (columns > width - 1) break
    shown += character
  }
  return `${shown}…`
}
