// `strait import mm2`: a MirrorMaker configuration → HCL on stdout or in a directory, and a report on stderr.
// Contacts nothing. Where something cannot be carried over, nothing is written.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { validationToJson } from '../../errors/diagnostic-json.ts'
import { StraitError } from '../../errors/strait-error.ts'
import { importMm2 } from '../../migrate/import-mm2.ts'
import { renderImportReport } from '../../render/import-report.ts'
import { paintFor } from '../../render/paint.ts'
import type { Context } from '../context.ts'
import { done, type ExitCode, failed } from '../exit-code.ts'
import { tellDiagnostics } from '../load-topology.ts'
import { writeNewFile } from '../new-file.ts'

interface ImportFlags {
  readonly out?: string
}

const outputName = 'mm2.hcl'

export async function command(
  context: Context,
  given: readonly string[],
  { out }: ImportFlags,
): Promise<ExitCode> {
  const { terminal, json } = context
  const { hcl, report, diagnostics } = importMm2(
    ...given.map((name) => ({ name, bytes: readBytes(context, name) })),
  )
  // Without the lines of the file: any of them may hold a password.
  tellDiagnostics(context, { diagnostics, sources: new Map() })
  if (hcl === undefined) {
    const { diagnostics: shown } = validationToJson(diagnostics, new Map())
    if (json) tell(context, { ...report, diagnostics: shown, failure_reason: 'cannot_import' })
    else terminal.note('\nNothing was written.')
    return failed
  }
  const file = out === undefined ? undefined : join(out, outputName)
  if (file !== undefined) writeNewFile(context.path(file), hcl, file)
  if (json) {
    tell(context, { ...report, files: file === undefined ? [] : [file], hcl })
    return done
  }
  if (file === undefined) terminal.print(hcl.trimEnd())
  const paint = paintFor(terminal.colour.stderr)
  terminal.note(renderImportReport(report, { paint, width: Math.min(terminal.noteColumns, 100) }))
  if (file !== undefined) terminal.note(`\nWrote ${file}. Next: strait validate ${out}`)
  return done
}

function readBytes(context: Context, given: string): Buffer {
  try {
    return readFileSync(context.path(given))
  } catch (cause) {
    throw new StraitError('ST602', `${given} cannot be read`, { cause, facts: { file: given } })
  }
}

function tell({ terminal }: Context, document: unknown): void {
  terminal.print(JSON.stringify(document, null, 2))
}
