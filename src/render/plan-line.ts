// One line of a plan before it is laid out: a terminal indents and colours it, a pull request puts its symbol in
// front for the diff highlighter.

import type { Paint } from './paint.ts'

export interface Line {
  /** 0 is the resource itself. */
  readonly depth: number
  /** Empty for comments and closing braces. */
  readonly symbol: '+' | '-' | '~' | '-/+' | '.' | ''
  readonly text: string
  /** A remark, not an attribute. */
  readonly isComment?: boolean
  /** Names a resource: set off from what surrounds it. */
  readonly isHeader?: boolean
  readonly isDanger?: boolean
}

/** As Terraform indents it: the symbol stands left of its text, four columns a level. */
export function terminalLine({ depth, symbol, text, ...look }: Line, paint: Paint): string {
  const { isComment, isHeader, isDanger } = look
  if (isHeader) return `${' '.repeat(2 + 4 * depth)}${paint.bold(isDanger ? paint.red(text) : text)}`
  const indent = ' '.repeat(4 * depth)
  if (symbol === '') return `${indent}    ${isComment ? paint.dim(text) : text}`
  return `${indent}${paintSymbol(symbol, paint)} ${text}`
}

/** For a fence with `diff`: `!` is what it highlights as a change. */
export function diffLine({ depth, symbol, text, isHeader }: Line): string {
  const mark =
    symbol === '~' ? '!' : symbol === '.' ? ' ' : symbol === '-/+' ? '-' : symbol === '' ? ' ' : symbol
  return `${mark} ${' '.repeat(isHeader ? 0 : 4 * depth)}${text}`.trimEnd()
}

function paintSymbol(symbol: Line['symbol'], paint: Paint): string {
  switch (symbol) {
    case '+':
      return `  ${paint.green(symbol)}`
    case '-':
      return `  ${paint.red(symbol)}`
    case '~':
      return `  ${paint.yellow(symbol)}`
    case '-/+':
      return `${paint.red('-')}/${paint.green('+')}`
    case '.':
      return `  ${paint.red(symbol)}`
    case '':
      return '   '
  }
}
