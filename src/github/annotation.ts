// Diagnostics as workflow commands, which GitHub shows at the line of the file that they are about. What stands
// in a topology is hostile here: a value could end one command and begin another.

import type { Diagnostic } from '../errors/diagnostic.ts'

/** GitHub keeps ten errors and ten warnings of a step. */
const shownMax = 10

/** `file`: a path from the root of the repository, for the name that ranges use. */
export function annotations(
  diagnostics: readonly Diagnostic[],
  file: (filename: string) => string,
): string[] {
  const first = (severity: Diagnostic['severity']): Diagnostic[] =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).slice(0, shownMax)
  return [...first('error'), ...first('warning')].map((diagnostic) => annotation(diagnostic, file))
}

function annotation(
  { severity, code, summary, detail = summary, suggestion, subject }: Diagnostic,
  file: (filename: string) => string,
): string {
  const place =
    subject === undefined
      ? {}
      : {
          file: file(subject.filename),
          line: subject.start.line,
          endLine: subject.end.line,
          col: subject.start.column,
          endColumn: subject.end.column,
        }
  const properties = Object.entries({ ...place, title: `${code} ${summary}` })
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(',')
  const meant = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`
  return `::${severity} ${properties}::${escapeData(detail + meant)}`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
