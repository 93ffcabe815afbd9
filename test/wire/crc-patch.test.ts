import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sealCrc, verifyCrc } from '../../src/wire/batch.ts'
import { replaceUnderCrc } from '../../src/wire/crc-patch.ts'
import { assertProperty } from '../fuzz.ts'

/** Any bytes behind a right CRC: the patch must not depend on what they mean. */
function sealed(bytes: Uint8Array): Buffer {
  const batch = Buffer.from(bytes)
  sealCrc(batch)
  return batch
}

test('a patched CRC is what a full CRC-32C over the changed bytes gives, at any place and size', () => {
  const change = fc.record({
    bytes: fc.uint8Array({ minLength: 61, maxLength: 3000 }),
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    replacement: fc.uint8Array({ minLength: 1, maxLength: 36 }),
  })
  assertProperty(
    fc.property(change, ({ bytes, place, replacement }) => {
      const batch = sealed(bytes)
      const at = 21 + Math.floor(place * (batch.length - 21 - replacement.length))
      replaceUnderCrc(batch, at, replacement)
      assert.deepEqual(batch.subarray(at, at + replacement.length), Buffer.from(replacement))
      assert.ok(verifyCrc(batch))
    }),
    { numRuns: 2000 },
  )
})

for (const bodyBytes of [0, 1, 255, 65_536, 1_048_576, 16_777_217]) {
  test(`a patch in front of ${bodyBytes} bytes is right`, () => {
    const batch = sealed(Buffer.alloc(61 + bodyBytes, 'strait'))
    replaceUnderCrc(batch, 43, Buffer.from('0011223344556677889900aabbcc', 'hex'))
    assert.ok(verifyCrc(batch))
  })
}

test('a patch keeps a wrong CRC wrong, so that damage on the way is never sealed in', () => {
  assertProperty(
    fc.property(
      fc.uint8Array({ minLength: 62, maxLength: 500 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (bytes, place, flip) => {
        const batch = sealed(bytes)
        const at = 57 + (place % (batch.length - 57))
        batch.writeUInt8(batch.readUInt8(at) ^ flip, at)
        replaceUnderCrc(batch, 43, Buffer.alloc(14, 7))
        assert.equal(verifyCrc(batch), false)
      },
    ),
    { numRuns: 500 },
  )
})

test('writing the same bytes again leaves the batch as it is', () => {
  const batch = sealed(Buffer.alloc(100, 'x'))
  const before = Buffer.from(batch)
  replaceUnderCrc(batch, 43, batch.subarray(43, 57))
  assert.deepEqual(batch, before)
})
