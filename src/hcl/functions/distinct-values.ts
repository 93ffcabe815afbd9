// Lists without repetitions, in time linear in their size.

import { inKeyOrder } from '../iterate.ts'
import { isList, isObject, type Value } from '../value.ts'

/** Keeps the first of equal elements. */
export function distinctValues(items: readonly Value[]): readonly Value[] {
  const seen = new Set<string>()
  return items.filter((item) => {
    const key = identity(item)
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}

/** A text that two values share exactly when they are equal. */
export function identity(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (value === null || typeof value !== 'object') return String(value)
  if (isList(value)) return `[${value.map(identity).join(',')}]`
  if (isObject(value)) {
    return `{${inKeyOrder(value)
      .map(([key, item]) => `${JSON.stringify(key)}:${identity(item)}`)
      .join(',')}}`
  }
  return `<${JSON.stringify(value)}>`
}
