// What an expression is made of at the bottom: literals, names, calls, brackets and texts.

import type { Call, Expression } from './ast.ts'
import { numberLiteral } from './number-literal.ts'
import { parseList, parseObject } from './parse-collection.ts'
import { parseTemplate } from './parse-template.ts'
import { describe, type Parser } from './parser.ts'
import { failInBracket } from './unclosed.ts'

type Parse = (parser: Parser) => Expression

export function parseTerm(parser: Parser, parseNested: Parse): Expression {
  const token = parser.peek()
  switch (token.kind) {
    case 'number':
      return parseNumber(parser)
    case 'identifier':
      return parseName(parser, parseNested)
    case 'open_quote':
    case 'open_heredoc':
      return parser.nested(() => parseTemplate(parser, parseNested))
    default:
      if (parser.at('(')) return parseParentheses(parser, parseNested)
      if (parser.at('[')) return parser.nested(() => parseList(parser, parseNested))
      if (parser.at('{')) return parser.nested(() => parseObject(parser, parseNested))
      return failWithoutValue(parser)
  }
}

function failWithoutValue(parser: Parser): never {
  const token = parser.peek()
  const summary = `Expected a value, found ${describe(token)}`
  const atEnd = token.kind === 'newline' || token.kind === 'end'
  const detail = atEnd
    ? 'A value starts on the same line. Inside brackets it may go on over several lines.'
    : 'A value is a text in double quotes, a number, true, false, null, a name, a list [ … ], an object { … } or a call.'
  if (token.text === '?' && parser.previous.text === '?') {
    parser.fail({ code: 'ST101', summary, detail, suggestion: 'coalesce(x, y)' }, token)
  }
  return parser.fail({ code: 'ST101', summary, detail }, atEnd ? parser.previous : token)
}

function parseNumber(parser: Parser): Expression {
  const token = parser.take()
  const value = numberLiteral(token.text)
  const range = parser.range(token, token)
  if (value !== undefined) return { kind: 'literal', value, range }
  const detail = 'Numbers reach up to about 1e154 as integers and 1.8e308 as fractions.'
  parser.report({ code: 'ST107', summary: 'Number is too large', detail }, token)
  return { kind: 'invalid', range }
}

function parseName(parser: Parser, parseNested: Parse): Expression {
  const token = parser.take()
  const range = parser.range(token, token)
  if (parser.at('(')) return parseCall(parser, parseNested)
  if (token.text === 'true' || token.text === 'false')
    return { kind: 'literal', value: token.text === 'true', range }
  if (token.text === 'null') return { kind: 'literal', value: null, range }
  return { kind: 'variable', name: token.text, range }
}

function parseParentheses(parser: Parser, parseNested: Parse): Expression {
  const open = parser.take()
  return parser.ignoringNewlines(() => {
    const inner = parseNested(parser)
    if (parser.accept(')') === undefined)
      failInBracket(parser, { open, noun: 'Parenthesis', expected: '")"' })
    return inner
  })
}

/** The name has been taken. */
function parseCall(parser: Parser, parseNested: Parse): Call {
  const nameToken = parser.previous
  const open = parser.take()
  return parser.ignoringNewlines(() => {
    const values: Expression[] = []
    let spread = false
    while (!parser.at(')')) {
      values.push(parseNested(parser))
      spread = parser.accept('...') !== undefined
      if (spread || parser.accept(',') === undefined) break
    }
    if (parser.accept(')') === undefined)
      failInBracket(parser, { open, noun: 'Call', expected: spread ? '")"' : '"," or ")"' })
    return {
      kind: 'call',
      name: nameToken.text,
      nameRange: parser.range(nameToken, nameToken),
      arguments: values,
      spread,
      range: parser.range(nameToken, parser.previous),
    }
  })
}
