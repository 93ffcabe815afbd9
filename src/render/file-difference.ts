// What would change in a file, as a unified difference that `git apply` takes.

import { type StructuredPatchHunk, structuredPatch } from 'diff'

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
  const lines = hunksOf(before, after).flatMap(
    ({ oldStart, oldLines, newStart, newLines, lines: inside }) => [
      `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
      ...inside,
    ],
  )
  const all = [`--- a/${filename}`, `+++ b/${filename}`, ...lines]
  return `${(colour ? all.map(coloured) : all).join('\n')}\n`
}

/** Beyond it the shortest difference takes longer than anybody waits: everything goes, and comes again. */
const editsMax = 2_000

function hunksOf(before: string, after: string): readonly StructuredPatchHunk[] {
  const options = { context: 3, maxEditLength: editsMax }
  const patch = structuredPatch('', '', before, after, undefined, undefined, options)
  if (patch !== undefined) return patch.hunks
  const [gone, come] = [before, after].map((text) => text.replace(/\n$/, '').split('\n'))
  const [oldLines, newLines] = [gone?.length ?? 0, come?.length ?? 0]
  const lines = [...(gone ?? []).map((line) => `-${line}`), ...(come ?? []).map((line) => `+${line}`)]
  return [{ oldStart: 1, oldLines, newStart: 1, newLines, lines }]
}

function coloured(line: string, index: number): string {
  if (index < 2) return `\u001b[1m${line}\u001b[0m`
  const hue = line.startsWith('@@') ? 36 : line.startsWith('-') ? 31 : line.startsWith('+') ? 32 : undefined
  return hue === undefined ? line : `\u001b[${hue}m${line}\u001b[0m`
}
