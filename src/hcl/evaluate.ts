// Expression + scope → value. Never throws: a mistake is reported once and evaluates to poison.

import type { Expression } from './ast.ts'
import { evaluateAttribute, evaluateIndex, evaluateSplat, evaluateVariable } from './evaluate-access.ts'
import { evaluateCall } from './evaluate-call.ts'
import { evaluateFor, evaluateList, evaluateObject } from './evaluate-collection.ts'
import { evaluateBinary, evaluateConditional, evaluateUnary } from './evaluate-operators.ts'
import { evaluateTemplate } from './evaluate-template.ts'
import { type Evaluation, pay, refuse } from './evaluation.ts'
import { limits } from './limits.ts'
import type { Scope } from './scope.ts'
import { isList, isObject, isSensitive, poison, type Value } from './value.ts'
import { valueDepth, valueSize } from './value-size.ts'

/** The value of `expression`; poison after a mistake, which then is in `scope.report`. */
export function evaluate(expression: Expression, scope: Scope): Value {
  const budget = scope.budget ?? { steps: limits.steps }
  const listening = { ...scope, report: once(scope.report) }
  return evaluation({ scope: listening, budget, bound: undefined, item: undefined }).value(expression)
}

/** A mistake inside a loop is met once for each element and told once. */
function once(report: Scope['report']): Scope['report'] {
  const told = new Set<string>()
  return (diagnostic) => {
    const { code, subject } = diagnostic
    const place = `${code} ${subject?.filename} ${subject?.start.byte} ${subject?.end.byte}`
    if (!told.has(place)) report(diagnostic)
    told.add(place)
  }
}

function evaluation(bindings: Omit<Evaluation, 'value' | 'within'>): Evaluation {
  const self: Evaluation = {
    ...bindings,
    value: (expression) => boundedValue(self, expression),
    within: (changes) => evaluation({ ...bindings, ...changes }),
  }
  return self
}

function boundedValue(evaluation: Evaluation, expression: Expression): Value {
  if (!pay(evaluation, 1, expression.range)) return poison
  const value = valueByKind(evaluation, expression)
  const problem = sizeProblem(isSensitive(value) ? value.value : value)
  if (problem === undefined) return value
  return refuse(
    evaluation,
    { code: 'ST128', summary: 'Value is too large', detail: problem },
    expression.range,
  )
}

function sizeProblem(value: Value): string | undefined {
  if (typeof value === 'string') {
    return value.length > limits.textUnits ? `At most ${limits.textUnits} characters of text.` : undefined
  }
  if (!isList(value) && !isObject(value)) return undefined
  if (valueDepth(value) > limits.valueDepth)
    return `At most ${limits.valueDepth} lists and objects inside each other.`
  return valueSize(value) > limits.elements ? `At most ${limits.elements} elements.` : undefined
}

function valueByKind(evaluation: Evaluation, expression: Expression): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'template':
      return evaluateTemplate(evaluation, expression)
    case 'list':
      return evaluateList(evaluation, expression)
    case 'object':
      return evaluateObject(evaluation, expression)
    case 'for':
      return evaluateFor(evaluation, expression)
    case 'variable':
      return evaluateVariable(evaluation, expression)
    case 'attribute':
      return evaluateAttribute(evaluation, expression)
    case 'index':
      return evaluateIndex(evaluation, expression)
    case 'splat':
      return evaluateSplat(evaluation, expression)
    case 'splat_item':
      return evaluation.item ?? poison
    case 'call':
      return evaluateCall(evaluation, expression)
    case 'unary':
      return evaluateUnary(evaluation, expression)
    case 'binary':
      return evaluateBinary(evaluation, expression)
    case 'conditional':
      return evaluateConditional(evaluation, expression)
    case 'invalid':
      return poison
    default:
      return expression satisfies never
  }
}
