// Bodies: arguments and blocks, one a line. Grammar:
//   body      = (attribute newline | block newline)*
//   attribute = name "=" expression
//   block     = name label* "{" (newline body | attribute?) "}"

import type { Attribute, Block, Body, Expression } from './ast.ts'
import { type BlockHeader, parseBlockHeader } from './parse-block-header.ts'
import { parseExpression } from './parse-expression.ts'
import { describe, type Parser, SyntaxStop } from './parser.ts'
import { recover } from './recover.ts'
import type { Token } from './token.ts'
import { noteClosingBrace, reportStrayBrace, reportUnclosedBlock } from './unclosed.ts'

interface OpenBody {
  readonly attributes: Map<string, Attribute>
  readonly blocks: Block[]
  /** Undefined for the file itself. */
  readonly header: BlockHeader | undefined
  /** Its first argument stood on the line of the header, which is told: its brace may stand behind the last one. */
  readonly isSpilled?: boolean
}

/** The whole file. */
export function parseBody(parser: Parser): Body {
  const start = parser.peek()
  return parseItems(parser, { attributes: new Map(), blocks: [], header: undefined }, start)
}

/** Items up to the closing brace, which is left, or to the end of the file. */
function parseItems(parser: Parser, body: OpenBody, start: Token): Body {
  for (;;) {
    parser.skipNewlines()
    const token = parser.peek()
    if (token.kind === 'end') break
    if (parser.at('}')) {
      if (body.header !== undefined) break
      parser.statement = parser.take()
      reportStrayBrace(parser, token)
      continue
    }
    if (body.header !== undefined && token.start.column <= body.header.start.start.column)
      body.header.suspect ??= token
    parseStatement(parser, body)
  }
  const { attributes, blocks } = body
  return {
    attributes,
    blocks,
    range: parser.range(
      { start: start.start, end: start.start },
      { start: start.start, end: parser.peek().start },
    ),
  }
}

/** One argument or block and the end of its line. After a syntax error, goes on behind it. */
function parseStatement(parser: Parser, body: OpenBody): void {
  const index = parser.index
  parser.statement = parser.peek()
  const { blocks } = parser
  const depth = blocks.length
  try {
    parseItem(parser, body)
    if (!(body.isSpilled && parser.at('}'))) expectLineEnd(parser)
  } catch (error) {
    if (!(error instanceof SyntaxStop)) throw error
    blocks.length = depth
    recover(parser, index)
  }
}

function parseItem(parser: Parser, body: OpenBody): void {
  const name = parser.peek()
  if (name.kind === 'identifier' && (parser.at('=', 1) || parser.at(':', 1))) parseAttribute(parser, body)
  else if (name.kind === 'identifier') parseBlock(parser, body)
  else failWithoutName(parser)
}

function failWithoutName(parser: Parser): never {
  const token = parser.peek()
  if (token.kind === 'open_quote' && parser.peek(1).kind === 'text') {
    const summary = 'Name of an argument is written without quotes'
    const suggestion = `${parser.peek(1).text} =`
    return parser.fail(
      { code: 'ST101', summary, suggestion },
      { start: token.start, end: parser.peek(2).end },
    )
  }
  const detail = 'Here starts an argument, name = value, or a block, name "label" { … }.'
  return parser.fail({ code: 'ST101', summary: `Expected a name, found ${describe(token)}`, detail }, token)
}

function parseAttribute(parser: Parser, body: OpenBody): void {
  const name = parser.take()
  const equals = parser.take()
  if (equals.text === ':') {
    const detail = 'The colon is for the elements of an object only.'
    const problem = {
      code: 'ST101',
      summary: 'Argument is written with "="',
      detail,
      suggestion: `${name.text} =`,
    } as const
    if (parser.peek().kind === 'newline') parser.fail(problem, equals)
    parser.report(problem, equals)
  }
  const nameRange = parser.range(name, name)
  const add = (value: Expression): void => {
    const range = parser.range(name, parser.previous)
    addAttribute(parser, body, { name: name.text, nameRange, value, range })
  }
  try {
    add(parseExpression(parser))
  } catch (error) {
    // The argument is there all the same: nobody should be told that it is missing.
    add({ kind: 'invalid', range: parser.range(equals, parser.previous) })
    throw error
  }
}

function addAttribute(parser: Parser, { attributes }: OpenBody, attribute: Attribute): void {
  const first = attributes.get(attribute.name)
  if (first === undefined) {
    attributes.set(attribute.name, attribute)
    return
  }
  const summary = `Argument "${attribute.name}" is set twice`
  const related = [{ message: 'It is first set here', range: first.nameRange }]
  parser.report({ code: 'ST104', summary, detail: 'Keep one of the two.', related }, attribute.nameRange)
}

function parseBlock(parser: Parser, body: OpenBody): void {
  const header = parseBlockHeader(parser)
  const { type, typeRange, labels, headerRange, open } = header
  parser.blocks.push({ type, labels })
  const inner = parser.nested(() => {
    const content = { attributes: new Map(), blocks: [], header }
    return parser.peek().kind === 'newline' || header.bodyFollows
      ? parseItems(parser, content, open)
      : parseOneLine(parser, content, open)
  })
  parser.blocks.pop()
  const close = parser.accept('}')
  if (close === undefined) reportUnclosedBlock(parser, header)
  else noteClosingBrace(parser, header, close)
  body.blocks.push({
    type,
    typeRange,
    labels,
    headerRange,
    body: inner,
    range: parser.range(header.start, parser.previous),
  })
}

const oneLineRule = 'A block on one line holds at most one argument, and ends there'

/** `{ name = value }`: one argument or none. What is too much is reported once and read all the same. */
function parseOneLine(parser: Parser, body: OpenBody, start: Token): Body {
  let complained = false
  for (let count = 0; !parser.at('}') && parser.peek().kind !== 'end'; count++) {
    const token = parser.peek()
    if (
      !complained &&
      (count > 0 || token.kind !== 'identifier' || !(parser.at('=', 1) || parser.at(':', 1)))
    ) {
      complained = true
      const span = token.kind === 'newline' ? parser.statement : token
      parser.report(
        {
          code: 'ST105',
          summary: oneLineRule,
          detail: 'Otherwise every argument, every block and the closing brace get a line of their own.',
        },
        span,
      )
    }
    if (complained && token.kind === 'newline') return parseItems(parser, { ...body, isSpilled: true }, start)
    if (parser.accept(',') === undefined) parseItem(parser, body)
  }
  const { attributes, blocks } = body
  return { attributes, blocks, range: parser.range(start, parser.peek()) }
}

function expectLineEnd(parser: Parser): void {
  const token = parser.peek()
  if (token.kind === 'newline' || token.kind === 'end') return
  const summary = `Expected the end of the line, found ${describe(token)}`
  const detail =
    token.text === ','
      ? 'Arguments are separated by line ends, not by commas.'
      : 'One argument or block a line.'
  const suggestion = wordOperators.get(token.text) ?? (parser.previous.text === 'not' ? '!' : undefined)
  const problem = { code: 'ST101', summary, detail } as const
  parser.fail(suggestion === undefined ? problem : { ...problem, suggestion }, token)
}

const wordOperators: ReadonlyMap<string, string> = new Map([
  ['and', '&&'],
  ['or', '||'],
])
