// Diagnostics as JSON, in the shape of `terraform validate -json`, with our code, suggestion and related places
// beside it. Public: keys are only ever added.

import type { Diagnostic, Range } from './diagnostic.ts'
import { sortDiagnostics } from './print-diagnostic.ts'

export interface DiagnosticJson {
  readonly severity: Diagnostic['severity']
  readonly code: string
  readonly summary: string
  readonly detail: string
  readonly address?: string
  readonly suggestion?: string
  readonly range?: Range
  readonly snippet?: SnippetJson
  readonly related?: readonly { readonly message: string; readonly range: Range }[]
}

export interface SnippetJson {
  readonly context: string | null
  /** The lines of the span, whole. */
  readonly code: string
  readonly start_line: number
  /** UTF-16 units into `code`. */
  readonly highlight_start_offset: number
  readonly highlight_end_offset: number
  readonly values: readonly { readonly traversal: string; readonly statement: string }[]
}

export interface ValidationJson {
  readonly format_version: '1.0'
  readonly valid: boolean
  readonly error_count: number
  readonly warning_count: number
  readonly diagnostics: readonly DiagnosticJson[]
}

type Sources = ReadonlyMap<string, string>

/** The whole answer of `validate --json`. Never shortened. */
export function validationToJson(diagnostics: readonly Diagnostic[], sources: Sources): ValidationJson {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const lines = new Map<string, readonly string[]>()
  return {
    format_version: '1.0',
    valid: errors === 0,
    error_count: errors,
    warning_count: diagnostics.length - errors,
    diagnostics: sortDiagnostics(diagnostics).map((diagnostic) =>
      diagnosticToJson(diagnostic, sources, lines),
    ),
  }
}

/** `lines` keeps what files were split into, for as long as their diagnostics are gone through. */
export function diagnosticToJson(
  diagnostic: Diagnostic,
  sources: Sources,
  lines: Map<string, readonly string[]> = new Map(),
): DiagnosticJson {
  const { severity, code, summary, detail = '', address, suggestion, subject, related } = diagnostic
  const snippet = snippetOf(diagnostic, sources, lines)
  return {
    severity,
    code,
    summary,
    detail,
    ...(address === undefined ? {} : { address }),
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(subject === undefined ? {} : { range: subject }),
    ...(snippet === undefined ? {} : { snippet }),
    ...(related === undefined ? {} : { related }),
  }
}

function snippetOf(
  { subject, context, values = [] }: Diagnostic,
  sources: Sources,
  known: Map<string, readonly string[]>,
): SnippetJson | undefined {
  const source = subject === undefined ? undefined : sources.get(subject.filename)
  if (subject === undefined || source === undefined) return undefined
  const { filename, start, end } = subject
  const all = known.get(filename) ?? source.replace(/^\u{feff}/u, '').split('\n')
  known.set(filename, all)
  const lines = all.slice(start.line - 1, end.line)
  const last = lines.at(-1)
  if (last === undefined) return undefined
  const code = lines.join('\n')
  const lastOffset = code.length - last.length
  return {
    context: context ?? null,
    code: code.replace(/\r$/, ''),
    start_line: start.line,
    highlight_start_offset: Math.min(start.column - 1, code.length),
    highlight_end_offset: Math.min(lastOffset + end.column - 1, code.length),
    values,
  }
}
