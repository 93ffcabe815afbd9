// "The topology is wrong" as data: collected, never thrown on the first, printed with line and caret.

import type { Code } from './codes.ts'

/** A place in a source file. Lines and columns start at 1, columns count UTF-16 units, bytes start at 0. */
export interface Position {
  readonly line: number
  readonly column: number
  readonly byte: number
}

/** Half-open: `end` is the first position after the span. */
export interface Range {
  readonly filename: string
  readonly start: Position
  readonly end: Position
}

export interface Diagnostic {
  readonly severity: 'error' | 'warning'
  readonly code: Code
  /** One line, without jargon. */
  readonly summary: string
  /** What was expected, what is allowed, what to do. Plain sentences. */
  readonly detail?: string
  /** The exact span that is wrong. */
  readonly subject?: Range
  /** The block that holds the subject, as `flow "orders"`. */
  readonly context?: string
  /** The object being made, as `flow.orders["eu"]`, where it says more than the place. */
  readonly address?: string
  /** What the names in the span stood for, as `each.key` and `is "eu"`. Never a secret. */
  readonly values?: readonly { readonly traversal: string; readonly statement: string }[]
  /** The other places involved, as the first of two duplicates. */
  readonly related?: readonly { readonly message: string; readonly range: Range }[]
  /** What the author may have meant, as shown after "Did you mean". */
  readonly suggestion?: string
}
