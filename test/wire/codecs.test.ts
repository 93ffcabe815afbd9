import assert from 'node:assert/strict'
import { test } from 'node:test'
import zlib from 'node:zlib'
import { compressFrameSync } from 'lz4-napi'
import { compressSync } from 'snappy'
import { StraitError } from '../../src/errors/strait-error.ts'
import type { Codec } from '../../src/wire/batch.ts'
import { compress, decompress } from '../../src/wire/codecs.ts'
import { lz4OutputMax } from '../../src/wire/lz4-frame.ts'

const codecs: readonly Codec[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']
const isDamage = (error: unknown): boolean => error instanceof StraitError && error.code === 'ST307'

for (const codec of codecs) {
  test(`${codec} gives back what it was given, from nothing to megabytes`, () => {
    for (const body of [
      Buffer.alloc(0),
      Buffer.from('x'),
      Buffer.alloc(5_000_000, 'strait '),
      Buffer.from(Uint32Array.from({ length: 700_000 }, (_, at) => Math.imul(at, 2_654_435_761)).buffer),
    ]) {
      assert.ok(decompress(codec, compress(codec, body)).equals(body))
    }
  })
}

for (const codec of codecs.filter((name) => name !== 'none')) {
  test(`a ${codec} body that is cut or garbage is damage`, () => {
    const whole = compress(codec, Buffer.alloc(10_000, 'some text that repeats '))
    for (const body of [whole.subarray(0, whole.length >> 1), Buffer.alloc(50, 0xa5), Buffer.alloc(0)]) {
      assert.throws(() => decompress(codec, body), isDamage)
    }
  })
}

test('snappy is read raw and in the blocks that Java frames it in', () => {
  const parts = [Buffer.alloc(40_000, 'one'), Buffer.alloc(30_000, 'two')]
  const header = Buffer.from('82534e415050590000000001000000010000', 'hex').subarray(0, 16)
  const blocks = parts.flatMap((part) => {
    const block = compressSync(part)
    const size = Buffer.alloc(4)
    size.writeInt32BE(block.length)
    return [size, block]
  })
  assert.ok(decompress('snappy', Buffer.concat([header, ...blocks])).equals(Buffer.concat(parts)))
  assert.ok(decompress('snappy', compressSync(Buffer.concat(parts))).equals(Buffer.concat(parts)))
})

const bombs: readonly { readonly name: string; readonly codec: Codec; readonly body: () => Buffer }[] = [
  {
    name: 'a gzip body of zeros',
    codec: 'gzip',
    body: () => zlib.gzipSync(Buffer.alloc(300_000_000), { level: 1 }),
  },
  {
    name: 'a zstd body of zeros',
    codec: 'zstd',
    body: () => zlib.zstdCompressSync(Buffer.alloc(20_000_000)),
  },
  { name: 'an lz4 frame of zeros', codec: 'lz4', body: () => compressFrameSync(Buffer.alloc(300_000_000)) },
  {
    name: 'a snappy block that announces 4 GB',
    codec: 'snappy',
    body: () => Buffer.from('ffffffff0f00', 'hex'),
  },
  {
    name: 'an xerial block that announces 4 GB',
    codec: 'snappy',
    body: () => Buffer.from('82534e4150505900000000010000000100000006ffffffff0f00', 'hex'),
  },
]

for (const { name, codec, body } of bombs) {
  test(`${name} is refused before memory is given to it`, () => {
    assert.throws(() => decompress(codec, body()), isDamage)
  })
}

test('the bound of an LZ4 frame is never below its content', () => {
  for (const bytes of [0, 1, 1000, 65_536, 65_537, 1_000_000]) {
    for (const content of [Buffer.alloc(bytes), zlib.deflateRawSync(Buffer.alloc(bytes, 'a b c'))]) {
      assert.ok(lz4OutputMax(compressFrameSync(content)) >= content.length)
    }
  }
})
