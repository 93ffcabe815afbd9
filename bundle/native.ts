// What stands in for the native modules inside the bundle: one file cannot carry a binary for every platform, so
// CRC-32C, snappy and lz4 are WebAssembly there. The action decodes small records of Strait's own topics with them
// and never copies, so their speed does not count; the bundle's test holds both against each other.

import {
  crc32c as checksum,
  lz4Compress,
  lz4Decompress,
  snappyCompress,
  snappyDecompress,
} from '@platformatic/wasm-utils'

type Transform<Result> = (data: Buffer) => Result

/** Its input buffer is lost when the memory grows, and made again for every input but an empty one. */
function fed<Result>(transform: Transform<Result>): Transform<Result> {
  return (data) => {
    if (data.length === 0) checksum(Buffer.alloc(1))
    return transform(data)
  }
}

export const crc32c: Transform<number> = fed(checksum)
export const compressFrameSync: Transform<Buffer> = fed(lz4Compress)
export const decompressFrameSync: Transform<Buffer> = fed(lz4Decompress)
export const compressSync: Transform<Buffer> = fed(snappyCompress)
export const uncompressSync: Transform<Buffer> = fed(snappyDecompress)
