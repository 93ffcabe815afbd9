// All diagnostics of a run → the ones worth reading: each mistake once, in order of place, and none that only
// follows from another.

import type { Code } from '../errors/codes.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import { sortDiagnostics } from '../errors/print-diagnostic.ts'

/** Where text could not be read, a block or an argument may seem to be missing that is there. */
const followFromSyntax: readonly Code[] = ['ST120', 'ST152', 'ST160', 'ST163', 'ST166']

/** Sorted, without repetitions; a repeated block makes the same mistake once per instance. */
export function settleDiagnostics(
  diagnostics: readonly Diagnostic[],
  hasSyntaxErrors: boolean,
): readonly Diagnostic[] {
  const seen = new Set<string>()
  const settled = diagnostics.filter((diagnostic) => {
    if (hasSyntaxErrors && followFromSyntax.includes(diagnostic.code)) return false
    const { code, summary, detail, subject } = diagnostic
    const key = JSON.stringify([code, summary, detail, subject])
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
  return sortDiagnostics(settled)
}
