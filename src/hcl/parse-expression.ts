// Operators and conditionals, by precedence. Grammar, loosest first:
//   expression  = or ("?" expression ":" expression)?
//   or = and ("||" and)* · and = equality ("&&" equality)* · … · product = operand (("*" | "/" | "%") operand)*

import type { BinaryOperator, Expression } from './ast.ts'
import { expressionHeightExceeds } from './expression-walk.ts'
import { limits } from './limits.ts'
import { parseOperand } from './parse-operand.ts'
import { parseParts } from './parse-template.ts'
import { describe, type Parser } from './parser.ts'

const levels: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
]

/** Reads one whole expression and refuses one too tall to evaluate by recursion. */
export function parseExpression(parser: Parser): Expression {
  const expression = parseConditional(parser)
  if (expressionHeightExceeds(expression, limits.expressionHeight)) {
    const detail = `At most ${limits.expressionHeight} operators and brackets inside each other. Name a part of it in locals.`
    parser.fail({ code: 'ST109', summary: 'Expression is too long', detail }, expression.range)
  }
  return expression
}

/** Reads a file of template text to its end. */
export function parseWholeTemplate(parser: Parser): Expression {
  const start = parser.peek()
  const parts = parseParts(parser, { form: 'heredoc', stripped: false, parseNested: parseConditional })
  return { kind: 'template', form: 'heredoc', parts, range: parser.range(start, parser.peek()) }
}

function parseConditional(parser: Parser): Expression {
  return parser.nested(() => {
    const condition = parseLevel(parser, 0)
    if (parser.accept('?') === undefined) return condition
    const whenTrue = parseConditional(parser)
    if (parser.accept(':') === undefined) {
      const detail = 'A conditional is written: condition ? value : other value.'
      const summary = `Expected ":" and a second value, found ${describe(parser.peek())}`
      parser.fail({ code: 'ST101', summary, detail }, parser.peek())
    }
    const whenFalse = parseConditional(parser)
    const range = parser.range(condition.range, whenFalse.range)
    return { kind: 'conditional', condition, whenTrue, whenFalse, range }
  })
}

function parseLevel(parser: Parser, level: number): Expression {
  const operators = levels[level]
  if (operators === undefined) return parseOperand(parser, parseConditional)
  let left = parseLevel(parser, level + 1)
  for (;;) {
    const token = parser.peek()
    const operator = operators.find((each) => token.kind === 'symbol' && token.text === each)
    if (operator === undefined) return left
    parser.take()
    const right = parseLevel(parser, level + 1)
    const operatorRange = parser.range(token, token)
    left = {
      kind: 'binary',
      operator,
      operatorRange,
      left,
      right,
      range: parser.range(left.range, right.range),
    }
  }
}
