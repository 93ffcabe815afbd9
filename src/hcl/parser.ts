// The parser's view of the tokens: comments are gone, line ends count or not depending on the brackets around.
// The first syntax error in a statement stops that statement by a throw that never leaves the room.

import type { Diagnostic, Position, Range } from '../errors/diagnostic.ts'
import type { LexedFile } from './lexer.ts'
import type { Stretch } from './lexer-state.ts'
import { limits } from './limits.ts'
import type { Token } from './token.ts'

export interface Span {
  readonly start: Position
  readonly end: Position
}

export type Problem = Omit<Diagnostic, 'severity' | 'subject' | 'context'>

/** Thrown after the error is reported, to be caught where parsing can go on. */
export class SyntaxStop extends Error {}

export class Parser {
  readonly filename: string
  readonly diagnostics: Diagnostic[]
  /** Headers of the blocks around, outermost first. */
  readonly blocks: { readonly type: string; readonly labels: readonly { readonly text: string }[] }[] = []
  /** Openers that may lack their closing brace, told by the indentation of what follows. */
  readonly suspects: { readonly noun: string; readonly open: Span; readonly at: Token }[] = []
  /** Closing braces that stand further right than what they closed: they may be too many. */
  readonly strays: { readonly noun: string; readonly at: Token }[] = []
  readonly tokens: readonly Token[]
  index = 0
  /** Where the statement at hand starts: an error of the lexer in it makes errors of the parser follow-ups. */
  statement: Token
  /** The token last taken. */
  previous: Token
  readonly #lexerErrorBytes: readonly number[]
  readonly #hushed: readonly Stretch[]
  readonly #end: Token
  #newlinesCount = true
  #depth = 0

  constructor(filename: string, { tokens, diagnostics, hushed }: LexedFile) {
    this.filename = filename
    this.diagnostics = [...diagnostics]
    this.#lexerErrorBytes = diagnostics.map((diagnostic) => diagnostic.subject?.start.byte ?? 0)
    this.#hushed = hushed
    this.tokens = tokens.filter((token) => token.kind !== 'comment')
    const end = tokens.at(-1)
    if (end === undefined) throw new RangeError('a lexed file ends with an end token')
    this.#end = end
    this.statement = this.tokens[0] ?? end
    this.previous = this.statement
  }

  /** The next token, or the one `ahead` of it. At the end of the file the end token again and again. */
  peek(ahead = 0): Token {
    let left = ahead
    for (let index = this.index; ; index++) {
      const token = this.tokens[index] ?? this.#end
      if (token.kind === 'newline' && !this.#newlinesCount) continue
      if (left === 0 || token.kind === 'end') return token
      left -= 1
    }
  }

  take(): Token {
    const token = this.peek()
    while (this.tokens[this.index] !== token && this.index < this.tokens.length) this.index += 1
    if (token.kind !== 'end') this.index += 1
    this.previous = token
    return token
  }

  /** Whether the next token is this symbol or word. */
  at(text: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return (token.kind === 'symbol' || token.kind === 'identifier') && token.text === text
  }

  accept(text: string): Token | undefined {
    return this.at(text) ? this.take() : undefined
  }

  skipNewlines(): void {
    while (this.peek().kind === 'newline') this.take()
  }

  /** Line ends do not count in what `parse` reads, as inside brackets. */
  ignoringNewlines<T>(parse: () => T): T {
    return this.#withNewlines(false, parse)
  }

  /** Line ends count again, as inside the braces of an object. */
  countingNewlines<T>(parse: () => T): T {
    return this.#withNewlines(true, parse)
  }

  /** Bounds the recursion of `parse`. */
  nested<T>(parse: () => T): T {
    if (this.#depth >= limits.depth) {
      const detail = `At most ${limits.depth} levels. Name a part of it in locals.`
      this.fail({ code: 'ST109', summary: 'Nested too deep', detail }, this.peek())
    }
    this.#depth += 1
    try {
      return parse()
    } finally {
      this.#depth -= 1
    }
  }

  range(start: Span, end: Span): Range {
    return { filename: this.filename, start: start.start, end: end.end }
  }

  report(problem: Problem, span: Span): void {
    const from = this.statement.start.byte
    const follows =
      this.#lexerErrorBytes.some((byte) => byte >= from && byte <= span.end.byte) || this.#isHushed(from)
    const isTold = this.diagnostics.at(-1)?.subject?.start.byte === span.start.byte
    if (follows || isTold || this.#isFull) return
    this.diagnostics.push({
      severity: 'error',
      ...problem,
      subject: { filename: this.filename, start: span.start, end: span.end },
      ...(this.blocks.length > 0 ? { context: blockContext(this.blocks) } : {}),
    })
  }

  #isHushed(byte: number): boolean {
    return this.#hushed.some(({ from, to }) => byte >= from && byte <= to)
  }

  /** So many errors that nobody would read more: then parsing ends, as if the file did. */
  get #isFull(): boolean {
    return this.diagnostics.length >= limits.syntaxErrors
  }

  fail(problem: Problem, span: Span): never {
    this.report(problem, span)
    if (this.#isFull) this.index = this.tokens.length - 1
    throw new SyntaxStop(problem.summary)
  }

  #withNewlines<T>(count: boolean, parse: () => T): T {
    const before = this.#newlinesCount
    this.#newlinesCount = count
    try {
      return parse()
    } finally {
      this.#newlinesCount = before
    }
  }
}

/** Names the innermost block first: `topics of flow "orders"`. */
export function blockContext(
  blocks: readonly { readonly type: string; readonly labels: readonly { readonly text: string }[] }[],
): string {
  return blocks
    .map(({ type, labels }) => [type, ...labels.map(({ text }) => JSON.stringify(text))].join(' '))
    .reverse()
    .join(' of ')
}

/** A token as messages call it. */
export function describe(token: Token): string {
  switch (token.kind) {
    case 'newline':
      return 'the end of the line'
    case 'end':
      return 'the end of the file'
    case 'open_quote':
    case 'open_heredoc':
      return 'a text'
    case 'close_template':
      return '"}"'
    default:
      return JSON.stringify(token.text)
  }
}
