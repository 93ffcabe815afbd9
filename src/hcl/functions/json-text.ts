// Values as JSON text and back. Keys come out sorted, large integers keep their digits.

import { describeType, toText } from '../convert.ts'
import { inKeyOrder } from '../iterate.ts'
import { limits } from '../limits.ts'
import { exactInteger } from '../number-literal.ts'
import type { Failure } from '../scope.ts'
import { isList, isObject, isTagged, type Value } from '../value.ts'
import { failure } from './define.ts'

/** Without spaces. Fails on what JSON has no word for, as secrets and references. */
export function toJson(value: Value): string | Failure {
  if (value === null) return 'null'
  if (typeof value === 'string') return JSON.stringify(value)
  if (isTagged(value)) return failure(`${describeType(value)} has no JSON form`, 0)
  if (isList(value)) return joined(value.map(toJson), '[', ']')
  if (isObject(value)) {
    const entries = inKeyOrder(value).map(([key, item]) => {
      const text = toJson(item)
      return typeof text === 'string' ? `${JSON.stringify(key)}:${text}` : text
    })
    return joined(entries, '{', '}')
  }
  return toText(value) ?? 'null'
}

function joined(parts: readonly (string | Failure)[], open: string, close: string): string | Failure {
  const failed = parts.find((part) => typeof part !== 'string')
  return failed ?? `${open}${parts.join(',')}${close}`
}

/** A plain JavaScript value, as JSON.parse makes it, as one of ours. Undefined where it is nested too deep. */
export function fromJson(json: unknown, depth = 0): Value | undefined {
  if (json === null || typeof json === 'string' || typeof json === 'boolean' || typeof json === 'bigint')
    return json
  if (typeof json === 'number') return json === 0 ? 0 : json
  if (depth >= limits.valueDepth) return undefined
  if (Array.isArray(json)) {
    const items = json.map((item) => fromJson(item, depth + 1))
    return items.includes(undefined) ? undefined : items.map((item) => item ?? null)
  }
  const object = new Map<string, Value>()
  for (const [key, item] of Object.entries(json as object)) {
    const value = fromJson(item, depth + 1)
    if (value === undefined) return undefined
    object.set(key, value)
  }
  return object
}

/** JSON text as a value. */
export function parseJson(text: string): Value | Failure {
  try {
    const parsed: unknown = JSON.parse(text, keepDigits)
    return fromJson(parsed) ?? failure('nested too deep', 0)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return failure(`not valid JSON: ${error.message}`, 0)
  }
}

function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source
  if (typeof value !== 'number' || source === undefined) return value
  if (/^-?\d+$/.test(source) && source.length < 150) return exactInteger(BigInt(source))
  return Number.isInteger(value) && !Number.isSafeInteger(value) && Number.isFinite(value)
    ? BigInt(value)
    : value
}
