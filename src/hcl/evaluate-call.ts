// Function calls: the right function, the right number of arguments, each converted to its parameter's type.

import { didYouMean } from '../std/did-you-mean.ts'
import type { Call, Expression } from './ast.ts'
import { describeType, toBool, toNumber, toText } from './convert.ts'
import { evaluateCan, evaluateTry } from './evaluate-try.ts'
import { type Evaluation, pay, refuse } from './evaluation.ts'
import type { Failure, HclFunction, Parameter } from './scope.ts'
import { bareThroughout, marked } from './sensitive.ts'
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
  const values = convertArguments(evaluation, { call, found, given })
  if (values === undefined) return poison
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

interface PreparedCall {
  readonly call: Call
  readonly found: HclFunction
  readonly given: readonly Argument[]
}

/** The arguments as the parameters want them, paid for. Undefined after a report. */
function convertArguments(
  evaluation: Evaluation,
  { call, found, given }: PreparedCall,
): readonly Value[] | undefined {
  const counted = countProblem(found, given.length)
  if (counted !== undefined) {
    refuseCall(evaluation, found, { message: counted, range: call.range })
    return undefined
  }
  const values: Value[] = []
  for (const [index, { value, place }] of given.entries()) {
    const parameter = parameterAt(found, index)
    const converted = parameter === undefined ? undefined : convertArgument(value, parameter)
    if (parameter === undefined || converted === undefined) {
      const message = `"${parameter?.name}" must be ${expected(parameter)}, but is ${describeType(value)}`
      refuseCall(evaluation, found, { message, range: place.range })
      return undefined
    }
    values.push(converted)
  }
  const cost = values.reduce<number>((sum, value) => sum + valueSize(value), 0)
  return pay(evaluation, cost, call.range) ? values : undefined
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

export function isFailure(result: Value | Failure): result is Failure {
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

function refuseUnknown({ scope }: Evaluation, { name, nameRange }: Call): Value {
  const known = [...scope.functions.keys(), ...lazyFunctions].sort()
  const suggestion = didYouMean(name, known)
  const detail = unrepeatable.includes(name)
    ? 'The same topology must always make the same plan, so nothing here depends on time or chance.'
    : `There are: ${known.join(', ')}.`
  const mistake = { code: 'ST123', summary: `Unknown function "${name}"`, detail } as const
  return refuse({ scope }, suggestion === undefined ? mistake : { ...mistake, suggestion }, nameRange)
}
