// A number as it is written → the value that keeps all its digits.

import { limits } from './limits.ts'

const form = /^([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/
const digitsMax = Math.floor(limits.integerBits * Math.log10(2))

/**
 * A number or, for an integer that a double cannot hold, a bigint; a fraction is rounded to a double. Undefined for
 * what is beyond either or no number at all.
 */
export function numberLiteral(text: string): number | bigint | undefined {
  const parts = form.exec(text)
  if (parts === null) return undefined
  const [, whole = '', fraction = '', exponentText = '0'] = parts
  const digits = (whole + fraction).replace(/^0+/, '')
  if (digits === '') return 0
  // Not by a pattern: /0+$/ looks from every zero on, and takes minutes for a long row of them.
  let end = digits.length
  while (digits.charAt(end - 1) === '0') end -= 1
  const significant = digits.slice(0, end)
  const exponent = Number(exponentText) - fraction.length + (digits.length - significant.length)
  if (exponent < 0) {
    const value = Number(text)
    return Number.isFinite(value) ? value : undefined
  }
  if (significant.length + exponent > digitsMax) return undefined
  return exactInteger(BigInt(significant + '0'.repeat(exponent)))
}

/** The one form of an integer: a number where a double is exact, else a bigint. */
export function exactInteger(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
