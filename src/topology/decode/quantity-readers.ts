// Readers of amounts: durations, bytes and the place where a flow starts. Plain numbers count in the model's own
// unit (milliseconds, bytes), as duration() and bytes() answer them.

import type { Value } from '../../hcl/value.ts'
import { parseBytes, parseDuration } from '../../std/amounts.ts'
import { quoted } from '../describe-value.ts'
import { secretOutside } from '../rules/secret-outside.ts'
import { wrongType } from '../rules/wrong-type.ts'
import { parseTimestamp } from '../timestamp.ts'
import { refuse } from './readers.ts'
import type { Reader, Site } from './shape.ts'

interface Unit {
  /** Follows "must be". */
  readonly expected: string
  readonly forms: string
  readonly parse: (text: string) => number | undefined
  /** Added to a bare number it makes a likely amount. */
  readonly likely: string
}

const durations: Unit = {
  expected: 'a duration such as "5s"',
  forms: 'A duration is written as "500ms", "5s", "1m30s", "1h" or "7d"; a plain number counts milliseconds.',
  parse: parseDuration,
  likely: 's',
}

const amounts: Unit = {
  expected: 'an amount of bytes such as "40MiB"',
  forms:
    'Bytes are written as "512KiB", "40MiB" (2^20), "40MB" (10^6) or "1GiB"; a plain number counts bytes.',
  parse: parseBytes,
  likely: 'MiB',
}

/** Shorter intervals would keep the brokers busy with bookkeeping. */
const intervalMinMs = 100

/** An interval in milliseconds. */
export const interval: Reader = (value, site) => {
  const amount = quantity(durations, value, site)
  if (amount === undefined || amount >= intervalMinMs) return amount
  const isBare = typeof value === 'number' && amount > 0
  return refuse(site, {
    code: 'ST154',
    summary: `"${site.name}" must be at least ${intervalMinMs} ms`,
    detail: isBare ? 'A plain number counts milliseconds.' : 'Anything shorter would keep the brokers busy.',
    subject: site.expression.range,
    ...(isBare ? { suggestion: `"${amount}s"` } : {}),
  })
}

/** Bytes. */
export const bytes: Reader = (value, site) => quantity(amounts, value, site)

function quantity(unit: Unit, value: Value, site: Site): number | undefined {
  const leak = secretOutside(value, site)
  if (leak !== undefined) return refuse(site, leak)
  if (typeof value === 'number') return value
  if (typeof value !== 'string') return refuse(site, wrongType(unit.expected, value, site))
  const amount = unit.parse(value)
  if (amount !== undefined) return amount
  const suggestion = suggestAmount(unit, value)
  return refuse(site, {
    code: 'ST170',
    summary: `${quoted(value)} is not ${unit.expected}`,
    detail: unit.forms,
    subject: site.expression.range,
    ...(suggestion === undefined ? {} : { suggestion }),
  })
}

/** `"5 seconds"` → `"5s"`, `"40mb"` → `"40MB"`, `"5"` → `"5s"`. */
function suggestAmount({ parse, likely }: Unit, text: string): string | undefined {
  const [, count, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)/.exec(text) ?? []
  if (count === undefined || /bit/i.test(unit)) return undefined
  const upper = unit.slice(0, 1).toUpperCase()
  const candidates = [
    unit === '' ? likely : unit,
    unit.slice(0, 2).toLowerCase(),
    unit.slice(0, 1).toLowerCase(),
    `${upper}iB`,
    /^.ib/i.test(unit) ? `${upper}iB` : `${upper}B`,
  ]
  const found = (/^.b/i.test(unit) ? candidates.toReversed() : candidates).find(
    (candidate) => parse(count + candidate) !== undefined,
  )
  return found === undefined ? undefined : `"${count}${found}"`
}

/** Where a flow starts on a topic that it never copied before. */
export const start: Reader = (value, site) => {
  const leak = secretOutside(value, site)
  if (leak !== undefined) return refuse(site, leak)
  if (value === 'earliest' || value === 'latest' || value === 'mirrormaker') return value
  const timestampMs = typeof value === 'string' ? parseTimestamp(value) : value
  if (typeof timestampMs === 'number' && Number.isSafeInteger(timestampMs)) return { timestampMs }
  return refuse(site, {
    code: 'ST154',
    summary: `"start" must be "earliest", "latest", "mirrormaker" or a time`,
    detail:
      'A time is written as "2026-01-31T00:00:00Z", with its zone; a plain number counts milliseconds since 1970.',
    subject: site.expression.range,
  })
}
