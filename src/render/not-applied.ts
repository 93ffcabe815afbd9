// What is said of flows that the directory has and nobody applied: the next step.

import { safeText } from './safe-text.ts'

export const notAppliedYet = 'not applied yet: strait plan, then strait apply'

/** `text`, and below it a line for each of the flows. */
export function withNotApplied(text: string, flows: readonly string[]): string {
  if (flows.length === 0) return text
  return `${text}\n\n${flows.map((flow) => safeText(`${flow}: ${notAppliedYet}`)).join('\n')}`
}
