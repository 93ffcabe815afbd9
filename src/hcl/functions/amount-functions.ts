// `duration("7d")` in milliseconds and `bytes("64MiB")` in bytes, as Kafka's settings count them.

import { parseBytes, parseDuration } from '../../std/amounts.ts'
import type { HclFunction } from '../scope.ts'
import { define, failure } from './define.ts'

export const amountFunctions: readonly HclFunction[] = [
  define(
    'duration(text: string)',
    ({ text }) =>
      parseDuration(text(0)) ??
      failure(`${JSON.stringify(text(0))} is no duration, as "500ms", "5s", "1h30m" or "7d"`, 0),
  ),
  define(
    'bytes(text: string)',
    ({ text }) =>
      parseBytes(text(0)) ??
      failure(`${JSON.stringify(text(0))} is no amount of bytes, as "512kB" or "64MiB"`, 0),
  ),
]
