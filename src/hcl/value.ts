// What an expression evaluates to. Plain JavaScript values wherever possible; what plain values cannot say is
// tagged. Objects are Maps, so that a key such as `__proto__` is a key like any other. Values never change.

/**
 * A set is a list without repetitions in `toset` order. An integer beyond ±2^53 is a bigint, every other number a
 * finite number, so that equal numbers have one form.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Value[]
  | ObjectValue
  | Reference
  | SecretReference
  | Pattern
  | Sensitive
  | Poison

export type ObjectValue = ReadonlyMap<string, Value>

/** A block of the topology named in an expression: `cluster.us` is `{ to: 'cluster', name: 'us' }`. Made by the scope. */
export interface Reference {
  readonly kind: 'reference'
  readonly to: string
  readonly name: string
  /** As people write it, where that is not `to.name`. */
  readonly address?: string
}

/** `env("NAME")` or `secret_file("path")`: where a secret will be read, never the secret. */
export interface SecretReference {
  readonly kind: 'secret'
  readonly from: { readonly env: string } | { readonly file: string }
}

/** `regex("…")` or `glob("…")`: an RE2 expression that has to match in full. `text` is what the author wrote. */
export interface Pattern {
  readonly kind: 'pattern'
  readonly syntax: 'regex' | 'glob'
  readonly text: string
  readonly regex: string
}

/** A value that must not be shown. Never nested directly in another Sensitive. */
export interface Sensitive {
  readonly kind: 'sensitive'
  readonly value: Exclude<Value, Sensitive | Poison>
}

/** The result of a mistake already reported: whatever touches it is poison too, silently. */
export interface Poison {
  readonly kind: 'poison'
}

export const poison: Poison = Object.freeze({ kind: 'poison' })

export function isObject(value: Value): value is ObjectValue {
  return value instanceof Map
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

export function isTagged(value: Value): value is Reference | SecretReference | Pattern | Sensitive | Poison {
  return value !== null && typeof value === 'object' && 'kind' in value
}

export function isPoison(value: Value): value is Poison {
  return value === poison
}

export function isSensitive(value: Value): value is Sensitive {
  return isTagged(value) && value.kind === 'sensitive'
}
