// Sensitivity spreads: whatever is computed from a sensitive value is sensitive.

import { isList, isObject, isPoison, isSensitive, poison, type Value } from './value.ts'

/** A value without marks, and whether it had any. */
export interface Bare {
  readonly value: Exclude<Value, { readonly kind: 'sensitive' }>
  readonly sensitive: boolean
}

/** Takes the outermost mark off. */
export function bare(value: Value): Bare {
  return isSensitive(value) ? { value: value.value, sensitive: true } : { value, sensitive: false }
}

/** Takes every mark off, at any depth. Poison anywhere inside makes the whole poison. */
export function bareThroughout(value: Value): Bare {
  if (isSensitive(value)) return { value: bareThroughout(value.value).value, sensitive: true }
  if (isList(value)) {
    const items = value.map(bareThroughout)
    if (items.some((item) => isPoison(item.value))) return { value: poison, sensitive: false }
    const sensitive = items.some((item) => item.sensitive)
    return { value: sensitive ? items.map((item) => item.value) : value, sensitive }
  }
  if (isObject(value)) {
    const entries = [...value].map(([key, item]) => [key, bareThroughout(item)] as const)
    if (entries.some(([, item]) => isPoison(item.value))) return { value: poison, sensitive: false }
    const sensitive = entries.some(([, item]) => item.sensitive)
    return { value: sensitive ? new Map(entries.map(([key, item]) => [key, item.value])) : value, sensitive }
  }
  return { value, sensitive: false }
}

/** Marks a value; what is poison or marked already stays as it is. */
export function marked(value: Value, sensitive = true): Value {
  if (!sensitive || isPoison(value) || isSensitive(value)) return value
  return { kind: 'sensitive', value }
}
