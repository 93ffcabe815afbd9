// Equality as HCL has it: same type, same content. `1 == "1"` is false.

import { isList, isObject, isTagged, type Value } from './value.ts'

/** Whether two values without marks are equal. */
export function equalValues(a: Value, b: Value): boolean {
  if (a === b) return true
  if (isList(a) && isList(b)) {
    return a.length === b.length && a.every((item, index) => equalValues(item, b[index] ?? null))
  }
  if (isObject(a) && isObject(b)) {
    return (
      a.size === b.size && [...a].every(([key, item]) => b.has(key) && equalValues(item, b.get(key) ?? null))
    )
  }
  if (!isTagged(a) || !isTagged(b)) return false
  if (a.kind === 'reference' && b.kind === 'reference') return a.to === b.to && a.name === b.name
  return a.kind === 'pattern' && b.kind === 'pattern' && a.regex === b.regex
}
