// Plain tables: a header, two spaces between columns, no frames, so that a table can be read, grepped and cut.

export interface Column {
  readonly title: string
  /** Numbers go right. */
  readonly align?: 'left' | 'right'
}

/**
 * Lines of a table, without trailing spaces. A row may be shorter than the columns. Control characters are shown
 * as `?`: group ids are free text, and a terminal obeys what it is sent.
 */
export function renderTable(columns: readonly Column[], given: readonly (readonly string[])[]): string {
  const rows = given.map((row) => row.map((cell) => cell.replaceAll(/\p{Cc}/gu, '?')))
  const titles = columns.map(({ title }) => title)
  const widths = titles.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => (row[at] ?? '').length)),
  )
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, at) => {
        const cell = cells[at] ?? ''
        const width = widths[at] ?? 0
        return align === 'right' ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd()
  return [titles, ...rows].map(line).join('\n')
}
