// Breaks prose into lines.

import { displayWidth } from './display-width.ts'

/**
 * `text` with no line wider than `width` columns, save for words that are. Lines that start with a space are kept as
 * they are: they are examples or tables.
 */
export function wrapText(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => (line.startsWith(' ') ? [line] : wrapLine(line, width)))
    .join('\n')
}

/**
 * Breaks at spaces; a word wider than `width` stands alone. No line begins with `::`, which GitHub's runner would take
 * for a command.
 */
export function wrapLine(line: string, width: number): string[] {
  const lines: string[] = []
  let current = ''
  let columns = 0
  for (const word of line.split(' ')) {
    const wordColumns = displayWidth(word)
    if (current !== '' && !word.startsWith('::') && columns + 1 + wordColumns > width) {
      lines.push(current)
      current = word
      columns = wordColumns
    } else {
      columns += current === '' ? wordColumns : wordColumns + 1
      current = current === '' ? word : `${current} ${word}`
    }
  }
  return [...lines, current]
}
