// One word of HCL. Tokens cover everything but spaces, comments included, so that `fmt` can rebuild the file.

import type { Position } from '../errors/diagnostic.ts'

export type TokenKind =
  | 'identifier'
  | 'number'
  /** Brackets, separators and operators: `text` says which. */
  | 'symbol'
  | 'newline'
  | 'comment'
  /** `"` on either side of a quoted template. */
  | 'open_quote'
  | 'close_quote'
  /** `<<EOT` with its line end; the line that holds the closing marker, without its line end. */
  | 'open_heredoc'
  | 'close_heredoc'
  /** Raw template text, escapes unresolved. In a heredoc one token a line. */
  | 'text'
  /** `${`, `${~`, `%{` or `%{~`. */
  | 'open_template'
  /** `}` or `~}`. */
  | 'close_template'
  | 'invalid'
  | 'end'

export interface Token {
  readonly kind: TokenKind
  /** As written. Empty where the lexer closed something that the author did not. */
  readonly text: string
  /** UTF-16 index in the file. */
  readonly offset: number
  readonly start: Position
  readonly end: Position
}
