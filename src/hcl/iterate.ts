// Going through a list or object, for `for` in expressions and in templates.

import type { Expression } from './ast.ts'
import { describeType } from './convert.ts'
import { type Bound, type Evaluation, refuse } from './evaluation.ts'
import { bare } from './sensitive.ts'
import { isList, isObject, isPoison, type Value } from './value.ts'

export interface Loop {
  /** One evaluation per element, with the names bound. */
  readonly turns: Iterable<Evaluation>
  /** The collection as a whole is sensitive. */
  readonly sensitive: boolean
}

interface Header {
  readonly keyName: string | undefined
  readonly valueName: string
  readonly collection: Expression
}

/** Undefined when the collection is poison or, after a report, nothing to go through. */
export function iterate(
  evaluation: Evaluation,
  { keyName, valueName, collection }: Header,
): Loop | undefined {
  const { value, sensitive } = bare(evaluation.value(collection))
  if (isPoison(value)) return undefined
  if (!isList(value) && !isObject(value)) {
    const detail = 'A for goes through the elements of a list, set, map or object.'
    const summary = `Cannot go through ${describeType(value)}`
    refuse(evaluation, { code: 'ST122', summary, detail }, collection.range)
    return undefined
  }
  const entries: Iterable<readonly [string | number, Value]> = isList(value)
    ? value.entries()
    : inKeyOrder(value)
  return { turns: turns(evaluation, { keyName, valueName, entries }), sensitive }
}

function* turns(
  evaluation: Evaluation,
  {
    keyName,
    valueName,
    entries,
  }: Omit<Header, 'collection'> & { entries: Iterable<readonly [string | number, Value]> },
): Iterable<Evaluation> {
  for (const [key, value] of entries) {
    const outer =
      keyName === undefined ? evaluation.bound : { name: keyName, value: key, outer: evaluation.bound }
    const bound: Bound = { name: valueName, value, outer }
    yield evaluation.within({ bound })
  }
}

/** Objects are gone through in the order of their keys, not in the order of writing. */
export function inKeyOrder<T>(object: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...object].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
}
