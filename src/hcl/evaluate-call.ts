// Function calls: the right function, the right number of arguments, each converted to its parameter's type.
// `try` and `can` are here and not among the functions, since they decide whether an argument is evaluated.

import type { Diagnostic } from '../errors/diagnostic.ts'
import { didYouMean } from '../std/did-you-mean.ts'
import type { Call, Expression } from './ast.ts'
import { describeType, toBool, toNumber, toText } from './convert.ts'
import { type Evaluation, pay, refuse } from './evaluation.ts'
import type { Failure, HclFunction, Parameter } from './scope.ts'
import { bare, bareThroughout, marked } from './sensitive.ts'
import { isList, isObject, isPoison, poison, type Value } from './value.ts'
import { valueSize } from './value-size.ts'

const lazyFunctions = ['can', 'try']

/** Functions that Terraform has and a plan that must come out the same every time cannot have. */
const unrepeatable = ['timestamp', 'plantimestamp', 'uuid', 'uuidv5', 'bcrypt']

export function evaluateCall(evaluation: Evaluation, call: Call): Value {
  if (call.name === 'try') return evaluateTry(evaluation, call)
  if (call.name === 'can') return evaluateCan(evaluation, call)
  const found = evaluation.scope.functions.get(call.name)
  const given = evaluateArguments(evaluation, call)
  if (found === undefined) return refuseUnknown(evaluation, call)
  if (given === undefined) return poison
  const counted = countProblem(found, given.length)
  if (counted !== undefined) return refuseCall(evaluation, found, { message: counted, range: call.range })
  const values: Value[] = []
  for (const [index, { value, place }] of given.entries()) {
    const parameter = parameterAt(found, index)
    const converted = parameter === undefined ? undefined : convertArgument(value, parameter)
    if (parameter === undefined || converted === undefined) {
      const message = `"${parameter?.name}" must be ${expected(parameter)}, but is ${describeType(value)}`
      return refuseCall(evaluation, found, { message, range: place.range })
    }
    values.push(converted)
  }
  const cost = values.reduce<number>((sum, value) => sum + valueSize(value), 0)
  if (!pay(evaluation, cost, call.range)) return poison
  const result = found.call(values, evaluation.budget)
  const sensitive = given.some((argument) => argument.sensitive)
  if (isFailure(result)) {
    const message = sensitive ? 'cannot work with these arguments, which are sensitive' : result.message
    const place = result.argument === undefined ? undefined : given[result.argument]?.place
    return refuseCall(evaluation, found, { message, range: place?.range ?? call.range })
  }
  if (!pay(evaluation, valueSize(result), call.range)) return poison
  return marked(result, sensitive && found.reveals !== true)
}

interface Argument {
  readonly value: Value
  readonly sensitive: boolean
  readonly place: Expression
}

/** Undefined when one of them is poison, which is told already. All are evaluated all the same. */
function evaluateArguments(evaluation: Evaluation, call: Call): readonly Argument[] | undefined {
  const given: Argument[] = call.arguments.map((place) => ({
    place,
    ...bareThroughout(evaluation.value(place)),
  }))
  const last = given.at(-1)
  if (given.some(({ value }) => isPoison(value))) return undefined
  if (!call.spread || last === undefined) return given
  const { value, sensitive, place } = last
  if (isList(value))
    return [...given.slice(0, -1), ...value.map((item) => ({ value: item, sensitive, place }))]
  const summary = `"..." needs a list, but this is ${describeType(value)}`
  refuse(evaluation, { code: 'ST124', summary }, place.range)
  return undefined
}

function parameterAt({ parameters, rest }: HclFunction, index: number): Parameter | undefined {
  return parameters[index] ?? rest
}

function countProblem(
  { parameters, required = parameters.length, rest }: HclFunction,
  count: number,
): string | undefined {
  const given = count === 0 ? 'none' : String(count)
  if (count < required) {
    const exactly = rest === undefined && required === parameters.length
    return `needs ${exactly ? '' : 'at least '}${plural(required)}, has ${given}`
  }
  if (count > parameters.length && rest === undefined) {
    return parameters.length === 0
      ? 'takes no arguments'
      : `takes at most ${plural(parameters.length)}, has ${given}`
  }
  return undefined
}

function plural(count: number): string {
  return count === 1 ? '1 argument' : `${count} arguments`
}

function convertArgument(value: Value, { type, nullable = false }: Parameter): Value | undefined {
  if (value === null) return nullable ? null : undefined
  switch (type) {
    case 'any':
      return value
    case 'string':
      return toText(value)
    case 'number':
      return toNumber(value)
    case 'bool':
      return toBool(value)
    case 'list':
      return isList(value) ? value : undefined
    case 'object':
      return isObject(value) ? value : undefined
    default:
      return isList(value) || isObject(value) || typeof value === 'string' ? value : undefined
  }
}

const typeWords = {
  any: 'a value',
  string: 'a string',
  number: 'a number',
  bool: 'a bool',
  list: 'a list',
  object: 'an object',
  collection: 'a list, an object or a string',
} as const

function expected(parameter: Parameter | undefined): string {
  return typeWords[parameter?.type ?? 'any']
}

function isFailure(result: Value | Failure): result is Failure {
  return result !== null && typeof result === 'object' && 'kind' in result && result.kind === 'failure'
}

function refuseCall(
  evaluation: Evaluation,
  { name, parameters, rest, required }: HclFunction,
  at: { message: string; range: Expression['range'] },
): Value {
  const names = parameters.map((parameter, index) =>
    index < (required ?? parameters.length) ? parameter.name : `${parameter.name}?`,
  )
  const detail = `It is called so: ${name}(${[...names, ...(rest === undefined ? [] : [`${rest.name}...`])].join(', ')})`
  return refuse(evaluation, { code: 'ST124', summary: `${name}: ${at.message}`, detail }, at.range)
}

function refuseUnknown(evaluation: Evaluation, { name, nameRange }: Call): Value {
  const suggestion = didYouMean(name, [...evaluation.scope.functions.keys(), ...lazyFunctions])
  const detail = unrepeatable.includes(name)
    ? 'The same topology must always make the same plan, so nothing here depends on time or chance.'
    : 'No function has this name.'
  const mistake = { code: 'ST123', summary: `Unknown function "${name}"`, detail } as const
  return refuse(evaluation, suggestion === undefined ? mistake : { ...mistake, suggestion }, nameRange)
}

/** Evaluates with an ear of its own. Deaf to what went wrong before: that poison stays poison. */
function attempt(
  evaluation: Evaluation,
  expression: Expression,
): { value: Value; mistakes: readonly Diagnostic[] } {
  const mistakes: Diagnostic[] = []
  const report = (diagnostic: Diagnostic): void => {
    mistakes.push(diagnostic)
  }
  const value = evaluation.within({ scope: { ...evaluation.scope, report } }).value(expression)
  // An exhausted budget is no mistake of the argument.
  if (evaluation.budget.steps < 0) for (const mistake of mistakes) evaluation.scope.report(mistake)
  return { value, mistakes }
}

function evaluateTry(evaluation: Evaluation, call: Call): Value {
  const mistakes: Diagnostic[] = []
  for (const place of call.arguments) {
    const tried = attempt(evaluation, place)
    if (evaluation.budget.steps < 0) return poison
    if (tried.mistakes.length === 0) return tried.value
    mistakes.push(...tried.mistakes)
  }
  const summary =
    call.arguments.length === 0
      ? 'try: needs at least one argument'
      : 'try: none of its arguments has a value'
  const related = mistakes.flatMap(({ summary: message, subject }) =>
    subject === undefined ? [] : [{ message, range: subject }],
  )
  return refuse(evaluation, { code: 'ST124', summary, related: related.slice(0, 5) }, call.range)
}

function evaluateCan(evaluation: Evaluation, call: Call): Value {
  const [place] = call.arguments
  if (place === undefined || call.arguments.length > 1 || call.spread) {
    return refuse(evaluation, { code: 'ST124', summary: 'can: needs 1 argument' }, call.range)
  }
  const { value, mistakes } = attempt(evaluation, place)
  if (isPoison(value) && mistakes.length === 0) return poison
  if (evaluation.budget.steps < 0) return poison
  return marked(mistakes.length === 0, bare(value).sensitive)
}
