// `variable` blocks and the values given for them → one value per variable: given, else default, converted to its
// type, checked by its validations. Everything wrong with any of them is reported; its value then is poison.

import type { Diagnostic, Range } from '../errors/diagnostic.ts'
import type { Block } from '../hcl/ast.ts'
import { evaluate } from '../hcl/evaluate.ts'
import type { Scope } from '../hcl/scope.ts'
import { isList, isObject, isPoison, isSensitive, poison, type Value } from '../hcl/value.ts'
import { didYouMean } from '../std/did-you-mean.ts'
import { convertValue } from './convert-value.ts'
import { type Finding, reportIn } from './finding.ts'
import { type GivenValue, readText } from './given-values.ts'
import { unknownNames } from './rules/unknown-attribute.ts'
import type { Sources } from './sources.ts'
import { anyType, describeType, parseType, type TypeConstraint } from './type-constraint.ts'
import { checkValidations, variableShape } from './variable-validation.ts'

export interface VariableContext {
  /** The scope of a default: functions, but no names. */
  readonly literalScope: Scope
  readonly sources: Sources
  /** Whether a required variable may lack its value: `validate` checks a topology without knowing its values. */
  readonly lenient: boolean
}

/** The value of each variable; poison where it has none. */
export function resolveVariables(
  blocks: ReadonlyMap<string, Block>,
  given: ReadonlyMap<string, GivenValue>,
  context: VariableContext,
): ReadonlyMap<string, Value> {
  reportUndeclared(blocks, given, context.literalScope)
  const values = new Map<string, Value>()
  for (const [name, block] of blocks) {
    values.set(name, resolveVariable({ name, block, given: given.get(name) }, context))
  }
  for (const [name, block] of blocks) {
    if (checkValidations({ name, block, values }, context.literalScope)) continue
    values.set(name, poison)
  }
  return values
}

function reportUndeclared(
  blocks: ReadonlyMap<string, Block>,
  given: ReadonlyMap<string, GivenValue>,
  scope: Scope,
): void {
  for (const [name, { range }] of given) {
    if (blocks.has(name)) continue
    const near = didYouMean(name, blocks.keys())
    const diagnostic: Diagnostic = {
      // A file of values may serve several topologies; a name on the command line was typed for this one.
      severity: range === undefined ? 'error' : 'warning',
      code: 'ST166',
      summary: `A value is given for "${name}", but no variable of that name is declared`,
      detail:
        blocks.size === 0 ? 'No variable is declared.' : `Declared: ${[...blocks.keys()].sort().join(', ')}.`,
      ...(range === undefined ? {} : { subject: range }),
      ...(near === undefined ? {} : { suggestion: near }),
    }
    scope.report(diagnostic)
  }
}

interface Resolving {
  readonly name: string
  readonly block: Block
  readonly given: GivenValue | undefined
}

function resolveVariable({ name, block, given }: Resolving, context: VariableContext): Value {
  const scope: Scope = { ...context.literalScope, context: `variable "${name}"` }
  for (const finding of unknownNames(block.body, variableShape, 'a variable')) reportIn(scope, finding)
  const flags = readFlags(block, scope)
  const type = typeOf(block, scope)
  const fallback = defaultOf(block, type, scope)
  const value =
    given === undefined
      ? fallback
      : givenValue(given, { name, block, type: type ?? inferType(fallback), scope })
  if (flags.sensitive) blotDefault(block, context.sources)
  if (value === undefined) {
    if (!context.lenient) reportIn(scope, withoutValue(name, block))
    return poison
  }
  if (value === null && !flags.nullable) return fallback ?? nullRefused(name, block, scope)
  return flags.sensitive ? sealed(value) : value
}

function withoutValue(name: string, { headerRange }: Block): Finding {
  return {
    code: 'ST163',
    summary: `Variable "${name}" has no value`,
    detail: `Give it one with --var ${name}=… or in a file of --var-file, or declare a default.`,
    subject: headerRange,
  }
}

function nullRefused(name: string, { headerRange }: Block, scope: Scope): Value {
  reportIn(scope, {
    code: 'ST164',
    summary: `Variable "${name}" cannot be null`,
    detail: 'It says nullable = false and has no default to fall back to.',
    subject: headerRange,
  })
  return poison
}

function readFlags(block: Block, scope: Scope): { readonly sensitive: boolean; readonly nullable: boolean } {
  const flag = (name: string, fallback: boolean): boolean => {
    const attribute = block.body.attributes.get(name)
    if (attribute === undefined) return fallback
    const value = evaluate(attribute.value, scope)
    if (typeof value === 'boolean') return value
    if (!isPoison(value)) {
      reportIn(scope, {
        code: 'ST153',
        summary: `"${name}" must be true or false`,
        subject: attribute.value.range,
      })
    }
    return fallback
  }
  return { sensitive: flag('sensitive', false), nullable: flag('nullable', true) }
}

function typeOf({ body }: Block, scope: Scope): TypeConstraint | undefined {
  const attribute = body.attributes.get('type')
  return attribute === undefined
    ? undefined
    : parseType(attribute.value, (finding) => reportIn(scope, finding))
}

/** Undefined where none is written. */
function defaultOf({ body }: Block, type: TypeConstraint = anyType, scope: Scope): Value | undefined {
  const attribute = body.attributes.get('default')
  if (attribute === undefined) return undefined
  return fitted(evaluate(attribute.value, scope), {
    type,
    scope,
    what: 'The default',
    range: attribute.value.range,
  })
}

interface Wanted {
  readonly name: string
  readonly block: Block
  readonly type: TypeConstraint
  readonly scope: Scope
}

function givenValue({ value, range }: GivenValue, { name, block, type, scope }: Wanted): Value {
  const place = range ?? block.headerRange
  const what = range === undefined ? `The value of --var ${name}` : `The value of "${name}"`
  if ('evaluated' in value) return fitted(value.evaluated, { type, scope, what, range: place })
  const read = readText(value.text, type, scope)
  if ('value' in read) return fitted(read.value, { type, scope, what, range: place })
  reportIn(scope, {
    code: 'ST164',
    summary: `${what} cannot be read`,
    detail: `${read.problem}. It must be ${describeType(type)}.`,
    subject: place,
  })
  return poison
}

interface Fitting {
  readonly type: TypeConstraint
  readonly scope: Scope
  readonly what: string
  readonly range: Range
}

function fitted(value: Value, { type, scope, what, range }: Fitting): Value {
  const converted = convertValue(value, type, ({ fallback }) =>
    fallback === undefined ? null : evaluate(fallback, scope),
  )
  if ('value' in converted) return converted.value
  const { path, message } = converted.misfit
  reportIn(scope, {
    code: 'ST164',
    summary: `${what} does not have the variable’s type`,
    detail: `${path === '' ? 'It' : `Its part ${path}`} ${message}.`,
    subject: range,
  })
  return poison
}

/** A default says what kind of text to expect where no type does. */
function inferType(fallback: Value | undefined): TypeConstraint {
  if (fallback === undefined || fallback === null) return anyType
  if (isList(fallback)) return { kind: 'list', element: anyType }
  if (isObject(fallback)) return { kind: 'map', element: anyType }
  if (typeof fallback === 'number' || typeof fallback === 'bigint') return { kind: 'number' }
  if (typeof fallback === 'boolean') return { kind: 'bool' }
  return typeof fallback === 'string' ? { kind: 'string' } : anyType
}

function sealed(value: Value): Value {
  return isPoison(value) || isSensitive(value) ? value : { kind: 'sensitive', value }
}

/** A default of a sensitive variable is no secret from git, but diagnostics end up in logs. */
function blotDefault({ body }: Block, sources: Sources): void {
  const attribute = body.attributes.get('default')
  if (attribute !== undefined) sources.blot(attribute.value)
}
