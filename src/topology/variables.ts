// `variable` blocks and the values given for them → one value per variable: given, else default, converted to its
// type, checked by its validations. Everything wrong with any of them is reported; its value then is poison.

import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Block } from '../hcl/ast.ts'
import { evaluate } from '../hcl/evaluate.ts'
import type { Scope } from '../hcl/scope.ts'
import { isPoison, isSensitive, poison, type Value } from '../hcl/value.ts'
import { didYouMean } from '../std/did-you-mean.ts'
import { type Finding, reportIn } from './finding.ts'
import { autoValues, environmentPrefix, type GivenValue } from './given-values.ts'
import { unknownNames } from './rules/unknown-attribute.ts'
import type { Sources } from './sources.ts'
import { anyType, parseType, type TypeConstraint } from './type-constraint.ts'
import { checkValidations, variableShape } from './variable-validation.ts'
import { type Fitting, fittedValue, givenValue, inferType } from './variable-value.ts'

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
  for (const [name, { range, asked = true }] of given) {
    if (blocks.has(name) || !asked) continue
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
  if (flags.sensitive) blotValues(block, given, context.sources)
  const fitting = { scope, secret: flags.sensitive }
  const fallback = defaultOf(block, type ?? anyType, fitting)
  const value =
    given === undefined
      ? fallback
      : givenValue(given, { ...fitting, name, header: block.headerRange, type: type ?? inferType(fallback) })
  if (value === undefined) {
    if (!context.lenient) reportIn(scope, withoutValue(name, block))
    return poison
  }
  const filled = value === null && !flags.nullable ? (fallback ?? nullRefused(name, block, scope)) : value
  return flags.sensitive ? sealed(filled) : filled
}

function withoutValue(name: string, { headerRange }: Block): Finding {
  return {
    code: 'ST163',
    summary: `Variable "${name}" has no value`,
    detail: `Give it with --var ${name}=…, with --var-file, in ${autoValues.own} or as ${environmentPrefix}${name}, or declare a default.`,
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
function defaultOf({ body }: Block, type: TypeConstraint, fitting: Omit<Fitting, 'what' | 'range' | 'type'>) {
  const attribute = body.attributes.get('default')
  if (attribute === undefined) return undefined
  const value = evaluate(attribute.value, fitting.scope)
  return fittedValue(value, { ...fitting, type, what: 'The default', range: attribute.value.range })
}

function sealed(value: Value): Value {
  return isPoison(value) || isSensitive(value) ? value : { kind: 'sensitive', value }
}

/** Values of a sensitive variable stand in files, but what diagnostics show ends up in logs. */
function blotValues({ body }: Block, given: GivenValue | undefined, sources: Sources): void {
  const attribute = body.attributes.get('default')
  for (const expression of [attribute?.value, given?.expression]) {
    if (expression !== undefined) sources.blot(expression)
  }
}
