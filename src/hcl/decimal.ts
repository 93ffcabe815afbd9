// Arithmetic on fractions as people write them: 0.1 + 0.2 is 0.3, and 110% of 100 is 110. Doubles are taken as the
// decimals that they print as, computed with exactly, and only the result is rounded to a double.

import { exactInteger } from './number-literal.ts'

/** `digits` × 10^-`places`. */
interface Decimal {
  readonly digits: bigint
  readonly places: number
}

/** Digits behind the point of a quotient: more than a double tells apart. */
const quotientPlaces = 30

/** Beyond this many places, doubles are as good: nobody wrote such a number. */
const placesMax = 60

/** Undefined for an operator that is none of these, and where one number is too large or too small to be worth it. */
export function calculateDecimal(
  operator: string,
  left: number | bigint,
  right: number | bigint,
): number | bigint | undefined {
  const a = decimalOf(left)
  const b = decimalOf(right)
  if (a === undefined || b === undefined) return undefined
  const places = Math.max(a.places, b.places)
  const x = scaled(a, places)
  const y = scaled(b, places)
  switch (operator) {
    case '+':
      return numberOf({ digits: x + y, places })
    case '-':
      return numberOf({ digits: x - y, places })
    case '*':
      return numberOf({ digits: a.digits * b.digits, places: a.places + b.places })
    case '%':
      return numberOf({ digits: x % y, places })
    case '/':
      return numberOf({ digits: (x * 10n ** BigInt(quotientPlaces)) / y, places: quotientPlaces })
    default:
      return undefined
  }
}

function decimalOf(value: number | bigint): Decimal | undefined {
  if (typeof value === 'bigint') return { digits: value, places: 0 }
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? []
  const places = fraction.length - Number(exponent)
  if (whole === '' || Math.abs(places) > placesMax) return undefined
  return scaledDown({ digits: BigInt(sign + whole + fraction), places })
}

function scaledDown({ digits, places }: Decimal): Decimal {
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 }
}

function scaled({ digits, places }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(to - places)
}

function numberOf({ digits, places }: Decimal): number | bigint {
  const unit = 10n ** BigInt(places)
  return digits % unit === 0n ? exactInteger(digits / unit) : Number(`${digits}e-${places}`)
}
