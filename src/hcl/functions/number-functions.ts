// Functions on numbers, exact for integers of any size.

import { describeType, tidyNumber, toNumber } from '../convert.ts'
import { calculateDecimal } from '../decimal.ts'
import type { Failure, HclFunction } from '../scope.ts'
import type { Value } from '../value.ts'
import { define, failure, parameter } from './define.ts'

type Numeric = number | bigint

const rest = { rest: parameter('number: number') }

export const numberFunctions: readonly HclFunction[] = [
  define('min(number: number)', ({ all }) => extreme(all as readonly Numeric[], (a, b) => a < b), rest),
  define('max(number: number)', ({ all }) => extreme(all as readonly Numeric[], (a, b) => a > b), rest),
  define('ceil(number: number)', ({ value }) => rounded(value(0), Math.ceil)),
  define('floor(number: number)', ({ value }) => rounded(value(0), Math.floor)),
  define('sum(list: list)', ({ list }) => sum(list(0))),
]

function extreme(numbers: readonly Numeric[], wins: (a: Numeric, b: Numeric) => boolean): Value {
  return numbers.reduce((best, number) => (wins(number, best) ? number : best))
}

function rounded(value: Value, round: (number: number) => number): Value {
  return typeof value === 'number' ? tidyNumber(round(value)) : value
}

function sum(list: readonly Value[]): Value | Failure {
  let total: Numeric = 0
  for (const item of list) {
    const number = toNumber(item)
    if (number === undefined) return failure(`the list holds ${describeType(item)}, which is no number`, 0)
    total = calculateDecimal('+', total, number) ?? tidyNumber(Number(total) + Number(number))
  }
  return total
}
