// How large an LZ4 frame can become, read from its block headers alone: the decompressor itself takes no limit.

const MAGIC = 0x184d2204
const BLOCK_UNCOMPRESSED = 0x80000000
/** One byte of a compressed block stands for 255 bytes at most. */
const BLOCK_RATIO_MAX = 255

/** An upper bound of the output. Throws RangeError where the frame is not one. */
export function lz4OutputMax(frame: Buffer): number {
  if (frame.readUInt32LE(0) !== MAGIC) throw new RangeError('it does not begin like an LZ4 frame')
  const flags = frame.readUInt8(4)
  const blockBytesMax = 4 ** (((frame.readUInt8(5) >>> 4) & 7) + 4) * 256
  const hasBlockChecksums = (flags & 0x10) !== 0
  const hasContentSize = (flags & 0x08) !== 0
  const hasDictionary = (flags & 0x01) !== 0
  let at = 7 + (hasContentSize ? 8 : 0) + (hasDictionary ? 4 : 0)
  let outputMax = 0
  while (at + 4 <= frame.length) {
    const word = frame.readUInt32LE(at)
    if (word === 0) break
    const stored = word >= BLOCK_UNCOMPRESSED
    const size = stored ? word - BLOCK_UNCOMPRESSED : word
    if (size > frame.length - at - 4) throw new RangeError('a block passes its end')
    outputMax += stored ? size : Math.min(blockBytesMax, size * BLOCK_RATIO_MAX)
    at += 4 + size + (hasBlockChecksums ? 4 : 0)
  }
  return outputMax
}
