// What would change in a file, as a unified difference that `git apply` takes.

import { structuredPatch } from 'diff'

export interface FileChange {
  readonly filename: string
  readonly before: string
  readonly after: string
}

/** Ends with a newline. `colour` also says that a person looks at it: removed lines are red, added ones green. */
export function fileDifference(
  { filename, before, after }: FileChange,
  { colour }: { readonly colour: boolean },
): string {
  const { hunks } = structuredPatch(filename, filename, before, after, undefined, undefined, { context: 3 })
  const lines = hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: inside }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...inside,
  ])
  const all = [`--- a/${filename}`, `+++ b/${filename}`, ...lines]
  return `${(colour ? all.map(coloured) : all).join('\n')}\n`
}

function coloured(line: string, index: number): string {
  if (index < 2) return `\u001b[1m${line}\u001b[0m`
  const hue = line.startsWith('@@') ? 36 : line.startsWith('-') ? 31 : line.startsWith('+') ? 32 : undefined
  return hue === undefined ? line : `\u001b[${hue}m${line}\u001b[0m`
}
