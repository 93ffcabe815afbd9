// `strait fmt`: rewrites HCL files in the one layout. A file that cannot be read is not touched.

import { writeFileSync } from 'node:fs'
import type { Diagnostic } from '../../errors/diagnostic.ts'
import { validationToJson } from '../../errors/diagnostic-json.ts'
import { harmless } from '../../errors/source-excerpt.ts'
import { formatHcl } from '../../hcl/format.ts'
import { type FileChange, fileDifference } from '../../render/file-difference.ts'
import type { Context } from '../context.ts'
import { done, type ExitCode, failed } from '../exit-code.ts'
import { type FormatTarget, formatTargets } from '../format-targets.ts'
import { tellDiagnostics } from '../load-topology.ts'

interface FmtFlags {
  readonly check?: boolean
  readonly diff?: boolean
  readonly recursive?: boolean
}

export async function command(
  context: Context,
  given: readonly string[],
  { check = false, diff = false, recursive = false }: FmtFlags,
): Promise<ExitCode> {
  const targets = formatTargets(context, given, { recursive })
  const diagnostics: Diagnostic[] = []
  const changes: Change[] = []
  for (const target of targets) {
    const { filename, text: before } = target
    const formatted = target.diagnostics.length > 0 ? target : formatHcl(target)
    diagnostics.push(...formatted.diagnostics)
    const change = { target, filename, before, after: formatted.text }
    if (change.after !== before) changes.push(change)
    if (target.path === undefined && formatted.diagnostics.length === 0 && !context.json)
      tellStandardInput(context, change, { check, diff })
  }
  const sources = new Map(targets.map(({ filename, text }) => [filename, text]))
  tellDiagnostics(context, { diagnostics, sources })
  if (!check)
    for (const { target, after } of changes) if (target.path !== undefined) writeFileSync(target.path, after)
  tellChanges(context, { changes, check, diff, validation: validationToJson(diagnostics, sources) })
  return diagnostics.length > 0 || (check && changes.length > 0) ? failed : done
}

type Change = FileChange & { readonly target: FormatTarget }

/** A filter: text in, text out. What is asked for instead of the text is told with all other changes. */
function tellStandardInput(
  { terminal }: Context,
  { after }: Change,
  { check, diff }: Pick<Told, 'check' | 'diff'>,
): void {
  if (!check && !diff) terminal.print(after.replace(/\n$/, ''))
}

interface Told {
  readonly changes: readonly Change[]
  readonly check: boolean
  readonly diff: boolean
  readonly validation: ReturnType<typeof validationToJson>
}

function tellChanges({ terminal, json }: Context, { changes, check, diff, validation }: Told): void {
  if (json) {
    const { format_version, diagnostics, valid } = validation
    const reason = !valid ? 'invalid_topology' : check && changes.length > 0 ? 'not_formatted' : undefined
    const failure = reason === undefined ? {} : { failure_reason: reason }
    const changed = changes.map(({ filename }) => filename)
    const diffs = changes.map((change) => [change.filename, fileDifference(change, { colour: false })])
    const document = {
      format_version,
      changed,
      ...(diff ? { diffs: Object.fromEntries(diffs) } : {}),
      diagnostics,
    }
    terminal.print(JSON.stringify({ ...document, ...failure }, null, 2))
    return
  }
  for (const change of changes) {
    if (change.target.path !== undefined) terminal.print(change.filename)
    if (diff) terminal.print(shownDifference(change, terminal).trimEnd())
  }
}

/** A file may hold what steers a terminal; a program that reads the difference wants it as it is. */
function shownDifference(change: FileChange, { live, colour }: Context['terminal']): string {
  const clean = (text: string): string => text.split('\n').map(harmless).join('\n')
  const shown = live ? { ...change, before: clean(change.before), after: clean(change.after) } : change
  return fileDifference(shown, { colour: colour.stdout })
}
