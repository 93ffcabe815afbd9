// Times as a topology writes them: `7d`, `90s`.

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const

/** The exact time in the largest unit that needs no fraction; `1500ms` where none fits, `unlimited` below 0. */
export function durationText(ms: number): string {
  if (ms < 0) return 'unlimited'
  for (const [name, size] of units) {
    if (ms >= size && ms % size === 0) return `${ms / size}${name}`
  }
  return `${ms}ms`
}

/** A rough time, rounded up: seconds below two minutes, minutes below two hours, hours below two days. */
export function roughTimeText(ms: number): string {
  const unit = units.find(([, size]) => ms >= 2 * size) ?? ['s', 1000]
  return `${Math.ceil(ms / unit[1])}${unit[0]}`
}
