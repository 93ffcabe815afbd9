// Numbers as people read them. Exact below ten thousand, rounded to three digits where only the size matters.

const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** `1,204,332`. */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `1 record`, `1,204 records`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`
}

/** `0 B`, `912 B`, `40.0 MiB`. */
export function bytes(value: number): string {
  let amount = value
  let unit = 0
  while (amount >= 1024 && unit < binaryUnits.length - 1) {
    amount /= 1024
    unit += 1
  }
  const digits = unit === 0 ? String(Math.round(amount)) : amount.toFixed(amount < 100 ? 1 : 0)
  return `${digits} ${binaryUnits[unit] ?? 'B'}`
}

/** `0 s`, `45 s`, `3 m 20 s`, `2 h 5 m`, `4 d 3 h`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return pair(whole, { large: 60, small: 1, names: ['m', 's'] })
  if (whole < 86_400) return pair(whole, { large: 3600, small: 60, names: ['h', 'm'] })
  return pair(whole, { large: 86_400, small: 3600, names: ['d', 'h'] })
}

interface Units {
  readonly large: number
  readonly small: number
  readonly names: readonly [string, string]
}

function pair(whole: number, { large, small, names }: Units): string {
  const rest = Math.floor((whole % large) / small)
  return `${Math.floor(whole / large)} ${names[0]}${rest === 0 ? '' : ` ${rest} ${names[1]}`}`
}
