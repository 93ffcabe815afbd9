// Repairs a batch's CRC-32C after a few header bytes changed, without reading the body. A CRC is linear: with
// equal lengths, crc(new) = crc(old) xor raw(old xor new), where raw starts at 0 and is not inverted. The
// difference is 0 everywhere but in the changed bytes, so it takes a few table steps there, and one jump over
// all bytes that follow. A jump over 2^k zero bytes is linear too: four table look-ups.
//
// The invariant is the point: a CRC that was wrong stays wrong, so damage on the way is never sealed in.

/** Where the CRC lies in a v2 batch; it covers everything after it. */
const CRC_AT = 17

const byteSteps = buildByteSteps()
/** jumps[k] moves a CRC over 2^k zero bytes: 4 × 256 entries, built when first needed. */
const jumps: Uint32Array[] = []

/** Overwrites bytes under the CRC of a v2 batch and patches the CRC. About 0.1 µs, at any batch size. */
export function replaceUnderCrc(batch: Buffer, at: number, bytes: Uint8Array): void {
  let difference = 0
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] as number
    difference =
      (byteSteps[(difference ^ (batch[at + index] as number) ^ byte) & 0xff] as number) ^ (difference >>> 8)
    batch[at + index] = byte
  }
  if (difference === 0) return
  const patch = jumpZeros(difference, batch.length - at - bytes.length)
  batch.writeUInt32BE((batch.readUInt32BE(CRC_AT) ^ patch) >>> 0, CRC_AT)
}

function jumpZeros(crc: number, zeros: number): number {
  let moved = crc
  for (let power = 0, rest = zeros; rest > 0; power += 1, rest >>>= 1) {
    if ((rest & 1) === 1) moved = apply(jumpOf(power), moved)
  }
  return moved
}

function apply(jump: Uint32Array, crc: number): number {
  return (
    (jump[crc & 0xff] as number) ^
    (jump[256 + ((crc >>> 8) & 0xff)] as number) ^
    (jump[512 + ((crc >>> 16) & 0xff)] as number) ^
    (jump[768 + (crc >>> 24)] as number)
  )
}

function jumpOf(power: number): Uint32Array {
  const known = jumps[power]
  if (known !== undefined) return known
  const jump = new Uint32Array(1024)
  // Twice the jump of half the way; the shortest one is a single zero byte.
  const half = power === 0 ? undefined : jumpOf(power - 1)
  for (let index = 0; index < 1024; index += 1) {
    const bits = (index & 0xff) << (8 * (index >>> 8))
    jump[index] =
      half === undefined ? (byteSteps[bits & 0xff] as number) ^ (bits >>> 8) : apply(half, apply(half, bits))
  }
  jumps[power] = jump
  return jump
}

function buildByteSteps(): Uint32Array {
  const castagnoli = 0x82f63b78
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >>> 1) ^ castagnoli : crc >>> 1
    return crc
  })
}
