// Writes test/render/cases from test/render/plans.ts: `node test/render/write-cases.ts`, and then read what changed
// as a user would. The test compares to the letter.

import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { renderPlanMarkdown } from '../../src/render/plan-markdown.ts'
import { renderPlan } from '../../src/render/plan-text.ts'
import { shownPlans } from './plans.ts'

/** The expected file of a plan, `txt` for a terminal, `md` for a pull request. */
export function caseFile(name: string, ending: 'txt' | 'md'): string {
  return fileURLToPath(new URL(`./cases/${name}.${ending}`, import.meta.url))
}

if (import.meta.main) {
  for (const [name, plan] of Object.entries(shownPlans)) {
    writeFileSync(caseFile(name, 'txt'), `${renderPlan(plan, { color: false, width: 100 })}\n`)
    writeFileSync(caseFile(name, 'md'), renderPlanMarkdown(plan))
  }
}
