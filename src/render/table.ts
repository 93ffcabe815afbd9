// Plain tables: a header, two spaces between columns, no frames, so that a table can be read, grepped and cut. In a
// terminal that is too narrow, names are shortened first, then columns that can be missed are left out, and said;
// where not even the rest fits, each row becomes a list. No line is ever wider than the terminal.

import { displayWidth, padded, shortened } from '../std/display-width.ts'
import { wrapText } from '../std/wrap-text.ts'
import { safeText } from './safe-text.ts'

export interface Column {
  readonly title: string
  /** Numbers go right. */
  readonly align?: 'left' | 'right'
  /**
   * In want of width: `shorten` is cut, with `…`; `omit` is left out, the last one first, and `omit_late` after all of
   * those; `wrap`, for sentences in the last column, goes on in the next line. Otherwise a column stays whole.
   */
  readonly narrow?: 'shorten' | 'omit' | 'omit_late' | 'wrap'
  /** Colours a cell by its text. */
  readonly tint?: (text: string) => (text: string) => string
}

const shortestName = 12
const shortestSentence = 24
const gap = 2

/**
 * Lines of a table, without trailing spaces. A row may be shorter than the columns. No text in it can act on a
 * terminal. `width`: in terminal columns.
 */
export function renderTable(
  columns: readonly Column[],
  given: readonly (readonly string[])[],
  width = Number.POSITIVE_INFINITY,
): string {
  const rows = given.map((row) => columns.map((_, at) => safeText(row[at] ?? '')))
  const layout = fit(columns, rows, width)
  if (layout === undefined) return rows.map((row) => listed(columns, row, width)).join('\n\n')
  const omitted = columns.filter((_, at) => !layout.kept.includes(at)).map(({ title }) => title)
  const plain = columns.map(({ tint: _, ...column }) => column)
  const titles = columns.map(({ title }) => title)
  const note =
    omitted.length === 0 ? [] : wrapText(`(too narrow for ${omitted.join(', ')})`, width).split('\n')
  return [
    ...rowLines(titles, { ...layout, columns: plain }),
    ...rows.flatMap((row) => rowLines(row, { ...layout, columns })),
    ...note,
  ].join('\n')
}

interface Layout {
  readonly columns: readonly Column[]
  /** Of the columns that are shown, their places in `columns`. */
  readonly kept: readonly number[]
  /** By place in `columns`. */
  readonly widths: readonly number[]
}

/** Undefined where even the least does not fit. */
function fit(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): Pick<Layout, 'kept' | 'widths'> | undefined {
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
    const spare =
      kept.findLast((at) => columns[at]?.narrow === 'omit') ??
      kept.findLast((at) => columns[at]?.narrow === 'omit_late')
    if (spare === undefined) return undefined
    kept = kept.filter((at) => at !== spare)
  }
  const widths = [...full]
  while (takes(kept, widths) > width) {
    const shrinking = kept.filter((at) => (widths[at] ?? 0) > (least[at] ?? 0))
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
    const filling = ' '.repeat(width - displayWidth(shown))
    const words = tinted(shown, columns[at], text)
    return columns[at]?.align === 'right' ? filling + words : words + filling
  })
  const before = cells.join(' '.repeat(gap))
  if (!wraps) return [before.trimEnd()]
  const [first = '', ...more] = wrapText(row[last] ?? '', widths[last] ?? 0).split('\n')
  const indent = ' '.repeat(kept.slice(0, -1).reduce((sum, at) => sum + (widths[at] ?? 0) + gap, 0))
  return [(before + first).trimEnd(), ...more.map((line) => indent + line)]
}

function tinted(shown: string, column: Column | undefined, text: string): string {
  return column?.tint === undefined ? shown : column.tint(text)(shown)
}

/** A row as a list of what its columns say. */
function listed(columns: readonly Column[], row: readonly string[], width: number): string {
  const titleWidth = Math.max(...columns.map(({ title }) => displayWidth(title)))
  const room = width - titleWidth - gap
  return columns
    .flatMap((column, at) => {
      const text = row[at] ?? ''
      if (text === '') return []
      const lines = column.narrow === 'wrap' ? wrapText(text, room).split('\n') : [shortened(text, room)]
      return lines.map((line, index) => {
        const title = padded(index === 0 ? column.title : '', titleWidth)
        return `${title}${' '.repeat(gap)}${tinted(line, column, text)}`
      })
    })
    .join('\n')
}
