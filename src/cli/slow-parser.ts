// HashiCorp's parser, compiled to JavaScript, takes up to a seventh of a millisecond for a character: a second and more
// for files of a size that people do not write but programs do. Whoever waits that long is told for what.

import { bytes, counted } from '../render/quantity.ts'
import type { SourceFile } from '../topology/sources.ts'

/** Together, below which nobody waits for long. In UTF-16 units. */
const largeUnits = 65_536
const afterMs = 3_000

/** What `verdicts` answer; `note` is called once where files are large and it takes long. */
export async function whileTold<Answer>(
  verdicts: Promise<Answer>,
  files: readonly SourceFile[],
  note: (text: string) => void,
  waitMs = afterMs,
): Promise<Answer> {
  const units = files.reduce((sum, { text }) => sum + text.length, 0)
  if (units < largeUnits) return await verdicts
  const timer = setTimeout(() => note(waiting(files, units)), waitMs)
  try {
    return await verdicts
  } finally {
    clearTimeout(timer)
  }
}

function waiting(files: readonly SourceFile[], units: number): string {
  return `HashiCorp’s parser reads ${counted(files.length, 'file')} of ${bytes(units)} as well, which can take minutes for a megabyte. What it accepts is remembered and not shown to it again.`
}
