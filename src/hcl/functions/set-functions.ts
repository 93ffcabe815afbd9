// Sets: lists in a fixed order without repetitions. Conversions between kinds of collections live here too.

import { describeType, toText } from '../convert.ts'
import { inKeyOrder } from '../iterate.ts'
import { limits } from '../limits.ts'
import type { Failure, HclFunction } from '../scope.ts'
import { isList, isObject, type Value } from '../value.ts'
import { define, failure, parameter } from './define.ts'
import { distinctValues, identity } from './distinct-values.ts'

const rest = { rest: parameter('set: list') }

export const setFunctions: readonly HclFunction[] = [
  define('toset(list: list)', ({ list }) => setOf(list(0))),
  define('tolist(list: any)', ({ value }) => listOf(value(0))),
  define('tomap(object: object)', ({ object }) => {
    const entries = [...object(0)]
    const values = ofOneType(entries.map(([, value]) => value))
    return new Map(entries.map(([key], at) => [key, values[at] ?? null]))
  }),
  define('setunion(set: list)', ({ all }) => setOf(all.flatMap((set) => set as readonly Value[])), rest),
  define(
    'setintersection(set: list)',
    ({ all }) => setOf(shared(listsOfOneType(all as readonly (readonly Value[])[]))),
    rest,
  ),
  define('setsubtract(set: list, without: list)', ({ list }) => {
    const [from = [], without = []] = listsOfOneType([list(0), list(1)])
    const gone = new Set(without.map(identity))
    return setOf(from.filter((item) => !gone.has(identity(item))))
  }),
  define('setproduct(set: list)', ({ all }) => product(all as readonly (readonly Value[])[]), rest),
]

/** Where one is a text and all can be, all are. */
export function ofOneType(items: readonly Value[]): readonly Value[] {
  const mixed =
    items.some((item) => typeof item === 'string') &&
    items.every((item) => item === null || toText(item) !== undefined)
  return mixed ? items.map((item) => (item === null ? null : (toText(item) ?? null))) : items
}

/** The same across lists that are held against each other: 1 is in a set with "1". */
function listsOfOneType(lists: readonly (readonly Value[])[]): readonly (readonly Value[])[] {
  const items = ofOneType(lists.flat()).values()
  return lists.map((list) => [...items.take(list.length)])
}

/** Texts in code unit order, numbers by size; anything else in order of appearance. */
function setOf(items: readonly Value[]): readonly Value[] {
  const unique = distinctValues(ofOneType(items))
  if (unique.every((item) => typeof item === 'string')) return [...unique].sort(compareText)
  const numbers = unique.every((item) => typeof item === 'number' || typeof item === 'bigint')
  return numbers
    ? [...unique].sort((a, b) => (Number(a) < Number(b) ? -1 : Number(a) > Number(b) ? 1 : 0))
    : unique
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function listOf(value: Value): Value | Failure {
  if (isList(value)) return ofOneType(value)
  return isObject(value)
    ? ofOneType(inKeyOrder(value).map(([, item]) => item))
    : failure(`${describeType(value)} is no collection`, 0)
}

function shared([first = [], ...others]: readonly (readonly Value[])[]): readonly Value[] {
  const sets = others.map((set) => new Set(set.map(identity)))
  return first.filter((item) => sets.every((set) => set.has(identity(item))))
}

function product(sets: readonly (readonly Value[])[]): Value | Failure {
  const count = sets.reduce((size, set) => size * set.length, sets.length)
  if (count > limits.elements) return failure('there are too many combinations')
  return sets.reduce<readonly (readonly Value[])[]>(
    (combinations, set) => combinations.flatMap((combination) => set.map((item) => [...combination, item])),
    [[]],
  )
}
