import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseBytes, parseDuration } from '../../src/std/amounts.ts'

const durations: readonly (readonly [string, number | undefined])[] = [
  ['500ms', 500],
  ['5s', 5000],
  ['1.5s', 1500],
  ['1h30m', 5_400_000],
  ['7d', 604_800_000],
  ['2w', 1_209_600_000],
  ['0s', 0],
  ['', undefined],
  ['5', undefined],
  ['5 s', undefined],
  ['-5s', undefined],
  ['5S', undefined],
  ['0.5ms', undefined],
  ['s', undefined],
  ['constructor', undefined],
]

for (const [text, milliseconds] of durations) {
  test(`"${text}" is ${milliseconds} milliseconds`, () => {
    assert.equal(parseDuration(text), milliseconds)
  })
}

const amounts: readonly (readonly [string, number | undefined])[] = [
  ['0B', 0],
  ['1024B', 1024],
  ['512kB', 512_000],
  ['512KB', 512_000],
  ['1.5KiB', 1536],
  ['40MiB', 41_943_040],
  ['40MB', 40_000_000],
  ['1 GiB', 1_073_741_824],
  ['2TiB', 2_199_023_255_552],
  ['', undefined],
  ['40', undefined],
  ['40mib', undefined],
  ['-1B', undefined],
  ['0.5B', undefined],
  ['1EiB', undefined],
]

for (const [text, bytes] of amounts) {
  test(`"${text}" is ${bytes} bytes`, () => {
    assert.equal(parseBytes(text), bytes)
  })
}
