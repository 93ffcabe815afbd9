// Breaks prose into lines. Lines that start with a space are kept as they are: they are examples or tables.

import { displayWidth } from './display-width.ts'

/** `text` with no line wider than `width` columns, save for words and indented lines that are. */
export function wrapText(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith(' ') ? line : wrapLine(line, width)))
    .join('\n')
}

function wrapLine(line: string, width: number): string {
  const lines: string[] = []
  let current = ''
  let columns = 0
  for (const word of line.split(' ')) {
    const wordColumns = displayWidth(word)
    if (current !== '' && columns + 1 + wordColumns > width) {
      lines.push(current)
      current = word
      columns = wordColumns
    } else {
      columns += current === '' ? wordColumns : wordColumns + 1
      current = current === '' ? word : `${current} ${word}`
    }
  }
  return [...lines, current].join('\n')
}
