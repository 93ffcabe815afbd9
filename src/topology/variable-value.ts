// One value for one variable: read from text where it comes from the command line, and made to fit the type.

import type { Range } from '../errors/diagnostic.ts'
import { evaluate } from '../hcl/evaluate.ts'
import type { Scope } from '../hcl/scope.ts'
import { isList, isObject, poison, type Value } from '../hcl/value.ts'
import { convertValue } from './convert-value.ts'
import { describeKind, describeLiteral } from './describe-value.ts'
import { reportIn } from './finding.ts'
import { type GivenValue, readText } from './given-values.ts'
import { anyType, describeType, type TypeConstraint } from './type-constraint.ts'

export interface Fitting {
  readonly type: TypeConstraint
  readonly scope: Scope
  /** Whether the value must not be shown. */
  readonly secret: boolean
  /** As `The default`. */
  readonly what: string
  readonly range: Range
  /** The variable, where the value stands in another directory. */
  readonly declared?: Range
}

/** The value as one of the type; poison when it does not fit, which then is reported. */
export function fittedValue(value: Value, { type, scope, what, range, secret, declared }: Fitting): Value {
  const converted = convertValue(value, type, ({ fallback }) =>
    fallback === undefined ? null : evaluate(fallback, scope),
  )
  if ('value' in converted) return converted.value
  const { path, message, found } = converted.misfit
  const describe = secret ? describeKind : describeLiteral
  reportIn(scope, {
    code: 'ST164',
    summary: `${what} does not have the variable’s type`,
    detail: `${path === '' ? 'It' : `Its part ${path}`} ${message}${found === undefined ? '' : `, but is ${describe(found)}`}.`,
    subject: range,
    ...(declared === undefined ? {} : { related: [{ message: 'Declared here', range: declared }] }),
  })
  return poison
}

/** The value given from outside; a value of the command line has no place but the variable's own. */
export function givenValue(
  { value, range, caller, from = 'the module' }: GivenValue,
  {
    name,
    header,
    ...fitting
  }: Omit<Fitting, 'what' | 'range'> & { readonly name: string; readonly header: Range },
): Value {
  const place = {
    what: range === undefined ? `The value of ${from}` : `The value of "${name}"`,
    range: range ?? header,
  }
  const scope = caller === undefined ? fitting.scope : { ...fitting.scope, ...caller }
  if ('evaluated' in value) {
    return fittedValue(value.evaluated, { ...fitting, ...place, scope, ...(caller && { declared: header }) })
  }
  const read = readText(value.text, fitting.type, fitting.scope)
  if ('value' in read) return fittedValue(read.value, { ...fitting, ...place })
  reportIn(fitting.scope, {
    code: 'ST164',
    summary: `${place.what} cannot be read`,
    detail: `${read.problem}. It must be ${describeType(fitting.type)}.`,
    subject: place.range,
  })
  return poison
}

/** A default says what kind of text to expect where no type does. */
export function inferType(fallback: Value | undefined): TypeConstraint {
  if (fallback === undefined || fallback === null) return anyType
  if (isList(fallback)) return { kind: 'list', element: anyType }
  if (isObject(fallback)) return { kind: 'map', element: anyType }
  if (typeof fallback === 'number' || typeof fallback === 'bigint') return { kind: 'number' }
  if (typeof fallback === 'boolean') return { kind: 'bool' }
  return typeof fallback === 'string' ? { kind: 'string' } : anyType
}
