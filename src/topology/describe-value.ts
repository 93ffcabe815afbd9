// What a value is, in words for diagnostics. Strings are shown short, secrets and sensitive values never.

import { describeType } from '../hcl/convert.ts'
import { isList, isTagged, type Value } from '../hcl/value.ts'

const shownMax = 40

/** `a string`, `a list of 3`, `a cluster` … */
export function describeKind(value: Value): string {
  if (isList(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`
  if (value === '') return 'an empty string'
  if (isTagged(value) && value.kind === 'reference' && value.address !== undefined) return value.address
  return describeType(value)
}

/** The value as it would be written, where that is short and may be shown; else its kind. */
export function describeLiteral(value: Value): string {
  if (typeof value === 'string') return quoted(value)
  if (value === null || typeof value !== 'object') return String(value)
  return describeKind(value)
}

/** The text in quotes, cut where it is long, control characters spelled out. */
export function quoted(text: string): string {
  const short = text.length > shownMax ? `${text.slice(0, shownMax - 1)}…` : text
  return JSON.stringify(short)
}
