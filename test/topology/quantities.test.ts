import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseBytes, parseDuration, parseTimestamp } from '../../src/topology/quantities.ts'

const tables = {
  duration: {
    read: parseDuration,
    rows: {
      '5s': 5000,
      '500ms': 500,
      '1m': 60_000,
      '1h30m': 5_400_000,
      '1.5s': 1500,
      '7d': 604_800_000,
      '2w': 1_209_600_000,
      '0s': 0,
      '': undefined,
      '5': undefined,
      '5 s': undefined,
      '5 sec': undefined,
      s: undefined,
      '-5s': undefined,
      '1.5ms': undefined,
      '5s!': undefined,
      '99999999999999w': undefined,
    },
  },
  bytes: {
    read: parseBytes,
    rows: {
      '40MiB': 41_943_040,
      '40 MiB': 41_943_040,
      '40MB': 40_000_000,
      '512kB': 512_000,
      '1.5KiB': 1536,
      '1024B': 1024,
      '2TiB': 2_199_023_255_552,
      '': undefined,
      '40': undefined,
      '40M': undefined,
      '40mib': undefined,
      '40MiB/s': undefined,
      '1.0001KiB': undefined,
    },
  },
  timestamp: {
    read: parseTimestamp,
    rows: {
      '2026-01-31T00:00:00Z': 1_769_817_600_000,
      '2026-01-31T01:00:00.5+01:00': 1_769_817_600_500,
      '2026-02-30T00:00:00Z': undefined,
      '2026-01-31': undefined,
      '2026-01-31T00:00:00': undefined,
      '2026-13-31T00:00:00Z': undefined,
      yesterday: undefined,
    },
  },
} satisfies Record<
  string,
  { read: (text: string) => number | undefined; rows: Record<string, number | undefined> }
>

for (const [name, { read, rows }] of Object.entries(tables)) {
  for (const [text, expected] of Object.entries<number | undefined>(rows)) {
    test(`"${text}" as ${name} is ${expected ?? 'refused'}`, () => assert.equal(read(text), expected))
  }
}
