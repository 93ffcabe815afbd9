// Sets: lists in a fixed order without repetitions. Conversions between kinds of collections live here too.

import { describeType, toText } from '../convert.ts'
import { inKeyOrder } from '../iterate.ts'
import { limits } from '../limits.ts'
import type { Failure, HclFunction } from '../scope.ts'
import { isObject, type Value } from '../value.ts'
import { define, failure, parameter } from './define.ts'
import { distinctValues, identity } from './distinct-values.ts'

const rest = { rest: parameter('set: list') }

export const setFunctions: readonly HclFunction[] = [
  define('toset(list: list)', ({ list }) => setOf(list(0))),
  define('tolist(list: any)', ({ value }) => listOf(value(0))),
  define('tomap(object: object)', ({ object }) => object(0)),
  define('setunion(set: list)', ({ all }) => setOf(all.flatMap((set) => set as readonly Value[])), rest),
  define(
    'setintersection(set: list)',
    ({ all }) => setOf(shared(all as readonly (readonly Value[])[])),
    rest,
  ),
  define('setsubtract(set: list, without: list)', ({ list }) => {
    const gone = new Set(list(1).map(identity))
    return setOf(list(0).filter((item) => !gone.has(identity(item))))
  }),
  define('setproduct(set: list)', ({ all }) => product(all as readonly (readonly Value[])[]), rest),
]

/** Texts in code unit order, numbers by size; anything else in order of appearance. */
function setOf(items: readonly Value[]): readonly Value[] {
  const mixed =
    items.some((item) => typeof item === 'string') && items.every((item) => toText(item) !== undefined)
  const unique = distinctValues(mixed ? items.map((item) => toText(item) ?? null) : items)
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
  if (Array.isArray(value)) return value
  return isObject(value)
    ? inKeyOrder(value).map(([, item]) => item)
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
