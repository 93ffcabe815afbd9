// What the lexer carries along, and how it closes what the author left open.

import type { Diagnostic, Position } from '../errors/diagnostic.ts'
import { limits } from './limits.ts'
import type { Scanner } from './scanner.ts'
import type { Token, TokenKind } from './token.ts'

export type Mode =
  /** `open` is where the `${` stands that this is the inside of; undefined for the file itself. */
  | { readonly kind: 'plain'; readonly open: Position | undefined; braces: number }
  | { readonly kind: 'quoted'; readonly open: Position }
  /** `marker` is undefined for a template file, which its end closes. */
  | {
      readonly kind: 'heredoc'
      readonly open: Position
      readonly marker: string | undefined
      atLineStart: boolean
    }

export interface LexerState {
  readonly filename: string
  readonly scanner: Scanner
  readonly tokens: Token[]
  readonly diagnostics: Diagnostic[]
  /** The innermost last; never empty. */
  readonly modes: Mode[]
  /** What is no HCL because of an error that is told: nothing in there is a mistake of its own. */
  readonly hushed: Stretch[]
}

/** Bytes of the file, both included. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

type Problem = Pick<Diagnostic, 'code' | 'summary' | 'detail' | 'suggestion'>

/** Adds an error at a span of the file. A file that is no HCL at all does not get one for each character. */
export function report(state: LexerState, problem: Problem, span: { start: Position; end: Position }): void {
  if (state.diagnostics.length >= limits.syntaxErrors) return
  state.diagnostics.push({ severity: 'error', ...problem, subject: { filename: state.filename, ...span } })
}

/** Emits a token of `units` from where the scanner stands. */
export function emit(state: LexerState, kind: TokenKind, units: number): void {
  const { offset, position: start } = state.scanner
  const text = state.scanner.take(units)
  state.tokens.push({ kind, text, offset, start, end: state.scanner.position })
}

/**
 * Closes every mode above the first `keep`, at the end of the file or of a line that quoted text cannot cross. One
 * opener is named, the outermost `${` if there is one: what was opened inside it is open because of it.
 */
export function unwind(state: LexerState, keep: number): void {
  const open = state.modes.slice(keep)
  for (const mode of open.toReversed()) {
    state.modes.pop()
    emit(state, closers[mode.kind], 0)
  }
  const culprit = open.find((mode) => mode.kind === 'plain') ?? open[0]
  if (culprit?.open === undefined || closesEarlierText(state, culprit.open)) return
  reportOpen(state, culprit, culprit.open)
}

/**
 * Whether a quote that nothing closes is itself the end of a text that was begun on a line above: no value can stand
 * where it does. Then the first quote is the mistake, and the lines in between are its text.
 */
function closesEarlierText(state: LexerState, open: Position): boolean {
  const first = state.diagnostics.at(-1)
  const from = first?.subject?.start
  if (first?.summary !== openers.quoted.summary || from === undefined || from.line >= open.line) return false
  const between = state.tokens.filter(({ start }) => start.byte > from.byte && start.byte < open.byte)
  const before = between.at(-1)
  const canBeginValue = before === undefined || before.kind === 'symbol' || before.kind === 'open_template'
  if (canBeginValue || between.some(({ kind }) => kind === 'open_quote')) return false
  state.hushed.push({ from: from.byte, to: open.byte })
  return true
}

const closers = { plain: 'close_template', quoted: 'close_quote', heredoc: 'close_heredoc' } as const

function reportOpen(state: LexerState, mode: Mode, start: Position): void {
  const opener = openers[mode.kind]
  const end = { line: start.line, column: start.column + opener.units, byte: start.byte + opener.units }
  const detail =
    mode.kind === 'heredoc'
      ? `The text ends at a line that holds nothing but "${mode.marker}", and no such line follows.`
      : opener.detail
  report(state, { code: 'ST102', summary: opener.summary, detail }, { start, end })
}

const openers = {
  plain: {
    units: 2,
    summary: 'Template is never closed',
    detail: 'Close it with "}". To write the two characters themselves, double the first: "$${" or "%%{".',
  },
  quoted: {
    units: 1,
    summary: 'Quoted text is never closed',
    detail:
      'Close it with a double quote on the same line. A text of several lines is written as <<EOT … EOT.',
  },
  heredoc: { units: 2, summary: 'Heredoc is never closed', detail: '' },
} as const
