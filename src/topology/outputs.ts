// `output` blocks: values that a topology hands to whoever reads its plan. Plain JSON; never a secret.

import type { Attribute, Block } from '../hcl/ast.ts'
import { evaluate } from '../hcl/evaluate.ts'
import type { Scope } from '../hcl/scope.ts'
import { marked } from '../hcl/sensitive.ts'
import { isList, isObject, isPoison, isTagged, poison, type Value } from '../hcl/value.ts'
import type { BlockShape } from './decode/shape.ts'
import { reportIn } from './finding.ts'
import type { Output } from './model.ts'
import { bodyFindings } from './rules/body-findings.ts'
import { secretOutside } from './rules/secret-outside.ts'

const hideIt = 'Say sensitive = true to keep it hidden.'

const outputShape: BlockShape = {
  attributes: {
    value: { key: 'value', read: (value) => value, required: true },
    description: { key: 'description', read: (value) => value },
    sensitive: { key: 'sensitive', read: (value) => value },
  },
  blocks: {},
}

/** The value of every output; poison where it could not be evaluated, marked where it is said to be sensitive. */
export function readOutputs(blocks: ReadonlyMap<string, Block>, scope: Scope): ReadonlyMap<string, Value> {
  return new Map([...blocks].map(([name, block]) => [name, readOutput(name, block, scope)]))
}

/** Outputs as they are shown: those that could be evaluated, without what must stay hidden. */
export function shownOutputs(values: ReadonlyMap<string, Value>): ReadonlyMap<string, Output> {
  const shown = [...values]
    .filter(([, value]) => !hasPoison(value))
    .map(([name, value]): [string, Output] => [
      name,
      mustStayHidden(value) ? { sensitive: true } : { value: toPlain(value), sensitive: false },
    ])
  return new Map(shown)
}

/**
 * The root's outputs are shown, so nothing in them may have to stay hidden, however deep. A module's may: what comes of
 * them is asked where it is used.
 */
export function refuseLeaks(
  blocks: ReadonlyMap<string, Block>,
  values: ReadonlyMap<string, Value>,
  outer: Scope,
): void {
  for (const [name, { body }] of blocks) {
    const value = values.get(name) ?? poison
    const expression = body.attributes.get('value')?.value
    if (expression === undefined || isHidden(value) || !mustStayHidden(value)) continue
    const summary = 'Something in this value is sensitive'
    const scope = { ...outer, context: `output "${name}"` }
    reportIn(scope, { code: 'ST168', summary, detail: hideIt, subject: expression.range })
  }
}

function isHidden(value: Value): boolean {
  return isTagged(value) && (value.kind === 'sensitive' || value.kind === 'secret')
}

function mustStayHidden(value: Value): boolean {
  return isHidden(value) || membersOf(value).some(mustStayHidden)
}

function hasPoison(value: Value): boolean {
  return isPoison(value) || membersOf(value).some(hasPoison)
}

function membersOf(value: Value): readonly Value[] {
  if (isList(value)) return value
  return isObject(value) ? [...value.values()] : []
}

/** What is said wrongly to be sensitive is kept hidden. */
function flagOf({ value: expression }: Attribute, scope: Scope): boolean {
  const value = evaluate(expression, scope)
  if (typeof value === 'boolean') return value
  if (!isPoison(value)) {
    const summary = '"sensitive" must be true or false'
    reportIn(scope, { code: 'ST153', summary, subject: expression.range })
  }
  return true
}

function readOutput(name: string, { body, headerRange }: Block, outer: Scope): Value {
  const title = `output "${name}"`
  const scope = { ...outer, context: title }
  const described = { noun: 'an output', title, header: headerRange }
  for (const finding of bodyFindings(body, outputShape, described)) reportIn(scope, finding)
  const attribute = body.attributes.get('value')
  const flag = body.attributes.get('sensitive')
  const sensitive = flag !== undefined && flagOf(flag, scope)
  if (attribute === undefined) return poison
  const value = evaluate(attribute.value, scope)
  if (isPoison(value)) return poison
  // A secret says only where it will be read: it stays one, so that a password can still be made of it.
  if (sensitive) return isTagged(value) && value.kind === 'secret' ? value : marked(value)
  const leak = secretOutside(value, { name: 'value', expression: attribute.value })
  if (leak === undefined) return value
  reportIn(scope, { ...leak, detail: hideIt })
  return poison
}

/** References become addresses, patterns their text; what must not be shown is null. */
export function toPlain(value: Value): unknown {
  if (isList(value)) return value.map(toPlain)
  if (isObject(value)) return Object.fromEntries([...value].map(([key, item]) => [key, toPlain(item)]))
  if (typeof value === 'bigint') return value.toString()
  if (!isTagged(value)) return value
  if (value.kind === 'reference') return value.address ?? `${value.to}.${value.name}`
  return value.kind === 'pattern' ? value.text : null
}
