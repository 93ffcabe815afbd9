// A flag whose value is a duration, as the topology writes them: `30s`, `5m`, `1h30m`.

import { StraitError } from '../errors/strait-error.ts'
import { parseDuration } from '../std/amounts.ts'

/** Milliseconds; undefined where the flag was not given. Throws ST600 for what is no duration. */
export function readDurationFlag(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const milliseconds = parseDuration(text)
  if (milliseconds !== undefined) return milliseconds
  throw new StraitError('ST600', `${flag} wants a duration, as 30s, 5m or 1h30m, not "${text}"`)
}
