// Teaches kafkajs the codecs it lacks, through packages of their own and not through our wire room: what the
// tests read back is decoded by somebody else's code.

import zlib from 'node:zlib'
import kafkajs from 'kafkajs'
import { compressFrame, decompressFrame } from 'lz4-napi'
import snappy from 'snappy'

const { CompressionCodecs, CompressionTypes } = kafkajs
const xerialHeaderBytes = 16

interface Encoder {
  readonly buffer: Buffer
}

CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: ({ buffer }: Encoder) => compressFrame(buffer),
  decompress: (buffer: Buffer) => decompressFrame(buffer),
})

CompressionCodecs[CompressionTypes.Snappy] = () => ({
  compress: ({ buffer }: Encoder) => snappy.compress(buffer),
  decompress: (buffer: Buffer) => (isXerial(buffer) ? decodeXerial(buffer) : snappy.uncompress(buffer)),
})

CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: async ({ buffer }: Encoder) => zlib.zstdCompressSync(buffer),
  decompress: async (buffer: Buffer) => zlib.zstdDecompressSync(buffer),
})

function isXerial(buffer: Buffer): boolean {
  return buffer.length > xerialHeaderBytes && buffer.toString('latin1', 1, 7) === 'SNAPPY'
}

/** Java's snappy stream: a header, then blocks with a length each. */
function decodeXerial(buffer: Buffer): Buffer {
  const blocks: Buffer[] = []
  for (let at = xerialHeaderBytes; at < buffer.length; ) {
    const bytes = buffer.readInt32BE(at)
    blocks.push(snappy.uncompressSync(buffer.subarray(at + 4, at + 4 + bytes)) as Buffer)
    at += 4 + bytes
  }
  return Buffer.concat(blocks)
}
