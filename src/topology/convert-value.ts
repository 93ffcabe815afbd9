// Value + type → value of that type. Conversions that lose nothing are made, as everywhere in HCL; the first part
// that does not fit is named by its path, so that a wrong port deep inside a map is found.

import { toBool, toNumber, toText } from '../hcl/convert.ts'
import { isList, isObject, isPoison, isSensitive, isTagged, type Value } from '../hcl/value.ts'
import { describeType, type Field, type TypeConstraint } from './type-constraint.ts'

export interface Misfit {
  /** As `.brokers[0].port`; empty for the value itself. */
  readonly path: string
  /** Follows the path, as `must be a number`. */
  readonly message: string
  /** What is there instead, where that says more. */
  readonly found?: Value
}

export type Converted = { readonly value: Value } | { readonly misfit: Misfit }

/** Evaluates the fallback of an optional field. */
export type EvaluateFallback = (field: Field) => Value

interface Job {
  readonly path: string
  readonly fallbackOf: EvaluateFallback
}

/** `value` as a value of `type`. Null fits every type. */
export function convertValue(value: Value, type: TypeConstraint, fallbackOf: EvaluateFallback): Converted {
  return convert(value, type, { path: '', fallbackOf })
}

function convert(value: Value, type: TypeConstraint, job: Job): Converted {
  if (value === null || isPoison(value) || type.kind === 'any') return { value }
  if (isSensitive(value)) return resealed(convert(value.value, type, job))
  switch (type.kind) {
    case 'string':
      return wanted(toText(value), value, type, job)
    case 'number':
      return wanted(toNumber(value), value, type, job)
    case 'bool':
      return wanted(toBool(value), value, type, job)
    case 'cluster':
    case 'topics':
    case 'groups':
      return isTagged(value) && value.kind === 'reference' && value.to === type.kind
        ? { value }
        : misfit(value, type, job)
    case 'secret':
      return isTagged(value) && value.kind === 'secret' ? { value } : misfit(value, type, job)
    case 'list':
    case 'set':
      return isList(value)
        ? convertItems(value, () => type.element, { ...job, set: type.kind === 'set' })
        : misfit(value, type, job)
    case 'tuple':
      return isList(value) && value.length === type.items.length
        ? convertItems(value, (index) => type.items[index] ?? { kind: 'any' }, job)
        : misfit(value, type, job)
    case 'map':
      return isObject(value) ? convertEntries(value, type.element, job) : misfit(value, type, job)
    case 'object':
      return isObject(value) ? convertFields(value, type.fields, job) : misfit(value, type, job)
  }
}

function wanted(converted: Value | undefined, value: Value, type: TypeConstraint, job: Job): Converted {
  return converted === undefined ? misfit(value, type, job) : { value: converted }
}

function misfit(value: Value, type: TypeConstraint, { path }: Job): Converted {
  return { misfit: { path, message: `must be ${inWords(type)}`, found: value } }
}

function inWords(type: TypeConstraint): string {
  if (type.kind === 'bool') return 'true or false'
  if (type.kind === 'topics' || type.kind === 'groups')
    return `a filter of ${type.kind}, as ${type.kind}.business`
  if (type.kind === 'cluster') return 'a cluster, as cluster.us'
  if (type.kind === 'secret') return 'a secret, as env("NAME")'
  return type.kind === 'string' || type.kind === 'number' ? `a ${type.kind}` : describeType(type)
}

function resealed(converted: Converted): Converted {
  if (!('value' in converted)) return converted
  const { value } = converted
  return isPoison(value) || isSensitive(value) ? converted : { value: { kind: 'sensitive', value } }
}

type ItemsJob = Job & { readonly set?: boolean }

function convertItems(
  items: readonly Value[],
  typeAt: (index: number) => TypeConstraint,
  job: ItemsJob,
): Converted {
  const converted: Value[] = []
  for (const [index, item] of items.entries()) {
    const result = convert(item, typeAt(index), { ...job, path: `${job.path}[${index}]` })
    if ('misfit' in result) return result
    converted.push(result.value)
  }
  return { value: job.set === true ? asSet(converted) : converted }
}

function asSet(items: readonly Value[]): Value[] {
  const unique = [...new Set(items)]
  return unique.every((item) => typeof item === 'string') ? unique.sort() : unique
}

function convertEntries(entries: ReadonlyMap<string, Value>, type: TypeConstraint, job: Job): Converted {
  const converted = new Map<string, Value>()
  for (const [key, item] of entries) {
    const result = convert(item, type, { ...job, path: `${job.path}[${JSON.stringify(key)}]` })
    if ('misfit' in result) return result
    converted.set(key, result.value)
  }
  return { value: converted }
}

function convertFields(
  entries: ReadonlyMap<string, Value>,
  fields: ReadonlyMap<string, Field>,
  job: Job,
): Converted {
  const unknown = [...entries.keys()].find((key) => !fields.has(key))
  if (unknown !== undefined) {
    return { misfit: { path: job.path, message: `has no field "${unknown}" in its type` } }
  }
  const converted = new Map<string, Value>()
  for (const [name, field] of fields) {
    const given = entries.get(name)
    if (given === undefined && !field.optional) {
      return { misfit: { path: job.path, message: `lacks the field "${name}"` } }
    }
    const result = convert(given ?? job.fallbackOf(field), field.type, {
      ...job,
      path: `${job.path}.${name}`,
    })
    if ('misfit' in result) return result
    converted.set(name, result.value)
  }
  return { value: converted }
}
