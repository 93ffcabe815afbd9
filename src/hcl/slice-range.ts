// A span of a file back as text.

import type { Position, Range } from '../errors/diagnostic.ts'

/** The text of `range` in the file that it was read from. */
export function sliceRange(text: string, { start, end }: Range): string {
  return text.slice(offsetOf(text, start), offsetOf(text, end))
}

function offsetOf(text: string, { line, column }: Position): number {
  let lineStart = text.startsWith('\u{feff}') ? 1 : 0
  for (let passed = 1; passed < line; passed++) {
    const lineEnd = text.indexOf('\n', lineStart)
    if (lineEnd < 0) return text.length
    lineStart = lineEnd + 1
  }
  return lineStart + column - 1
}
