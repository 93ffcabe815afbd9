// `strait validate`: everything that is wrong with a directory, without asking any cluster.

import { validationToJson } from '../../errors/diagnostic-json.ts'
import { counted } from '../../render/quantity.ts'
import type { Context } from '../context.ts'
import { done, type ExitCode, failed } from '../exit-code.ts'
import type { VariableFlags } from '../given-flags.ts'
import { readTopology, tellDiagnostics } from '../load-topology.ts'

export async function command(
  context: Context,
  [given = '.']: readonly string[],
  flags: VariableFlags,
): Promise<ExitCode> {
  const { terminal, json } = context
  const loaded = await readTopology(context, context.path(given), { ...flags, withoutValues: true })
  const document = validationToJson(loaded.diagnostics, loaded.sources)
  tellDiagnostics(context, loaded)
  if (json) {
    const rest = document.valid
      ? { outputs: Object.fromEntries(loaded.outputs) }
      : { failure_reason: 'invalid_topology' }
    terminal.print(JSON.stringify({ ...document, ...rest }, null, 2))
  } else if (document.valid) {
    const warnings =
      document.warning_count === 0 ? '' : `, with ${counted(document.warning_count, 'warning')}`
    terminal.print(`The topology is valid${warnings}.`)
  } else {
    terminal.note(`\n${counted(document.error_count, 'error')}. Nothing was contacted.`)
  }
  return document.valid ? done : failed
}
