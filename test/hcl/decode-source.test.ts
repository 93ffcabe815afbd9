import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeSource } from '../../src/hcl/decode-source.ts'

const decode = (...parts: readonly (string | number)[]): ReturnType<typeof decodeSource> =>
  decodeSource(
    'main.hcl',
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part])))),
  )

test('UTF-8 comes through, byte order mark and replacement characters included', () => {
  assert.deepEqual(decode('\u{feff}a = "é😀\u{fffd}"\n'), {
    text: '\u{feff}a = "é😀\u{fffd}"\n',
    diagnostics: [],
  })
})

test('the first byte that is not UTF-8 is refused with its place', () => {
  const { diagnostics } = decode('\u{feff}# \u{fffd}\na = "M', 0xfc, 'nchen', 0xff, '"\n')
  assert.deepEqual(
    diagnostics.map(({ code, summary, subject }) => [code, summary, subject?.start]),
    [['ST100', 'File is not UTF-8', { line: 2, column: 7, byte: 15 }]],
  )
})

test('a file that ends in the middle of a character is refused', () => {
  assert.equal(decode('a = "', 0xe2, 0x82).diagnostics.length, 1)
})
