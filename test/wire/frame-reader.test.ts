import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FRAME_BYTES_MAX, FrameReader } from '../../src/wire/frame-reader.ts'
import { assertProperty } from '../fuzz.ts'

function framed(payload: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(payload.length)
  return Buffer.concat([length, payload])
}

/** As a socket does: fills the space that it is given, up to what has arrived, and takes the next. */
function read(chunks: Iterable<Uint8Array>): Buffer[] {
  const frames: Buffer[] = []
  const reader = new FrameReader((frame) => frames.push(frame))
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const space = reader.space()
      const bytes = Math.min(space.length, chunk.length - at)
      space.set(chunk.subarray(at, at + bytes))
      reader.advance(bytes)
      at += bytes
    }
  }
  return frames
}

function noise(bytes: number, salt: number): Buffer {
  const words = Uint32Array.from({ length: (bytes >>> 2) + 1 }, (_, at) =>
    Math.imul(at + salt, 2_654_435_761),
  )
  return Buffer.from(words.buffer).subarray(0, bytes)
}

test('frames come out whole and in order, however the stream is cut', () => {
  const size = fc.oneof(fc.integer({ min: 4, max: 5000 }), fc.integer({ min: 60_000, max: 300_000 }))
  const payload = fc.tuple(size, fc.nat()).map(([bytes, salt]) => noise(bytes, salt))
  const payloads = fc.array(payload, { maxLength: 6 })
  const cut = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 50, max: 200_000 }))
  const cuts = fc.array(cut, { minLength: 1, maxLength: 20 })
  assertProperty(
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
    { numRuns: 200 },
  )
})

test('most of a large frame is read in place', () => {
  const reader = new FrameReader(() => {})
  const announced = framed(Buffer.alloc(1_000_000)).subarray(0, 1000)
  reader.space().set(announced)
  reader.advance(announced.length)
  const space = reader.space()
  assert.equal(space.length, 1_000_000 - (1000 - 4))
  assert.equal(space.buffer.byteLength, 1_000_000)
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
