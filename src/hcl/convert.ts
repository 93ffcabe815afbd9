// The conversions that HCL makes by itself, and the words for what a value is. Nothing is ever lost in one.

import { exactInteger, numberLiteral } from './number-literal.ts'
import { isList, isObject, isTagged, type Value } from './value.ts'

/** Text of a string, number or bool; undefined for anything else. Numbers never get an exponent. */
export function toText(value: Value): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return numberText(value)
  return typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : undefined
}

function numberText(value: number): string {
  const text = String(value)
  const [, sign = '', digits = '', fraction = '', exponent] = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text) ?? []
  return exponent === undefined ? text : `${sign}0.${'0'.repeat(Number(exponent) - 1)}${digits}${fraction}`
}

/** A number, or what a text says when it is nothing but a number. */
export function toNumber(value: Value): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value !== 'string') return undefined
  const negative = value.startsWith('-')
  const size = numberLiteral(negative ? value.slice(1) : value)
  return size === undefined ? undefined : negative ? negate(size) : size
}

/** A bool, or the text "true" or "false". */
export function toBool(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value
  return value === 'true' ? true : value === 'false' ? false : undefined
}

export function negate(value: number | bigint): number | bigint {
  return typeof value === 'bigint' ? exactInteger(-value) : 0 - value
}

/** The one form of a computed number: whole numbers beyond a double's exact range become bigints. */
export function tidyNumber(value: number): number | bigint {
  if (value === 0) return 0
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value) : value
}

/** `a string`, `a list`, `cluster.us` … */
export function describeType(value: Value): string {
  if (value === null) return 'null'
  if (isList(value)) return 'a list'
  if (isObject(value)) return 'an object'
  if (!isTagged(value)) {
    return typeof value === 'string' ? 'a string' : typeof value === 'boolean' ? 'a bool' : 'a number'
  }
  switch (value.kind) {
    case 'reference':
      return `${value.to}.${value.name}`
    case 'secret':
      return 'a secret'
    case 'pattern':
      return 'a pattern'
    case 'sensitive':
      return 'a sensitive value'
    case 'poison':
      return 'a value with a mistake'
    default:
      return value satisfies never
  }
}

/** A short value as it would be written; of anything long, secret or compound only its type. */
export function describeValue(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 39)}…` : value)
  return toText(value) ?? describeType(value)
}
