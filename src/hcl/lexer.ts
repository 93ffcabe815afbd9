// Text → tokens, in one pass. A stack of modes tells what a character means: plain HCL, the inside of quotes, or
// the inside of a heredoc; `${` in the latter two opens plain HCL again until its brace closes. Whatever the
// author left open is closed by an empty token, so that the parser always sees pairs.

import type { Diagnostic, Position } from '../errors/diagnostic.ts'
import { leftOpenBeforeMarker, lexHeredocLine, lexQuoted } from './lex-template.ts'
import { emit, type LexerState, type Mode, report, type Stretch, unwind } from './lexer-state.ts'
import { Scanner } from './scanner.ts'
import type { Token } from './token.ts'
import { unexpectedCharacter } from './unexpected-character.ts'

const spaces = /[ \t]+/y
const newline = /\r?\n/y
const lineComment = /(?:#|\/\/)[^\n]*/y
const identifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy
const number = /[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const symbol = /\.\.\.|=>|==|!=|<=|>=|&&|\|\||[{}[\]().,:=<>+\-*/%!?]/y
const heredoc = /<<(-?)([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy

export interface LexedFile {
  /** Ends with an `end` token. */
  readonly tokens: readonly Token[]
  readonly diagnostics: readonly Diagnostic[]
  /** Where errors of the parser are follow-ups of an error that is told already. */
  readonly hushed: readonly Stretch[]
}

/** Reads a file (`mode` 'plain') or the text of a template file, which is the inside of a heredoc without end. */
export function lex(filename: string, text: string, mode: 'plain' | 'template' = 'plain'): LexedFile {
  const scanner = new Scanner(text)
  scanner.skipByteOrderMark()
  const base: Mode =
    mode === 'plain'
      ? { kind: 'plain', open: undefined, braces: 0 }
      : { kind: 'heredoc', open: scanner.position, marker: undefined, atLineStart: true }
  const state: LexerState = { filename, scanner, tokens: [], diagnostics: [], modes: [base], hushed: [] }
  while (!scanner.atEnd) {
    const current = state.modes.at(-1) ?? base
    if (current.kind === 'plain') lexPlain(state, current)
    else if (current.kind === 'quoted') lexQuoted(state, current)
    else lexHeredocLine(state, current)
  }
  const swallowing = state.modes.find(({ kind }, at) => kind === 'heredoc' && at > 0)
  if (swallowing?.open !== undefined) hushRest(state, swallowing.open)
  unwind(state, 1)
  emit(state, 'end', 0)
  return { tokens: state.tokens, diagnostics: state.diagnostics, hushed: state.hushed }
}

/** A heredoc or comment without end takes all closing braces of the file with it. */
function hushRest({ hushed, scanner }: LexerState, from: Position): void {
  hushed.push({ from: from.byte, to: scanner.position.byte })
}

function lexPlain(state: LexerState, mode: Mode & { kind: 'plain' }): void {
  const { scanner } = state
  scanner.take(scanner.match(spaces)?.length ?? 0)
  if (scanner.atEnd) return
  const comment = scanner.match(lineComment)
  if (comment !== undefined) {
    emit(state, 'comment', comment.endsWith('\r') ? comment.length - 1 : comment.length)
    return
  }
  if (scanner.startsWith('/*')) {
    lexBlockComment(state)
    return
  }
  if (scanner.startsWith('"')) {
    state.modes.push({ kind: 'quoted', open: scanner.position })
    emit(state, 'open_quote', 1)
    return
  }
  if (lexHeredocStart(state)) return
  if (
    mode.open !== undefined &&
    mode.braces === 0 &&
    /^~?\}/.test(scanner.text.slice(scanner.offset, scanner.offset + 2))
  ) {
    state.modes.pop()
    emit(state, 'close_template', scanner.startsWith('~') ? 2 : 1)
    return
  }
  if (!leftOpenBeforeMarker(state)) lexWord(state, mode)
}

function lexWord(state: LexerState, mode: Mode & { kind: 'plain' }): void {
  const { scanner } = state
  for (const [kind, pattern] of [
    ['newline', newline],
    ['identifier', identifier],
    ['number', number],
    ['symbol', symbol],
  ] as const) {
    const word = scanner.match(pattern)
    if (word === undefined) continue
    if (word === '{') mode.braces += 1
    if (word === '}') mode.braces = Math.max(0, mode.braces - 1)
    emit(state, kind, word.length)
    return
  }
  const { units, ...problem } = unexpectedCharacter(scanner.text.slice(scanner.offset, scanner.offset + 200))
  const start = scanner.position
  emit(state, 'invalid', units)
  report(state, { code: 'ST103', ...problem }, { start, end: scanner.position })
}

function lexBlockComment(state: LexerState): void {
  const { scanner } = state
  const end = scanner.text.indexOf('*/', scanner.offset + 2)
  const start = scanner.position
  emit(state, 'comment', end < 0 ? scanner.text.length : end + 2 - scanner.offset)
  if (end >= 0) return
  hushRest(state, start)
  const detail = 'Close it with "*/".'
  report(
    state,
    { code: 'ST102', summary: 'Comment is never closed', detail },
    { start, end: endOf(start, 2) },
  )
}

function lexHeredocStart(state: LexerState): boolean {
  const { scanner } = state
  if (!scanner.startsWith('<<')) return false
  heredoc.lastIndex = scanner.offset
  const found = heredoc.exec(scanner.text)
  if (found === null) {
    const start = scanner.position
    emit(state, 'invalid', scanner.startsWith('<<-') ? 3 : 2)
    const detail = 'Write <<EOT or <<-EOT, with nothing after the word on its line and no quotes around it.'
    report(
      state,
      { code: 'ST103', summary: 'Heredoc starts wrongly', detail },
      { start, end: scanner.position },
    )
    return true
  }
  state.modes.push({ kind: 'heredoc', open: scanner.position, marker: found[2], atLineStart: true })
  emit(state, 'open_heredoc', found[0].length)
  return true
}

function endOf(start: Position, units: number): Position {
  return { line: start.line, column: start.column + units, byte: start.byte + units }
}
