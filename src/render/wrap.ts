// Long sentences in narrow places.

/**
 * Breaks at spaces; a word longer than the width stands alone. No line begins with `::`, which GitHub's runner
 * would take for a command.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && !word.startsWith('::') && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}
