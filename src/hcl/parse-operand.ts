// One operand and what hangs on it. Grammar:
//   operand = ("-" | "!") operand | term step*
//   step    = "." name | "." number | "[" expression "]" | "[" "*" "]" step* | "." "*" ("." name)*

import type { Expression, Splat } from './ast.ts'
import { numberLiteral } from './number-literal.ts'
import { parseTerm } from './parse-term.ts'
import { describe, type Parser } from './parser.ts'
import { failInBracket } from './unclosed.ts'

type Parse = (parser: Parser) => Expression

/** `parseNested` reads a whole expression inside brackets. */
export function parseOperand(parser: Parser, parseNested: Parse): Expression {
  const token = parser.peek()
  if (parser.at('-') || parser.at('!')) {
    parser.take()
    const operand = parser.nested(() => parseOperand(parser, parseNested))
    const operator = token.text === '-' ? '-' : '!'
    return { kind: 'unary', operator, operand, range: parser.range(token, operand.range) }
  }
  return parseSteps(parser, parseTerm(parser, parseNested), parseNested)
}

function parseSteps(parser: Parser, term: Expression, parseNested: Parse): Expression {
  let object = term
  for (;;) {
    if (parser.at('[')) {
      object =
        parser.at('*', 1) && parser.at(']', 2)
          ? parseFullSplat(parser, object, parseNested)
          : parseIndex(parser, object, parseNested)
    } else if (parser.at('.')) {
      object = parser.at('*', 1) ? parseAttributeSplat(parser, object) : parseAttribute(parser, object)
    } else {
      return object
    }
  }
}

function parseIndex(parser: Parser, object: Expression, parseNested: Parse): Expression {
  const open = parser.take()
  const key = parser.ignoringNewlines(() => {
    const expression = parseNested(parser)
    if (parser.accept(']') === undefined) failInBracket(parser, { open, noun: 'Index', expected: '"]"' })
    return expression
  })
  return { kind: 'index', object, key, range: parser.range(object.range, parser.previous) }
}

function parseAttribute(parser: Parser, object: Expression): Expression {
  const dot = parser.take()
  const token = parser.peek()
  if (token.kind === 'identifier') {
    parser.take()
    const range = parser.range(object.range, token)
    return { kind: 'attribute', object, name: token.text, nameRange: parser.range(token, token), range }
  }
  if (token.kind === 'number') return parseLegacyIndex(parser, object)
  const summary = `Expected a name after ".", found ${describe(token)}`
  const detail = 'A name with other characters goes in brackets: cluster["eu.1"].'
  return parser.fail(
    { code: 'ST101', summary, detail },
    token.kind === 'newline' || token.kind === 'end' ? dot : token,
  )
}

/** `list.0`, from times before HCL 2. A second one, `list.0.1`, the reference parser takes for a fraction. */
function parseLegacyIndex(parser: Parser, object: Expression): Expression {
  const token = parser.take()
  const value = numberLiteral(token.text)
  if (!/^[0-9]+$/.test(token.text) || value === undefined || object.kind === 'literal') {
    const suggestion = token.text
      .split('.')
      .map((index) => `[${index}]`)
      .join('')
    parser.fail({ code: 'ST101', summary: 'Index is written in brackets', suggestion }, token)
  }
  const key = { kind: 'literal', value, range: parser.range(token, token) } as const
  return { kind: 'index', object, key, range: parser.range(object.range, token) }
}

/** Everything after `[*]` is done for each element. */
function parseFullSplat(parser: Parser, object: Expression, parseNested: Parse): Splat {
  const open = parser.take()
  parser.take()
  const close = parser.take()
  const item = { kind: 'splat_item', range: parser.range(open, close) } as const
  const each = parser.nested(() => parseSteps(parser, item, parseNested))
  return { kind: 'splat', object, each, range: parser.range(object.range, each.range) }
}

/** Only the names after `.*` are done for each element; an index applies to the whole list. */
function parseAttributeSplat(parser: Parser, object: Expression): Splat {
  parser.take()
  const star = parser.take()
  let each: Expression = { kind: 'splat_item', range: parser.range(star, star) }
  while (parser.at('.') && !parser.at('*', 1)) each = parseAttribute(parser, each)
  if (parser.at('.')) {
    const detail = 'One ".*" is the limit. With brackets there may be several: list[*].items[*].name.'
    parser.fail({ code: 'ST101', summary: 'Second ".*" in one expression', detail }, parser.peek(1))
  }
  return { kind: 'splat', object, each, range: parser.range(object.range, each.range) }
}
