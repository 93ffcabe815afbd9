// Lists, objects and the `for` expressions that make them. Grammar:
//   list   = "[" (expression ("," expression)* ","?)? "]"
//   object = "{" (key ("=" | ":") expression ("," | newline)+)* "}"
//   for    = "for" name ("," name)? "in" expression ":" (value | key "=>" value "..."?) ("if" expression)?

import type { Expression, ForExpression, ListExpression, ObjectExpression, ObjectItem } from './ast.ts'
import { describe, type Parser, type Span } from './parser.ts'
import { failInBracket, noteElement, noteObjectEnd } from './unclosed.ts'

type Parse = (parser: Parser) => Expression

export function parseList(parser: Parser, parseNested: Parse): ListExpression | ForExpression {
  const open = parser.take()
  return parser.ignoringNewlines(() => {
    if (parser.at('for')) return parseFor(parser, open, parseNested)
    const items: Expression[] = []
    while (!parser.at(']') && !parser.at('}') && !parser.at(')')) {
      items.push(parseNested(parser))
      if (parser.accept(',') === undefined) break
    }
    if (parser.accept(']') === undefined) {
      failInBracket(parser, {
        open,
        noun: 'List',
        expected: '"," or "]"',
        detail: 'The elements of a list are separated by commas.',
      })
    }
    return { kind: 'list', items, range: parser.range(open, parser.previous) }
  })
}

export function parseObject(parser: Parser, parseNested: Parse): ObjectExpression | ForExpression {
  const open = parser.take()
  const loop = parser.ignoringNewlines(() =>
    parser.at('for') ? parseFor(parser, open, parseNested) : undefined,
  )
  if (loop !== undefined) return loop
  return parser.countingNewlines(() => {
    const items: ObjectItem[] = []
    for (;;) {
      parser.skipNewlines()
      if (parser.accept('}') !== undefined) break
      items.push(parseItem(parser, open, parseNested))
      if (parser.accept(',') !== undefined || parser.peek().kind === 'newline' || parser.at('}')) continue
      failInBracket(parser, { open, ...objectBracket, expected: '"," or a new line' })
    }
    noteObjectEnd(parser, open, parser.previous)
    return { kind: 'object', items, range: parser.range(open, parser.previous) }
  })
}

const objectBracket = { noun: 'Object', detail: 'An element of an object is written key = value.' }

function parseItem(parser: Parser, open: Span, parseNested: Parse): ObjectItem {
  noteElement(parser, open, parser.peek())
  if (parser.peek().kind === 'end') failInBracket(parser, { open, ...objectBracket, expected: '"}"' })
  const key = parseKey(parser, parseNested)
  if (parser.accept('=') === undefined && parser.accept(':') === undefined) {
    failInBracket(parser, { open, ...objectBracket, expected: '"=" after the key' })
  }
  return { key, value: parseNested(parser) }
}

function parseKey(parser: Parser, parseNested: Parse): ObjectItem['key'] {
  const token = parser.peek()
  if (token.kind === 'identifier' && (parser.at('=', 1) || parser.at(':', 1))) {
    parser.take()
    return { kind: 'bare_key', name: token.text, range: parser.range(token, token) }
  }
  const key = parseNested(parser)
  const bare = token.kind === 'identifier' && key.kind === 'attribute'
  if (bare) {
    const detail =
      'A dotted key is either a text, then quote it, or an expression, then put it in parentheses.'
    parser.report({ code: 'ST101', summary: 'Key is ambiguous', detail }, key.range)
  }
  return key
}

function parseFor(parser: Parser, open: Span & { readonly text: string }, parseNested: Parse): ForExpression {
  parser.take()
  const [first, second] = parseForNames(parser)
  const collection = parseNested(parser)
  expect(parser, ':', 'A for expression is written: for x in list : value.')
  const one = parseNested(parser)
  const isObject = open.text === '{'
  if (isObject) expect(parser, '=>', 'In braces, for makes an object: {for x in list : key => value}.')
  const value = isObject ? parseNested(parser) : one
  const grouped = isObject && parser.accept('...') !== undefined
  const condition = parser.accept('if') === undefined ? undefined : parseNested(parser)
  expect(parser, isObject ? '}' : ']', 'Nothing may follow but a condition: if x != "a".')
  return {
    kind: 'for',
    keyName: second === undefined ? undefined : first,
    valueName: second ?? first,
    collection,
    key: isObject ? one : undefined,
    value,
    condition,
    grouped,
    range: parser.range(open, parser.previous),
  }
}

/** One or two names and the word `in`, also for `%{ for … }`. */
export function parseForNames(parser: Parser): readonly [string, string | undefined] {
  const first = expectName(parser)
  const second = parser.accept(',') === undefined ? undefined : expectName(parser)
  expect(parser, 'in', 'After the names comes what is gone through: for x in list.')
  return [first, second]
}

function expectName(parser: Parser): string {
  const token = parser.peek()
  if (token.kind === 'identifier') return parser.take().text
  const detail =
    'After "for" comes a name for the element, or two: for key, value in object. A key named so is quoted: "for".'
  return parser.fail({ code: 'ST101', summary: `Expected a name, found ${describe(token)}`, detail }, token)
}

function expect(parser: Parser, text: string, detail: string): void {
  if (parser.accept(text) !== undefined) return
  const token = parser.peek()
  parser.fail({ code: 'ST101', summary: `Expected "${text}", found ${describe(token)}`, detail }, token)
}
