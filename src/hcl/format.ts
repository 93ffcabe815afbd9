// `strait fmt`: one layout for everyone, without options. Only the space between words changes, with two
// exceptions that mean the same: bare block labels get quotes, and `"${x}"` alone becomes `x`. Order, comments,
// blank lines and the inside of texts stay.

import type { Diagnostic } from '../errors/diagnostic.ts'
import { formatAtoms } from './format-atoms.ts'
import { layOut } from './format-lines.ts'
import { lex } from './lexer.ts'
import { parseHcl } from './parse.ts'

export interface FormattedFile {
  /** Unchanged when there are diagnostics: what cannot be read is not touched. */
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
}

/** Formatting a formatted text changes nothing. */
export function formatHcl(file: { readonly filename: string; readonly text: string }): FormattedFile {
  const { body, diagnostics } = parseHcl(file)
  if (diagnostics.length > 0) return { text: file.text, diagnostics }
  const { tokens } = lex(file.filename, file.text)
  return { text: layOut(formatAtoms(file.text, tokens, body)), diagnostics }
}
