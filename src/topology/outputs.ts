// `output` blocks: values that a topology hands to whoever reads its plan. Plain JSON; never a secret.

import type { Block } from '../hcl/ast.ts'
import { evaluate } from '../hcl/evaluate.ts'
import type { Scope } from '../hcl/scope.ts'
import { isList, isObject, isPoison, isSensitive, isTagged, type Value } from '../hcl/value.ts'
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

/** Every output that could be evaluated. */
export function readOutputs(blocks: ReadonlyMap<string, Block>, scope: Scope): ReadonlyMap<string, Output> {
  const outputs = new Map<string, Output>()
  for (const [name, block] of blocks) {
    const output = readOutput(name, block, scope)
    if (output !== undefined) outputs.set(name, output)
  }
  return outputs
}

function readOutput(name: string, { body, headerRange }: Block, outer: Scope): Output | undefined {
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
  if (attribute === undefined) return undefined
  const value = evaluate(attribute.value, scope)
  if (isPoison(value)) return undefined
  if (sensitive) return { value: null, sensitive }
  const leak = secretOutside(value, { name: 'value', expression: attribute.value })
  if (leak === undefined) return { value: toPlain(value), sensitive }
  reportIn(scope, isSensitive(value) ? { ...leak, detail: 'Say sensitive = true to keep it hidden.' } : leak)
  return undefined
}

/** References become addresses, patterns their text; what must not be shown is null. */
export function toPlain(value: Value): unknown {
  if (isList(value)) return value.map(toPlain)
  if (isObject(value)) return Object.fromEntries([...value].map(([key, item]) => [key, toPlain(item)]))
  if (typeof value === 'bigint') return value.toString()
  if (!isTagged(value)) return value
  if (value.kind === 'reference') return `${value.to}.${value.name}`
  return value.kind === 'pattern' ? value.text : null
}
