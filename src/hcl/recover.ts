// Finds where to go on after a syntax error. Brackets left open by the broken statement are not trusted: the
// indentation is, since a line that is not indented further than the statement starts something new.

import type { Parser } from './parser.ts'
import type { Token } from './token.ts'

/** Moves behind the broken statement that started at `from`: to a line end, or before the brace of its block. */
export function recover(parser: Parser, from: number): void {
  const { tokens } = parser
  const start = tokens[from]
  let open = 0
  let previous: Token | undefined
  for (let index = from; index < tokens.length; index++) {
    const token = tokens[index]
    if (token === undefined || start === undefined || token.kind === 'end') break
    const beyond = index >= parser.index && index > from
    const depth = open + weigh(token)
    if (beyond && token.kind === 'newline' && open <= 0) {
      parser.index = index
      return
    }
    if (beyond && depth < 0 && isSymbol(token, '}')) {
      parser.index = index
      return
    }
    if (
      beyond &&
      previous?.kind === 'newline' &&
      token.kind !== 'newline' &&
      token.start.column <= start.start.column
    ) {
      const closes = open > 0 && weigh(token) < 0 && token.start.column === start.start.column
      if (!closes) {
        parser.index = index
        return
      }
      open = 1
    }
    open = Math.max(0, open + weigh(token))
    previous = token
  }
  parser.index = tokens.length - 1
}

function weigh(token: Token): number {
  if (token.kind === 'open_template' || isSymbol(token, '(') || isSymbol(token, '[') || isSymbol(token, '{'))
    return 1
  if (token.kind === 'close_template' || isSymbol(token, ')') || isSymbol(token, ']') || isSymbol(token, '}'))
    return -1
  return 0
}

function isSymbol(token: Token, text: string): boolean {
  return token.kind === 'symbol' && token.text === text
}
