// Types of variables, as HCL writes them: `string`, `list(string)`, `object({ port = number })` …

import type { Expression, ObjectExpression } from '../hcl/ast.ts'
import { didYouMean } from '../std/did-you-mean.ts'
import type { Finding } from './finding.ts'

export type TypeConstraint =
  | { readonly kind: 'any' | 'string' | 'number' | 'bool' | 'cluster' | 'topics' | 'groups' | 'secret' }
  | { readonly kind: 'list' | 'set' | 'map'; readonly element: TypeConstraint }
  | { readonly kind: 'tuple'; readonly items: readonly TypeConstraint[] }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Field> }

export interface Field {
  readonly type: TypeConstraint
  readonly optional: boolean
  /** Stands in where an optional field is left out; null where absent. */
  readonly fallback?: Expression
}

export const anyType: TypeConstraint = { kind: 'any' }

/** The last four are values that only a module's variable can get: blocks of the topology, and secrets. */
const plain = ['any', 'string', 'number', 'bool', 'cluster', 'topics', 'groups', 'secret'] as const
const collections = ['list', 'set', 'map'] as const

type Say = (finding: Finding) => void

/** The type that `expression` writes; `any` where it is malformed, which then is said. */
export function parseType(expression: Expression, say: Say): TypeConstraint {
  if (expression.kind === 'variable') {
    const kind = plain.find((name) => name === expression.name)
    return kind === undefined ? malformed(expression, expression.name, say) : { kind }
  }
  if (expression.kind === 'call') return parseCall(expression.name, expression, say)
  return expression.kind === 'invalid' ? anyType : malformed(expression, '', say)
}

function parseCall(name: string, call: Extract<Expression, { kind: 'call' }>, say: Say): TypeConstraint {
  const [argument, ...more] = call.arguments
  const collection = collections.find((kind) => kind === name)
  if (argument === undefined || more.length > 0) return malformed(call, name, say)
  if (collection !== undefined) return { kind: collection, element: parseType(argument, say) }
  if (name === 'tuple' && argument.kind === 'list') {
    return { kind: 'tuple', items: argument.items.map((item) => parseType(item, say)) }
  }
  if (name === 'object' && argument.kind === 'object') return parseObject(argument, say)
  return malformed(call, name, say)
}

function parseObject({ items }: ObjectExpression, say: Say): TypeConstraint {
  const fields = new Map<string, Field>()
  for (const { key, value } of items) {
    if (key.kind !== 'bare_key') {
      malformed(key, '', say)
      continue
    }
    if (value.kind !== 'call' || value.name !== 'optional' || value.arguments[0] === undefined) {
      fields.set(key.name, { type: parseType(value, say), optional: false })
      continue
    }
    const [type, fallback] = value.arguments
    fields.set(key.name, {
      type: parseType(type, say),
      optional: true,
      ...(fallback === undefined ? {} : { fallback }),
    })
  }
  return { kind: 'object', fields }
}

function malformed({ range }: Pick<Expression, 'range'>, word: string, say: Say): TypeConstraint {
  const near = didYouMean(word, [...plain, ...collections, 'object', 'tuple'])
  say({
    code: 'ST173',
    summary: 'This is not a type',
    detail:
      'A type is string, number, bool, any, list(string), set(string), map(string), object({ name = string }) or tuple([string]); a module can also take a cluster, topics, groups or a secret.',
    subject: range,
    ...(near === undefined || near === word ? {} : { suggestion: near }),
  })
  return anyType
}

/** The type as it is written. */
export function describeType(type: TypeConstraint): string {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return `${type.kind}(${describeType(type.element)})`
    case 'tuple':
      return `tuple([${type.items.map(describeType).join(', ')}])`
    case 'object':
      return `object({ ${[...type.fields].map(([name, field]) => `${name} = ${describeField(field)}`).join(', ')} })`
    default:
      return type.kind
  }
}

function describeField({ type, optional }: Field): string {
  return optional ? `optional(${describeType(type)})` : describeType(type)
}
