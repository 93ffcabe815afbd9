// `output` blocks: values that a topology hands to whoever reads its plan. Plain JSON; never a secret.

import type { Block } from '../hcl/ast.ts'
import { evaluate } from '../hcl/evaluate.ts'
import type { Scope } from '../hcl/scope.ts'
import { marked } from '../hcl/sensitive.ts'
import { isList, isObject, isPoison, isSensitive, isTagged, poison, type Value } from '../hcl/value.ts'
import type { BlockShape } from './decode/shape.ts'
import { reportIn } from './finding.ts'
import { missingNames } from './rules/missing-attribute.ts'
import { secretOutside } from './rules/secret-outside.ts'
import { unknownNames } from './rules/unknown-attribute.ts'

export interface Output {
  /** Null where the value is sensitive: outputs are shown. */
  readonly value: unknown
  readonly sensitive: boolean
}

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
    .filter(([, value]) => !isPoison(value))
    .map(([name, value]): [string, Output] => {
      const sensitive = isSensitive(value) || (isTagged(value) && value.kind === 'secret')
      return [name, { value: sensitive ? null : toPlain(value), sensitive }]
    })
  return new Map(shown)
}

function readOutput(name: string, { body, headerRange }: Block, outer: Scope): Value {
  const title = `output "${name}"`
  const scope = { ...outer, context: title }
  const findings = [
    ...unknownNames(body, outputShape, 'an output'),
    ...missingNames(body, outputShape, { header: headerRange, title }).map(({ finding }) => finding),
  ]
  for (const finding of findings) reportIn(scope, finding)
  const attribute = body.attributes.get('value')
  const flag = body.attributes.get('sensitive')
  const sensitive = flag !== undefined && evaluate(flag.value, scope) === true
  if (attribute === undefined) return poison
  const value = evaluate(attribute.value, scope)
  if (isPoison(value)) return poison
  // A secret says only where it will be read: it stays one, so that a password can still be made of it.
  if (sensitive) return isTagged(value) && value.kind === 'secret' ? value : marked(value)
  const leak = secretOutside(value, { name: 'value', expression: attribute.value })
  if (leak === undefined) return value
  reportIn(scope, { ...leak, detail: 'Say sensitive = true to keep it hidden.' })
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
