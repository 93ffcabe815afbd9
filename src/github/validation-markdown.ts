// The answer of validate that the workflow of a fork left, as text for its pull request.

import * as z from 'zod'
import { codeSpan, prose } from '../render/markdown-text.ts'
import { ofTopology } from '../render/plan-markdown.ts'
import { count, counted } from '../render/quantity.ts'
import { safeText } from '../render/safe-text.ts'

/** What the comment shows of an answer of validate. Strangers wrote it: every word of it is a name. */
export const validation = z.object({
  valid: z.boolean(),
  error_count: z.number().int().nonnegative(),
  warning_count: z.number().int().nonnegative(),
  diagnostics: z.array(
    z.object({
      severity: z.enum(['error', 'warning']),
      code: z.string(),
      summary: z.string(),
      range: z.object({ filename: z.string(), start: z.object({ line: z.number().int() }) }).optional(),
    }),
  ),
})

export type Validation = z.infer<typeof validation>

/** Safe Markdown within `bytesMax`, the verdict its first line. */
export function validationMarkdown(
  { valid, error_count, diagnostics }: Validation,
  key: string,
  bytesMax: number,
): string {
  const verdict = valid
    ? `### ✅ Strait: the topology is valid${ofTopology(key)}`
    : `### ❌ Strait: ${counted(error_count, 'error')}${ofTopology(key)}`
  const lines = diagnostics.map(({ severity, code, summary, range }) => {
    const place = range === undefined ? '' : `${codeSpan(safeText(`${range.filename}:${range.start.line}`))} `
    return `- ${severity === 'error' ? '❌' : '⚠️'} ${place}${prose(safeText(`${code} ${summary}`))}`
  })
  const whole = [verdict, '', ...lines].join('\n')
  if (Buffer.byteLength(whole) <= bytesMax) return whole
  const kinds = [...Map.groupBy(diagnostics, ({ code }) => code)].slice(0, 100)
  return [
    verdict,
    '',
    ...kinds.map(([code, all]) => `- ${prose(safeText(code.slice(0, 20)))}: ${count(all.length)}`),
  ].join('\n')
}
