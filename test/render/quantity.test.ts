import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytes, count, counted, duration } from '../../src/render/quantity.ts'

const cases = [
  { shown: count(0), expected: '0' },
  { shown: count(999), expected: '999' },
  { shown: count(1204332), expected: '1,204,332' },
  { shown: counted(1, 'record'), expected: '1 record' },
  { shown: counted(2000, 'record'), expected: '2,000 records' },
  { shown: bytes(0), expected: '0 B' },
  { shown: bytes(1023), expected: '1023 B' },
  { shown: bytes(1536), expected: '1.5 KiB' },
  { shown: bytes(40 * 1024 * 1024), expected: '40.0 MiB' },
  { shown: bytes(512 * 1024 ** 3), expected: '512 GiB' },
  { shown: duration(0.2), expected: '0 s' },
  { shown: duration(59), expected: '59 s' },
  { shown: duration(60), expected: '1 m' },
  { shown: duration(200), expected: '3 m 20 s' },
  { shown: duration(7500), expected: '2 h 5 m' },
  { shown: duration(356_400), expected: '4 d 3 h' },
]

for (const { shown, expected } of cases) {
  test(`${expected} is shown as ${expected}`, () => assert.equal(shown, expected))
}
