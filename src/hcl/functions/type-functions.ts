// Conversions between text, numbers and bools, and the marks of sensitive values.

import { describeValue, toBool, toNumber, toText } from '../convert.ts'
import type { Failure, HclFunction } from '../scope.ts'
import { marked } from '../sensitive.ts'
import type { Value } from '../value.ts'
import { define, failure } from './define.ts'

export const typeFunctions: readonly HclFunction[] = [
  define('tostring(value: any?)', ({ value }) => converted(value(0), toText, 'a string')),
  define('tonumber(value: any?)', ({ value }) => converted(value(0), toNumber, 'a number')),
  define('tobool(value: any?)', ({ value }) => converted(value(0), toBool, 'true or false')),
  define('sensitive(value: any?)', ({ value }) => marked(value(0))),
  define('nonsensitive(value: any?)', ({ value }) => value(0), { reveals: true }),
]

function converted(
  value: Value,
  convert: (value: Value) => Value | undefined,
  what: string,
): Value | Failure {
  if (value === null) return null
  return convert(value) ?? failure(`${describeValue(value)} is not ${what}`, 0)
}
