// Mistakes of a topology for a comment or a summary: as on a terminal, with line and caret; shorter where that is too
// much, and never cut.

import type { Diagnostic } from '../errors/diagnostic.ts'
import { printDiagnostics } from '../errors/print-diagnostic.ts'
import { fenced, prose } from '../render/markdown-text.ts'
import { count } from '../render/quantity.ts'
import { safeText } from '../render/safe-text.ts'

/** Without a line break at the end. */
export function diagnosticsMarkdown(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
  bytesMax: number,
): string {
  const levels = [
    () =>
      fenced(safeLines(printDiagnostics(diagnostics, { sources, color: false, width: 100 })).trimEnd(), ''),
    () => diagnostics.map(oneLine).join('\n'),
  ]
  for (const level of levels) {
    const text = level()
    if (Buffer.byteLength(text) <= bytesMax) return text
  }
  return [...Map.groupBy(diagnostics, ({ code }) => code)]
    .map(([code, all]) => `- ${code} ${prose(all[0]?.summary ?? '')}: ${count(all.length)}`)
    .join('\n')
}

function oneLine({ code, summary, subject, severity }: Diagnostic): string {
  const place =
    subject === undefined ? '' : `${subject.filename}:${subject.start.line}:${subject.start.column} `
  return `- ${severity === 'error' ? '❌' : '⚠️'} ${prose(`${place}${code} ${safeText(summary)}`)}`
}

function safeLines(text: string): string {
  return text.split('\n').map(safeText).join('\n')
}
