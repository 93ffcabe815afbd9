// How large a value is. Values share parts, so a few lines can name a value with billions of elements: sizes are
// kept per part, and every new list or object is weighed before it can be used.

import { isList, isObject, isSensitive, type Value } from './value.ts'

interface Measure {
  readonly size: number
  readonly depth: number
}

const measures = new WeakMap<object, Measure>()

/** Elements at every depth, shared ones counted as often as they appear; a long text counts as several. */
export function valueSize(value: Value): number {
  return measure(value).size
}

/** How many lists and objects are inside each other. */
export function valueDepth(value: Value): number {
  return measure(value).depth
}

function measure(value: Value): Measure {
  if (typeof value === 'string') return { size: 1 + Math.floor(value.length / 64), depth: 0 }
  if (isSensitive(value)) return measure(value.value)
  if (!isList(value) && !isObject(value)) return { size: 1, depth: 0 }
  const known = measures.get(value)
  if (known !== undefined) return known
  let size = 1
  let depth = 0
  for (const item of value.values()) {
    const inner = measure(item)
    size += inner.size
    depth = Math.max(depth, inner.depth)
  }
  const measured = { size, depth: depth + 1 }
  measures.set(value, measured)
  return measured
}
