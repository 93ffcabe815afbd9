// Checks offline: all that a pull request of a fork gets, which has neither secrets nor a token that may write. What it
// found is left in a file, so that a workflow of the default branch can put it on the pull request.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { validationToJson } from '../../errors/diagnostic-json.ts'
import { diagnosticsMarkdown } from '../../github/diagnostics-markdown.ts'
import { ofTopology } from '../../render/plan-markdown.ts'
import { counted } from '../../render/quantity.ts'
import { done, failed } from '../exit-code.ts'
import { loadForAction } from './load.ts'
import type { Outcome } from './outcome.ts'
import type { Session } from './session.ts'

const summaryBytesMax = 900_000

/** `remark`: why only this was done; plain text of ours. */
export async function validate(session: Session, remark = ''): Promise<Outcome> {
  const { log, inputs, runner } = session
  const { diagnostics, sources } = await loadForAction(session, true)
  const document = validationToJson(diagnostics, sources)
  const file = session.context.path(inputs.planFile || join(runner.temporary, 'strait-validation.json'))
  writeFileSync(file, `${JSON.stringify({ ...document, key: session.key }, null, 2)}\n`)
  const verdict = document.valid
    ? `the topology is valid${document.warning_count === 0 ? '' : `, with ${counted(document.warning_count, 'warning')}`}`
    : `${counted(document.error_count, 'error')} in the topology`
  log.terminal.print(`Strait: ${verdict}. Nothing was contacted.`)
  const mistakes = diagnostics.length === 0 ? '' : diagnosticsMarkdown(diagnostics, sources, summaryBytesMax)
  const parts = [
    `### ${document.valid ? '✅' : '❌'} Strait: ${verdict}${ofTopology(session.key)}`,
    remark,
    mistakes,
  ]
  return {
    exitCode: document.valid ? done : failed,
    outputs: {
      changes: 'false',
      json_plan_path: file,
      ...(document.valid ? {} : { failure_reason: 'invalid_topology' }),
    },
    summary: parts.filter((part) => part !== '').join('\n\n'),
  }
}
