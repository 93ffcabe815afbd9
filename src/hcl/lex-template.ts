// The inside of quotes and of heredocs: raw text, and the `${` and `%{` that interrupt it.

import { emit, type LexerState, type Mode, report, unwind } from './lexer-state.ts'
import { Scanner } from './scanner.ts'
import { trimSpaceEnd, trimSpaceStart } from './white-space.ts'

/** Reads one token of a quoted text. A line end closes it by force. */
export function lexQuoted(state: LexerState, _mode: Mode & { kind: 'quoted' }): void {
  const { scanner, modes } = state
  if (scanner.startsWith('"')) {
    modes.pop()
    emit(state, 'close_quote', 1)
    return
  }
  if (openTemplate(state)) return
  const { text, offset } = scanner
  let end = offset
  while (end < text.length && text[end] !== '"' && !isLineEnd(text[end]) && !opensTemplate(text, end)) {
    if (text[end] === '\\' && !isLineEnd(text[end + 1])) end += 2
    else end += escapedOpener(text, end) ? 3 : 1
  }
  if (end > offset) {
    emit(state, 'text', Math.min(end, text.length) - offset)
    return
  }
  unwind(state, modes.findLastIndex((mode) => mode.kind === 'heredoc') + 1 || 1)
}

/** Reads one token of a heredoc: its closing line, a `${` or `%{`, or text up to either or to the line end. */
export function lexHeredocLine(state: LexerState, mode: Mode & { kind: 'heredoc' }): void {
  const { scanner, modes } = state
  const { text, offset } = scanner
  if (mode.atLineStart) {
    const closing = closingLine(text, offset, mode.marker)
    mode.atLineStart = false
    if (closing !== undefined) {
      modes.pop()
      emit(state, 'close_heredoc', closing)
      refuseCarriageReturn(state)
      if (scanner.atEnd) reportMissingLineEnd(state)
      return
    }
  }
  if (openTemplate(state)) return
  let end = offset
  while (end < text.length && text[end] !== '\n' && !opensTemplate(text, end)) {
    end += escapedOpener(text, end) ? 3 : 1
  }
  if (text[end] === '\n') {
    end += 1
    mode.atLineStart = true
  }
  emit(state, 'text', end - offset)
  refuseCarriageReturn(state)
}

/** Only as half of a Windows line end: HashiCorp's parser takes no other. */
function refuseCarriageReturn(state: LexerState): void {
  const token = state.tokens.at(-1)
  const at = token?.text.search(/\r(?!\n)/) ?? -1
  if (token === undefined || at < 0) return
  const scanner = new Scanner(token.text, token.start)
  scanner.take(at)
  const start = scanner.position
  scanner.take(1)
  const detail =
    'A line ends with a line feed, alone or after one carriage return. To write the character itself: "\\r".'
  report(
    state,
    { code: 'ST103', summary: 'Lone carriage return in a text', detail },
    { start, end: scanner.position },
  )
}

function reportMissingLineEnd(state: LexerState): void {
  const line = state.tokens.at(-1)
  const detail = 'The marker that closes a heredoc needs a line end. End the file with an empty line.'
  if (line !== undefined) report(state, { code: 'ST102', summary: 'Line end is missing', detail }, line)
}

/**
 * Inside a `${` of a heredoc, a line with nothing but the heredoc's marker can only mean that the brace was
 * forgotten. Closing there keeps the mistake from swallowing the rest of the file.
 */
export function leftOpenBeforeMarker(state: LexerState): boolean {
  const { scanner, modes, tokens } = state
  if (tokens.at(-1)?.kind !== 'newline') return false
  const heredoc = modes.findLastIndex((mode) => mode.kind === 'heredoc')
  const mode = modes[heredoc]
  if (mode?.kind !== 'heredoc' || heredoc === modes.length - 1) return false
  if (closingLine(scanner.text, scanner.offset, mode.marker) === undefined) return false
  unwind(state, heredoc + 1)
  mode.atLineStart = true
  return true
}

/** The length of the rest of the line, when it is the marker and spaces. */
function closingLine(text: string, offset: number, marker: string | undefined): number | undefined {
  if (marker === undefined) return undefined
  const lineEnd = text.indexOf('\n', offset)
  const line = text.slice(offset, lineEnd < 0 ? text.length : lineEnd)
  if (trimSpaceStart(trimSpaceEnd(line)) !== marker) return undefined
  return line.endsWith('\r') ? line.length - 1 : line.length
}

function openTemplate(state: LexerState): boolean {
  const { scanner, modes } = state
  if (!opensTemplate(scanner.text, scanner.offset)) return false
  modes.push({ kind: 'plain', open: scanner.position, braces: 0 })
  emit(state, 'open_template', scanner.text[scanner.offset + 2] === '~' ? 3 : 2)
  return true
}

/** A carriage return ends a line too, even alone: HashiCorp's parser takes none inside quotes. */
function isLineEnd(unit: string | undefined): boolean {
  return unit === '\n' || unit === '\r'
}

function opensTemplate(text: string, offset: number): boolean {
  return (text[offset] === '$' || text[offset] === '%') && text[offset + 1] === '{'
}

function escapedOpener(text: string, offset: number): boolean {
  const first = text[offset]
  return (first === '$' || first === '%') && text[offset + 1] === first && text[offset + 2] === '{'
}
