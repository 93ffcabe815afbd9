// Functions on lists, maps and objects. Objects are gone through in the order of their keys.

import { describeType, toText } from '../convert.ts'
import { calculateDecimal } from '../decimal.ts'
import { equalValues } from '../equal.ts'
import { inKeyOrder } from '../iterate.ts'
import { limits } from '../limits.ts'
import type { Failure, HclFunction } from '../scope.ts'
import { isList, isObject, type Value } from '../value.ts'
import { characters } from './characters.ts'
import { define, failure, parameter } from './define.ts'
import { distinctValues } from './distinct-values.ts'
import { compareText, ofOneType } from './set-functions.ts'

export const collectionFunctions: readonly HclFunction[] = [
  define('length(value: collection)', ({ value, charge }) => {
    charge(typeof value(0) === 'string' ? String(value(0)).length / 16 : 0)
    return lengthOf(value(0))
  }),
  define('concat(list: list)', ({ all }) => all.flatMap((list) => list as readonly Value[]), {
    rest: parameter('list: list'),
    required: 0,
  }),
  define('contains(list: list, value: any?)', ({ list, value }) =>
    list(0).some((item) => equalValues(item, value(1))),
  ),
  define('distinct(list: list)', ({ list }) => distinctValues(ofOneType(list(0)))),
  define('flatten(list: list)', ({ list }) => flattened(list(0))),
  define('reverse(list: list)', ({ list }) => list(0).toReversed()),
  define('keys(object: object)', ({ object }) => inKeyOrder(object(0)).map(([key]) => key)),
  define('values(object: object)', ({ object }) => inKeyOrder(object(0)).map(([, item]) => item)),
  define('lookup(object: object, key: string, default: any?)', lookup, { required: 2 }),
  define('merge(object: object?)', ({ all }) => merged(all), {
    rest: parameter('object: object?'),
    required: 0,
  }),
  define('zipmap(keys: list, values: list)', ({ list }) => zipped(list(0), list(1))),
  define('range(from: number, to: number, step: number)', ({ all, number }) => range(all.length, number), {
    required: 1,
  }),
  define('slice(list: list, start: number, end: number)', ({ list, number }) =>
    sliced(list(0), number(1), number(2)),
  ),
  define('element(list: list, index: number)', ({ list, number }) => elementAt(list(0), number(1))),
  define('sort(list: list)', ({ list }) => sorted(list(0))),
  define('one(list: list)', ({ list }) =>
    list(0).length > 1
      ? failure(`the list has ${list(0).length} elements, not one or none`, 0)
      : (list(0)[0] ?? null),
  ),
  define(
    'coalesce(value: any?)',
    ({ all }) =>
      ofOneType(all).find((value) => value !== null && value !== '') ??
      failure('all values are null or empty'),
    {
      rest: parameter('value: any?'),
    },
  ),
  define('compact(list: list)', ({ list }) => compacted(list(0))),
]

function lengthOf(value: Value): number {
  if (isList(value)) return value.length
  return isObject(value) ? value.size : characters(String(value)).length
}

function flattened(list: readonly Value[]): Value {
  return list.flatMap((item) => (isList(item) ? (flattened(item) as readonly Value[]) : [item]))
}

function lookup({
  all,
  object,
  text,
}: {
  readonly all: readonly Value[]
  object: (index: number) => ReadonlyMap<string, Value>
  text: (index: number) => string
}): Value | Failure {
  const found = object(0).get(text(1))
  if (found !== undefined) return found
  const fallback = all[2]
  return fallback === undefined
    ? failure(`there is no key ${JSON.stringify(text(1))}, and no default`, 1)
    : fallback
}

/** Later entries win. */
function merged(objects: readonly Value[]): Value {
  return new Map(objects.flatMap((object) => (isObject(object) ? [...object] : [])))
}

function zipped(keys: readonly Value[], values: readonly Value[]): Value | Failure {
  if (keys.length !== values.length)
    return failure(`there are ${keys.length} keys and ${values.length} values`)
  const object = new Map<string, Value>()
  for (const [index, item] of keys.entries()) {
    const key = toText(item)
    if (key === undefined) return failure(`a key cannot be ${describeType(item)}`, 0)
    object.set(key, values[index] ?? null)
  }
  return object
}

/** `range(3)` is 0, 1, 2; `range(1, 4)` is 1, 2, 3; a third number is the step. */
function range(count: number, number: (index: number) => number): Value | Failure {
  const from = count > 1 ? number(0) : 0
  const to = count > 1 ? number(1) : number(0)
  const step = count > 2 ? number(2) : from <= to ? 1 : -1
  if (step === 0 || (from < to && step < 0) || (from > to && step > 0))
    return failure('the step leads nowhere', 2)
  const length = Math.ceil((to - from) / step)
  if (length > limits.elements) return failure(`at most ${limits.elements} numbers`)
  const at = (index: number): Value => {
    const distance = calculateDecimal('*', step, index) ?? step * index
    return calculateDecimal('+', from, distance) ?? from + Number(distance)
  }
  return Array.from({ length }, (_, index) => (Number.isInteger(step) ? from + index * step : at(index)))
}

function sliced(list: readonly Value[], start: number, end: number): Value | Failure {
  const isInside =
    Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= list.length
  return isInside
    ? list.slice(start, end)
    : failure(`from ${start} to ${end} is not inside a list of ${list.length}`)
}

/** Counts round and round: element 3 of three is the first. */
function elementAt(list: readonly Value[], index: number): Value | Failure {
  if (list.length === 0) return failure('the list is empty', 0)
  if (!Number.isInteger(index)) return failure('"index" must be a whole number', 1)
  return list[((index % list.length) + list.length) % list.length] ?? null
}

/** Without nulls and empty texts. A list of anything else than text is a mistake, as `compact([[]])`. */
function compacted(list: readonly Value[]): Value | Failure {
  const kept = list.filter((item) => item !== null && item !== '')
  const odd = kept.find((item) => toText(item) === undefined)
  return odd === undefined
    ? kept.map((item) => toText(item) ?? null)
    : failure(`the list holds ${describeType(odd)}, which is no text`, 0)
}

function sorted(list: readonly Value[]): Value | Failure {
  const texts: string[] = []
  for (const item of list) {
    const text = toText(item)
    if (text === undefined) return failure(`the list holds ${describeType(item)}, which is no text`, 0)
    texts.push(text)
  }
  return texts.sort(compareText)
}
