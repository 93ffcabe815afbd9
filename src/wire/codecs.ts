// The five codecs of record batches, both ways. Only rebuilds and proofs come here; an untouched batch stays
// compressed. What a body may grow to is bounded before anything is allocated.

import zlib from 'node:zlib'
import { compressFrameSync, decompressFrameSync } from 'lz4-napi'
import { compressSync, uncompressSync } from 'snappy'
import { StraitError } from '../errors/strait-error.ts'
import { errorText } from '../std/error-text.ts'
import type { Codec } from './batch.ts'
import { lz4OutputMax } from './lz4-frame.ts'
import { decompressSnappy } from './snappy-stream.ts'

/** No batch that a client builds grows further: Java's build at most a few MB of records. */
export const OUTPUT_BYTES_MAX = 256 * 1024 * 1024
/** Small bodies may hold long runs; beyond the floor a body grows by this factor at most. */
const RATIO_MAX = 1024
const RATIO_FLOOR_BYTES = 16 * 1024 * 1024

export function compress(codec: Codec, body: Buffer): Buffer {
  switch (codec) {
    case 'none':
      return body
    case 'gzip':
      return zlib.gzipSync(body)
    case 'snappy':
      // Raw, as librdkafka writes it: every client reads it, and it saves Java's framing.
      return compressSync(body)
    case 'lz4':
      return compressFrameSync(body)
    case 'zstd':
      return zlib.zstdCompressSync(body)
  }
}

/** Throws ST307 where the body does not decompress, or grows past what a batch may hold. */
export function decompress(codec: Codec, body: Buffer): Buffer {
  if (codec === 'none') return body
  const outputMax = Math.min(OUTPUT_BYTES_MAX, Math.max(RATIO_FLOOR_BYTES, body.length * RATIO_MAX))
  try {
    return decompressors[codec](body, outputMax)
  } catch (cause) {
    const why = errorText(cause)
    throw new StraitError('ST307', `a ${codec} body of ${body.length} bytes does not decompress: ${why}`, {
      cause,
      facts: { codec, bodyBytes: body.length },
    })
  }
}

type Decompress = (body: Buffer, outputMax: number) => Buffer

const decompressors: Readonly<Record<Exclude<Codec, 'none'>, Decompress>> = {
  gzip: (body, maxOutputLength) => zlib.gunzipSync(body, { maxOutputLength }),
  zstd: (body, maxOutputLength) => zlib.zstdDecompressSync(body, { maxOutputLength }),
  snappy: (body, outputMax) => decompressSnappy(body, outputMax, uncompress),
  lz4: (body, outputMax) => {
    const bytes = lz4OutputMax(body)
    if (bytes > outputMax) throw new RangeError(`it may grow to ${bytes} bytes`)
    return decompressFrameSync(body)
  },
}

function uncompress(block: Buffer): Buffer {
  const output = uncompressSync(block, { asBuffer: true })
  return Buffer.isBuffer(output) ? output : Buffer.from(output)
}
