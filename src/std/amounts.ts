// Amounts as people write them: "5s", "1h30m", "40MiB". Each reader answers undefined for text that it does not
// understand, and never guesses.

const millisecondsPer: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
])

const bytesPer: ReadonlyMap<string, number> = new Map([
  ['B', 1],
  ['kB', 1e3],
  ['KB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
  ['TB', 1e12],
  ['KiB', 2 ** 10],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
  ['TiB', 2 ** 40],
])

/** Milliseconds of `500ms`, `5s`, `1m`, `1h30m`, `7d`; undefined for any other text and for broken milliseconds. */
export function parseDuration(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)]
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return undefined
  const milliseconds = parts.reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (millisecondsPer.get(unit) ?? Number.NaN),
    0,
  )
  return Number.isSafeInteger(milliseconds) ? milliseconds : undefined
}

/** Bytes of `40MiB` (2^20), `40MB` (10^6), `512kB`, `1024B`; undefined for any other text and for broken bytes. */
export function parseBytes(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?) ?([kKMGT]i?B|B)$/.exec(text) ?? []
  const bytes = Number(count) * (bytesPer.get(unit) ?? Number.NaN)
  return Number.isSafeInteger(bytes) ? bytes : undefined
}

/** The exact time in the largest unit that needs no fraction, up to days: `90s`, `1500ms`. */
export function writeDuration(milliseconds: number): string {
  return writeAmount(milliseconds, ['d', 'h', 'm', 's', 'ms'], millisecondsPer)
}

/** The exact amount in the largest unit that needs no fraction: `40MiB`, `1000B`. */
export function writeBytes(bytes: number): string {
  return writeAmount(bytes, ['TiB', 'GiB', 'MiB', 'KiB', 'B'], bytesPer)
}

function writeAmount(amount: number, units: readonly string[], sizes: ReadonlyMap<string, number>): string {
  const unit = units.find((name) => amount > 0 && amount % (sizes.get(name) ?? amount + 1) === 0)
  return unit === undefined ? `${amount}${units.at(-1)}` : `${amount / (sizes.get(unit) ?? 1)}${unit}`
}
