// What keeps a MirrorMaker file from being carried over, as a diagnostic that names the line. The line itself is
// never shown: it may hold a password.

import type { Diagnostic } from '../errors/diagnostic.ts'

export interface Place {
  readonly filename: string
  readonly line: number
}

export function problemAt(
  { filename, line }: Place,
  {
    severity = 'error',
    ...problem
  }: Omit<Diagnostic, 'severity' | 'subject'> & Partial<Pick<Diagnostic, 'severity'>>,
): Diagnostic {
  const position = { line, column: 1, byte: 0 }
  return { severity, ...problem, subject: { filename, start: position, end: position } }
}
