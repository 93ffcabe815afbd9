// Arithmetic, comparison, logic and conditionals. Integers stay exact; fractions are decimals kept as doubles. Text that is a
// number or a bool counts as one, as everywhere in HCL, save for `==` and `!=`.

import type { Binary, BinaryOperator, Conditional, Expression, Unary } from './ast.ts'
import { describeType, negate, tidyNumber, toBool, toNumber } from './convert.ts'
import { calculateDecimal } from './decimal.ts'
import { equalValues } from './equal.ts'
import { type Evaluation, pay, refuse } from './evaluation.ts'
import { limits } from './limits.ts'
import { exactInteger } from './number-literal.ts'
import { bare, bareThroughout, marked } from './sensitive.ts'
import { isPoison, isTagged, poison, type Value } from './value.ts'
import { valueSize } from './value-size.ts'

export function evaluateUnary(evaluation: Evaluation, { operator, operand }: Unary): Value {
  const { value, sensitive } = bare(evaluation.value(operand))
  if (isPoison(value)) return poison
  const converted = operator === '!' ? toBool(value) : toNumber(value)
  if (converted === undefined) return refuseOperand(evaluation, { operator, value, sensitive }, operand)
  return marked(typeof converted === 'boolean' ? !converted : negate(converted), sensitive)
}

export function evaluateBinary(evaluation: Evaluation, expression: Binary): Value {
  switch (expression.operator) {
    case '&&':
    case '||':
      return evaluateLogic(evaluation, expression)
    case '==':
    case '!=':
      return evaluateEquality(evaluation, expression)
    default:
      return evaluateArithmetic(evaluation, expression)
  }
}

/** The right side is not looked at when the left side decides. */
function evaluateLogic(evaluation: Evaluation, { operator, left, right }: Binary): Value {
  const first = evaluateBool(evaluation, left, operator)
  if (first === undefined) return poison
  if (first.value === (operator === '||')) return marked(first.value, first.sensitive)
  const second = evaluateBool(evaluation, right, operator)
  return second === undefined ? poison : marked(second.value, first.sensitive || second.sensitive)
}

function evaluateEquality(evaluation: Evaluation, { operator, left, right }: Binary): Value {
  const sides = [left, right].map((side) => ({ side, ...bareThroughout(evaluation.value(side)) }))
  const [a = null, b = null] = sides.map(({ value }) => value)
  if (isPoison(a) || isPoison(b)) return poison
  const secret = sides.find(({ value }) => isTagged(value) && value.kind === 'secret')
  if (secret !== undefined) {
    const detail = 'Where a secret comes from is known here, what it is only to the process that connects.'
    return refuse(
      evaluation,
      { code: 'ST126', summary: 'Secret cannot be compared', detail },
      secret.side.range,
    )
  }
  if (!pay(evaluation, Math.min(valueSize(a), valueSize(b)), left.range)) return poison
  const sensitive = sides.some((side) => side.sensitive)
  return marked(equalValues(a, b) === (operator === '=='), sensitive)
}

function evaluateArithmetic(evaluation: Evaluation, expression: Binary): Value {
  const { operator, left, right, range } = expression
  const sides = [left, right].map((side) => ({ side, ...bare(evaluation.value(side)) }))
  if (sides.some(({ value }) => isPoison(value))) return poison
  const numbers: (number | bigint)[] = []
  for (const { side, value, sensitive } of sides) {
    const number = toNumber(value)
    if (number === undefined) return refuseOperand(evaluation, { operator, value, sensitive }, side)
    numbers.push(number)
  }
  const [a = 0, b = 0] = numbers
  if ((operator === '/' || operator === '%') && b === 0) {
    return refuse(evaluation, { code: 'ST127', summary: 'Division by zero' }, right.range)
  }
  const result = calculate(operator, a, b)
  if (result === undefined) {
    return refuse(evaluation, { code: 'ST127', summary: 'Result is too large a number' }, range)
  }
  return marked(
    result,
    sides.some(({ sensitive }) => sensitive),
  )
}

type Number = number | bigint

/** Undefined when the result is out of bounds. */
function calculate(operator: BinaryOperator, a: Number, b: Number): Number | boolean | undefined {
  switch (operator) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
    default:
      return isWhole(a) && isWhole(b)
        ? calculateWhole(operator, BigInt(a), BigInt(b))
        : calculateFraction(operator, a, b)
  }
}

function isWhole(value: Number): boolean {
  return typeof value === 'bigint' || Number.isInteger(value)
}

function calculateWhole(operator: BinaryOperator, a: bigint, b: bigint): Number | undefined {
  switch (operator) {
    case '+':
      return bounded(a + b)
    case '-':
      return bounded(a - b)
    case '*':
      return bounded(a * b)
    case '%':
      return bounded(a % b)
    default:
      return a % b === 0n ? bounded(a / b) : calculateFraction(operator, a, b)
  }
}

function bounded(value: bigint): Number | undefined {
  return BigInt.asIntN(limits.integerBits, value) === value ? exactInteger(value) : undefined
}

function calculateFraction(operator: BinaryOperator, left: Number, right: Number): Number | undefined {
  const exact = calculateDecimal(operator, left, right)
  if (exact !== undefined) return typeof exact === 'bigint' ? bounded(exact) : exact
  const [a, b] = [globalThis.Number(left), globalThis.Number(right)]
  const result = { '+': a + b, '-': a - b, '*': a * b, '/': a / b, '%': a % b }[operator as '+'] ?? Number.NaN
  return globalThis.Number.isFinite(result) ? tidyNumber(result) : undefined
}

/** The branch not taken is not evaluated. */
export function evaluateConditional(
  evaluation: Evaluation,
  { condition, whenTrue, whenFalse }: Conditional,
): Value {
  const decided = evaluateBool(evaluation, condition, '?')
  if (decided === undefined) return poison
  return marked(evaluation.value(decided.value ? whenTrue : whenFalse), decided.sensitive)
}

/** A condition. Undefined when it is poison or, after a report, no bool. */
export function evaluateBool(
  evaluation: Evaluation,
  expression: Expression,
  operator: string,
): { readonly value: boolean; readonly sensitive: boolean } | undefined {
  const { value, sensitive } = bare(evaluation.value(expression))
  if (isPoison(value)) return undefined
  const bool = toBool(value)
  if (bool !== undefined) return { value: bool, sensitive }
  refuseOperand(evaluation, { operator, value, sensitive }, expression)
  return undefined
}

const expectations: Readonly<Record<string, string>> = {
  '!': 'true or false',
  '&&': 'true or false on both sides',
  '||': 'true or false on both sides',
  '?': 'true or false before it',
  if: 'true or false after it',
}

function refuseOperand(
  evaluation: Evaluation,
  { operator, value, sensitive }: { operator: string; value: Value; sensitive: boolean },
  { range }: Expression,
): Value {
  const found = sensitive ? 'a sensitive value of another type' : describeType(value)
  const isSecret = isTagged(value) && value.kind === 'secret'
  const summary = isSecret ? 'Secret is used as a value' : `"${operator}" does not work with ${found}`
  const detail = `It takes ${expectations[operator] ?? 'numbers'}.`
  return refuse(evaluation, { code: isSecret ? 'ST126' : 'ST122', summary, detail }, range)
}
