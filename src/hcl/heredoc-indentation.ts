// `<<-`: the indentation that all lines of a heredoc share is layout, not text.

import type { FlatPart } from './flat-template.ts'
import { trimSpaceStart } from './white-space.ts'

/** Takes the least indentation off every line. Lines of nothing but spaces do not count and stay as they are. */
export function stripIndentation(parts: readonly FlatPart[]): void {
  const starts = parts.filter((_part, index) => {
    const before = parts[index - 1]
    return before === undefined || (before.kind === 'text' && before.text.endsWith('\n'))
  })
  const indented = starts.filter((part) => part.kind !== 'text' || !/^\p{White_Space}*\n$/u.test(part.text))
  const least = indented.reduce(
    (least, part) => Math.min(least, part.kind === 'text' ? indentation(part.text) : 0),
    Infinity,
  )
  for (const part of indented) if (part.kind === 'text') part.text = part.text.slice(least)
}

function indentation(line: string): number {
  return line.length - trimSpaceStart(line).length
}
