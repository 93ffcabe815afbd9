// `for_each`: one block → one instance per key. An instance is called `block-key` in the model, because its name
// goes into topic names and transactional ids; people see its address, `flow.block["key"]`.

import type { Block, Expression } from '../hcl/ast.ts'
import { evaluate } from '../hcl/evaluate.ts'
import type { Scope } from '../hcl/scope.ts'
import { isList, isObject, isPoison, type Value } from '../hcl/value.ts'
import { describeKind, quoted } from './describe-value.ts'
import { type Finding, reportIn } from './finding.ts'
import { addressIn, type ModulePlace, plainName } from './modules/module-place.ts'
import { keyCharacters } from './rules/name-characters.ts'
import { secretOutside } from './rules/secret-outside.ts'

export interface Instance {
  /** In the model, as `spoke-oslo`. */
  readonly name: string
  /** As `cluster.spoke["oslo"]`; undefined for a block of the root that is not repeated. */
  readonly address?: string
  readonly each?: { readonly key: string; readonly value: Value }
}

/** The expression of a block's `for_each`. */
export function repetitionOf(block: Block): Expression | undefined {
  return block.body.attributes.get('for_each')?.value
}

/** A block's own name, and where it stands. */
export interface Named {
  readonly name: string
  readonly place: ModulePlace
}

/** The one instance of a block that is not repeated. */
export function soleInstance({ type }: Block, { name, place }: Named): Instance {
  const address = place.address === undefined ? {} : { address: addressIn(place, { type, name }) }
  return { name: plainName(place, name), ...address }
}

/** The instances of `block`; undefined when its repetition is broken, which then is reported. */
export function instancesOf(block: Block, named: Named, scope: Scope): readonly Instance[] | undefined {
  const { name, place } = named
  const { type } = block
  const expression = repetitionOf(block)
  if (expression === undefined) return [soleInstance(block, named)]
  const value = evaluate(expression, scope)
  if (isPoison(value)) return undefined
  const entries = entriesOf(value)
  const finding =
    secretOutside(value, { name: 'for_each', expression }) ??
    (entries === undefined ? malformed(value, expression) : repeatedKey(entries, expression))
  if (finding !== undefined || entries === undefined) {
    if (finding !== undefined) reportIn(scope, finding)
    return undefined
  }
  return entries.flatMap(([key, item]) => {
    const isPart = type === 'module' || place.address !== undefined
    const problem = keyCharacters({ noun: type, isPart }, key, expression.range)
    if (problem !== undefined) {
      reportIn(scope, problem)
      return []
    }
    const address = addressIn(place, { type, name, key })
    return [{ name: plainName(place, `${name}-${key}`), address, each: { key, value: item } }]
  })
}

/** A list of strings counts as a set: each is its own value. */
function entriesOf(value: Value): (readonly [string, Value])[] | undefined {
  if (value === null) return undefined
  if (isObject(value)) return [...value]
  if (!isList(value)) return undefined
  return value.every((item) => typeof item === 'string') ? value.map((item) => [item, item]) : undefined
}

function malformed(value: Value, { range }: Expression): Finding {
  return {
    code: 'ST167',
    summary: '"for_each" must be a map, or a list of strings',
    detail: `It is ${describeKind(value)}. A map gives each.key and each.value; of a list each string is both.`,
    subject: range,
  }
}

function repeatedKey(
  entries: readonly (readonly [string, Value])[],
  { range }: Expression,
): Finding | undefined {
  const keys = entries.map(([key]) => key)
  const repeated = keys.find((key, index) => keys.indexOf(key) !== index)
  if (repeated === undefined) return undefined
  return {
    code: 'ST167',
    summary: `"for_each" holds ${quoted(repeated)} twice`,
    detail: 'Each key makes one instance. Remove one, or use toset().',
    subject: range,
  }
}
