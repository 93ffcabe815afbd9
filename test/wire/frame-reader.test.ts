import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FRAME_BYTES_MAX, FrameReader } from '../../src/wire/frame-reader.ts'

const seed = 20260728

function framed(payload: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(payload.length)
  return Buffer.concat([length, payload])
}

function read(chunks: Iterable<Uint8Array>): Buffer[] {
  const frames: Buffer[] = []
  const reader = new FrameReader((frame) => frames.push(frame))
  for (const chunk of chunks) {
    // As a socket does: the memory of a chunk is gone when push returns.
    const reused = Uint8Array.from(chunk)
    reader.push(reused)
    reused.fill(0xee)
  }
  return frames
}

test('frames come out whole and in order, however the stream is cut', () => {
  const payloads = fc.array(fc.uint8Array({ minLength: 4, maxLength: 9000 }), { maxLength: 6 })
  const cuts = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(payloads, cuts, (bodies, sizes) => {
      const stream = Buffer.concat(bodies.map(framed))
      const chunks: Buffer[] = []
      for (let at = 0, turn = 0; at < stream.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1
        chunks.push(stream.subarray(at, at + size))
        at += size
      }
      assert.deepEqual(
        read(chunks),
        bodies.map((body) => Buffer.from(body)),
      )
    }),
    { seed, numRuns: 200 },
  )
})

test('a large frame has memory of its own, so that dropping it frees it', () => {
  const [frame] = read([framed(Buffer.alloc(100_000))])
  assert.equal(frame?.buffer.byteLength, 100_000)
})

const lies: readonly { readonly name: string; readonly length: number; readonly says: RegExp }[] = [
  { name: 'no room for a correlation id', length: 3, says: /3 bytes is announced/ },
  { name: 'one byte above the cap', length: FRAME_BYTES_MAX + 1, says: /not between 4 and 134217728/ },
  { name: 'a negative length', length: 0xffffffff, says: /4294967295 bytes is announced/ },
  { name: 'a TLS alert', length: 0x15030300, says: /looks like TLS/ },
  { name: 'an HTTP answer', length: 0x48545450, says: /is HTTP/ },
]

for (const { name, length, says } of lies) {
  test(`${name} is refused before memory is given to it`, () => {
    const announced = Buffer.alloc(4)
    announced.writeUInt32BE(length)
    assert.throws(() => read([announced]), { code: 'ST303', message: says })
  })
}
