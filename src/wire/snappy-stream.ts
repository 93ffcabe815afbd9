// Snappy as Kafka's clients write it: Java frames blocks with xerial's header, librdkafka and others write one raw
// block. Each block tells its size in front, which is checked before the decompressor believes it.

const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00])
const XERIAL_HEADER_BYTES = 16
/** A copy of three bytes stands for 64 at most. */
const BLOCK_RATIO_MAX = 22

/** Throws RangeError where a block lies about its size or the output passes `outputMax`. */
export function decompressSnappy(
  body: Buffer,
  outputMax: number,
  uncompress: (block: Buffer) => Buffer,
): Buffer {
  if (!body.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) {
    checkedSize(body, outputMax)
    return uncompress(body)
  }
  const outputs: Buffer[] = []
  let left = outputMax
  let at = XERIAL_HEADER_BYTES
  while (at < body.length) {
    const size = body.readInt32BE(at)
    at += 4
    if (size < 0 || size > body.length - at) throw new RangeError('a block passes its end')
    const block = body.subarray(at, at + size)
    left -= checkedSize(block, left)
    outputs.push(uncompress(block))
    at += size
  }
  return outputs.length === 1 && outputs[0] !== undefined ? outputs[0] : Buffer.concat(outputs)
}

/** The size that a raw block announces. */
function checkedSize(block: Buffer, outputMax: number): number {
  let size = 0
  for (let at = 0; at < 5; at += 1) {
    const byte = block.readUInt8(at)
    size += (byte & 0x7f) * 128 ** at
    if (byte < 0x80) {
      const possible = Math.min(outputMax, block.length * BLOCK_RATIO_MAX)
      if (size > possible)
        throw new RangeError(`a block announces ${size} bytes where ${possible} are possible`)
      return size
    }
  }
  throw new RangeError('a block announces no size')
}
