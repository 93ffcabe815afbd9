// `format("%s has %d", …)`: the verbs of Go that HCL took over. %s %v text, %d integers, %f %e %g fractions, %b %o
// %x %X integers in other bases (%x also text), %q quoted text, %t bools, %% itself. Flags - + space 0, width,
// precision, %#v for a value as JSON, %#x for 0xff, and %[2]s for the second value.

import { describeType, toBool, toNumber, toText } from '../convert.ts'
import { limits } from '../limits.ts'
import type { Failure } from '../scope.ts'
import { isTagged, type Value } from '../value.ts'
import { characters } from './characters.ts'
import { failure } from './define.ts'
import { toJson } from './json-text.ts'

const verb = /%([-+ 0#]*)(\d*)(?:\.(\d*))?(?:\[(\d+)\])?([a-zA-Z%]?)/g
const widthMax = 1000

interface Verb {
  readonly flags: string
  readonly width: number
  readonly precision: number | undefined
  readonly letter: string
}

/** The pattern with its verbs replaced by the values in order. Every value has to be used. */
export function formatText(pattern: string, values: readonly Value[]): string | Failure {
  let next = 0
  let used = 0
  let units = pattern.length
  let problem: Failure | undefined
  const text = pattern.replace(
    verb,
    (
      found,
      flags: string,
      width: string,
      precision: string | undefined,
      index: string | undefined,
      letter: string,
    ) => {
      if (problem !== undefined || found === '%%') return '%'
      const position = index === undefined ? next : Number(index) - 1
      const value = values[position]
      const parsed = {
        flags,
        width: Number(width),
        precision: precision === undefined ? undefined : Number(precision),
        letter,
      }
      const formatted =
        value === undefined
          ? failure(`has no value for ${found}`, 0)
          : formatVerb(parsed, value, position + 1)
      if (typeof formatted !== 'string') {
        problem = formatted
        return ''
      }
      next = position + 1
      used = Math.max(used, next)
      units += formatted.length
      if (units > limits.textUnits) problem = failure('the result is too long')
      return formatted
    },
  )
  if (problem !== undefined) return problem
  return used < values.length ? failure(`has ${values.length} values, but uses ${used}`, used + 1) : text
}

function formatVerb(verb: Verb, value: Value, argument: number): string | Failure {
  if (verb.width > widthMax || (verb.precision ?? 0) > 100)
    return failure('width or precision is too large', 0)
  const text = verbText(verb, value)
  if (text === undefined) {
    const known = 'svdfegbotqxXEG'.includes(verb.letter) && verb.letter !== ''
    return known
      ? failure(`%${verb.letter} does not work with ${describeType(value)}`, argument)
      : failure(`there is no verb %${verb.letter}`, 0)
  }
  const zeros = verb.flags.includes('0') && !verb.flags.includes('-') && typeof value !== 'string'
  if (zeros)
    return text.replace(/^[-+ ]?/, (sign) => sign + '0'.repeat(Math.max(0, verb.width - text.length)))
  const padding = ' '.repeat(Math.max(0, verb.width - (verb.width === 0 ? 0 : characters(text).length)))
  return verb.flags.includes('-') ? text + padding : padding + text
}

function verbText({ letter, flags, precision }: Verb, value: Value): string | undefined {
  switch (letter) {
    case 's':
      return cut(toText(value), precision)
    case 'v':
      return cut((flags.includes('#') ? undefined : toText(value)) ?? jsonText(value), precision)
    case 'q': {
      const text = toText(value)
      return text === undefined ? undefined : JSON.stringify(text)
    }
    case 't': {
      const bool = toBool(value)
      return bool === undefined ? undefined : String(bool)
    }
    default:
      return numberText({ letter, flags, precision }, value)
  }
}

function cut(text: string | undefined, precision: number | undefined): string | undefined {
  return text === undefined || precision === undefined ? text : characters(text).slice(0, precision).join('')
}

function jsonText(value: Value): string | undefined {
  if (isTagged(value)) return undefined
  const json = toJson(value)
  return typeof json === 'string' ? json : undefined
}

function numberText({ letter, flags, precision }: Omit<Verb, 'width'>, value: Value): string | undefined {
  const number = toNumber(value)
  if ((letter === 'x' || letter === 'X') && typeof value === 'string') return hexText(value, letter)
  if (number === undefined) return undefined
  const text = unsignedText(
    letter,
    number < 0 ? (typeof number === 'bigint' ? -number : -number) : number,
    precision,
  )
  if (text === undefined) return undefined
  const sign = number < 0 ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  const base = flags.includes('#') && Object.hasOwn(prefixes, letter) ? prefixes[letter] : ''
  return sign + base + text
}

function hexText(text: string, letter: string): string {
  const hex = Buffer.from(text, 'utf8').toString('hex')
  return letter === 'X' ? hex.toUpperCase() : hex
}

/** What `#` puts before the digits. */
const prefixes: Readonly<Record<string, string>> = { b: '0b', o: '0', x: '0x', X: '0X' }
const bases: Readonly<Record<string, number>> = { b: 2, o: 8, d: 10, x: 16, X: 16 }

function unsignedText(
  letter: string,
  number: number | bigint,
  precision: number | undefined,
): string | undefined {
  const base = Object.hasOwn(bases, letter) ? bases[letter] : undefined
  if (base !== undefined) {
    if (typeof number === 'number' && !Number.isInteger(number)) return undefined
    const text = number.toString(base)
    return letter === 'X' ? text.toUpperCase() : text
  }
  switch (letter) {
    case 'f':
      return typeof number === 'bigint'
        ? `${number}.${'0'.repeat(precision ?? 6)}`
        : number.toFixed(precision ?? 6)
    case 'e':
    case 'E': {
      const text = Number(number)
        .toExponential(precision ?? 6)
        .replace(/e([-+])(\d)$/, 'e$10$2')
      return letter === 'E' ? text.toUpperCase() : text
    }
    case 'g':
    case 'G': {
      const text = shortest(Number(number), precision)
      return letter === 'G' ? text.toUpperCase() : text
    }
    default:
      return undefined
  }
}

/** As few digits as say the number; an exponent where Go writes one: below 1e-4, and from 1e6 or the precision on. */
function shortest(number: number, precision: number | undefined): string {
  const [digits = '', exponent = '0'] = number
    .toExponential(precision === undefined ? undefined : Math.max(1, precision) - 1)
    .split('e')
  const power = Number(exponent)
  const isPlain = power >= -4 && power < (precision === undefined ? 6 : Math.max(1, precision))
  const rounded = Number(`${digits}e${power}`)
  if (isPlain) return toText(rounded) ?? digits
  const significant = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits
  return `${significant}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}
