// `strait fmt`: rewrites the HCL files of a directory in the one layout. A file that cannot be read is not touched.

import { writeFileSync } from 'node:fs'
import type { Diagnostic } from '../../errors/diagnostic.ts'
import { validationToJson } from '../../errors/diagnostic-json.ts'
import { formatHcl } from '../../hcl/format.ts'
import type { Context } from '../context.ts'
import { done, type ExitCode, failed } from '../exit-code.ts'
import { readHclFiles } from '../hcl-files.ts'
import { tellDiagnostics } from '../load-topology.ts'

interface FmtFlags {
  readonly check?: boolean
}

export async function command(
  context: Context,
  [given = '.']: readonly string[],
  { check = false }: FmtFlags,
): Promise<ExitCode> {
  const directory = context.path(given)
  const { files, diagnostics: unreadable } = readHclFiles(directory, context.shown(directory))
  const diagnostics: Diagnostic[] = [...unreadable]
  const untouched = new Set(unreadable.map(({ subject }) => subject?.filename))
  const changed: string[] = []
  for (const { filename, text } of files) {
    if (untouched.has(filename)) continue
    const formatted = formatHcl({ filename, text })
    diagnostics.push(...formatted.diagnostics)
    if (formatted.text === text) continue
    changed.push(filename)
    if (!check) writeFileSync(context.path(filename), formatted.text)
  }
  const sources = new Map(files.map(({ filename, text }) => [filename, text]))
  tellDiagnostics(context, { diagnostics, sources })
  tellChanged(context, { changed, check, validation: validationToJson(diagnostics, sources) })
  return diagnostics.length > 0 || (check && changed.length > 0) ? failed : done
}

interface Told {
  readonly changed: readonly string[]
  readonly check: boolean
  readonly validation: ReturnType<typeof validationToJson>
}

function tellChanged({ terminal, json }: Context, { changed, check, validation }: Told): void {
  if (!json) {
    for (const filename of changed) terminal.print(filename)
    return
  }
  const { format_version, diagnostics, valid } = validation
  const reason = !valid ? 'invalid_topology' : check && changed.length > 0 ? 'not_formatted' : undefined
  const failure = reason === undefined ? {} : { failure_reason: reason }
  terminal.print(JSON.stringify({ format_version, changed, diagnostics, ...failure }, null, 2))
}
