// Which opener is at fault when a closing bracket is missing. HCL ignores indentation and people do not: what
// stands further left than it should tells where the bracket was forgotten.

import type { BlockHeader } from './parse-block-header.ts'
import { blockContext, describe, type Parser, type Span } from './parser.ts'
import type { Token } from './token.ts'

export interface Bracket {
  readonly open: Span
  /** As `List`. */
  readonly noun: string
  /** As `"," or "]"`. */
  readonly expected: string
  readonly detail?: string
}

/** Fails at the next token, or at the opener when the next token plainly belongs to what follows. */
export function failInBracket(parser: Parser, { open, noun, expected, detail }: Bracket): never {
  const found = parser.peek()
  const lead = leadOfLine(parser, found)
  const isNewStatement =
    found.kind === 'end' ||
    (lead.start.line > open.start.line && lead.start.column <= parser.statement.start.column)
  if (!isNewStatement) {
    const summary = `Expected ${expected}, found ${describe(found)}`
    const related = [{ message: `${noun} was opened here`, range: parser.range(open, open) }]
    const problem = { code: 'ST101', summary, related } as const
    parser.fail(detail === undefined ? problem : { ...problem, detail }, found)
  }
  if (lead !== found) parser.index = parser.tokens.indexOf(lead)
  const related =
    found.kind === 'end'
      ? []
      : [{ message: 'It has to end before this line', range: parser.range(lead, lead) }]
  parser.fail({ code: 'ST102', summary: `${noun} is never closed`, related }, open)
}

/** The first token on the line of `token`. */
function leadOfLine(parser: Parser, token: Token): Token {
  let lead = token
  for (let index = Math.min(parser.index, parser.tokens.length - 1); index >= 0; index--) {
    const before = parser.tokens[index]
    if (before === undefined || before.start.line < token.start.line) break
    if (before.kind !== 'newline' && before.start.byte < lead.start.byte) lead = before
  }
  return lead
}

/** Remembers a closing brace that is not where the block began: one may be missing or too many above. */
export function noteClosingBrace(parser: Parser, header: BlockHeader, brace: Token): void {
  const further = brace.start.column - header.start.start.column
  if (brace.start.line === header.start.start.line || further === 0) return
  const block = blockContext([...parser.blocks, header])
  if (further > 0) parser.strays.push({ noun: block, at: brace })
  else parser.suspects.push({ noun: `Block ${block}`, open: header.headerRange, at: header.suspect ?? brace })
}

/** Fails at a closing brace that has nothing to close. */
export function reportStrayBrace(parser: Parser, brace: Token): void {
  const stray = parser.strays.shift()
  const related =
    stray === undefined
      ? []
      : [{ message: `This one closed ${stray.noun} already`, range: parser.range(stray.at, stray.at) }]
  const detail = 'No block is open here. Either this brace is one too many or one above it.'
  parser.report({ code: 'ST101', summary: 'Unexpected "}"', detail, related }, brace)
}

/** The same for the closing brace of an object. */
export function noteObjectEnd(parser: Parser, open: Span, brace: Token): void {
  if (brace.start.line === open.start.line || brace.start.column >= parser.statement.start.column) return
  parser.suspects.push({ noun: 'Object', open, at: brace })
}

/** Remembers an element of an object that is not indented further than the argument around it. */
export function noteElement(parser: Parser, open: Span, element: Token): void {
  if (element.start.line === open.start.line || element.start.column > parser.statement.start.column) return
  parser.suspects.push({ noun: 'Object', open, at: element })
}

/** The file ended inside this block. Of several that are open one is at fault; the others stay silent. */
export function reportUnclosedBlock(parser: Parser, header: BlockHeader): void {
  if (header.suspect !== undefined) {
    const noun = `Block ${blockContext([...parser.blocks, header])}`
    parser.suspects.push({ noun, open: header.headerRange, at: header.suspect })
  }
  if (parser.blocks.length > 0) return
  const [first] = parser.suspects.toSorted((a, b) => a.at.start.byte - b.at.start.byte)
  const noun = first?.noun ?? `Block ${blockContext([header])}`
  const related =
    first === undefined
      ? []
      : [{ message: 'Its end is probably missing before this line', range: parser.range(first.at, first.at) }]
  parser.statement = parser.peek()
  const problem = {
    code: 'ST102',
    summary: `${noun} is never closed`,
    detail: 'Close it with "}".',
    related,
  } as const
  parser.report(problem, first?.open ?? header.headerRange)
}
