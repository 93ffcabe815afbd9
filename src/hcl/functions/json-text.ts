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
  if (typeof value === 'string') return jsonString(value)
  if (isTagged(value)) return failure(`${describeType(value)} has no JSON form`, 0)
  if (isList(value)) return joined(value.map(toJson), '[', ']')
  if (isObject(value)) {
    const entries = inKeyOrder(value).map(([key, item]) => {
      const text = toJson(item)
      return typeof text === 'string' ? `${jsonString(key)}:${text}` : text
    })
    return joined(entries, '{', '}')
  }
  return toText(value) ?? 'null'
}

/** As Terraform writes it: what HTML or JavaScript could act on is an escape. */
function jsonString(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function joined(parts: readonly (string | Failure)[], open: string, close: string): string | Failure {
  const failed = parts.find((part) => typeof part !== 'string')
  return failed ?? `${open}${parts.join(',')}${close}`
}

/** A plain JavaScript value, as JSON.parse makes it, as one of ours. */
function fromJson(json: unknown): Value {
  if (Array.isArray(json)) return json.map(fromJson)
  if (typeof json === 'string') return json.toWellFormed()
  if (json === null || typeof json !== 'object')
    return json === 0 ? 0 : (json as null | boolean | number | bigint)
  return new Map(Object.entries(json).map(([key, item]) => [key.toWellFormed(), fromJson(item)]))
}

/** JSON text as a value. */
export function parseJson(text: string): Value | Failure {
  if (jsonDepth(text) > limits.valueDepth) return failure('nested too deep', 0)
  try {
    const parsed: unknown = JSON.parse(text, keepDigits)
    return fromJson(parsed)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return failure(`not valid JSON: ${error.message}`, 0)
  }
}

/** How deep brackets go, without recursion: JSON.parse with a reviver would overflow the stack. Each unit is seen once. */
function jsonDepth(text: string): number {
  let depth = 0
  let deepest = 0
  let isQuoted = false
  for (const [mark] of text.matchAll(/\\.|["[\]{}]/gs)) {
    if (mark === '"') isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (mark === '[' || mark === '{') deepest = Math.max(deepest, ++depth)
    else if (mark === ']' || mark === '}') depth -= 1
  }
  return deepest
}

function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source
  if (typeof value !== 'number' || source === undefined) return value
  if (/^-?\d+$/.test(source) && source.length < 150) return exactInteger(BigInt(source))
  return Number.isInteger(value) && !Number.isSafeInteger(value) && Number.isFinite(value)
    ? BigInt(value)
    : value
}
