// Zigzag varints of the record format, as Numbers. Lengths and offset deltas fit 32 bits; timestamp deltas may take
// more, and are exact to 2^53.

import { StraitError } from '../errors/strait-error.ts'

const VARINT_BYTES_MAX = 10

/** Reads through a batch body. Every step is checked: a body that ends too early throws ST307. */
export class VarintReader {
  readonly #body: Buffer
  at: number

  constructor(body: Buffer, at: number) {
    this.#body = body
    this.at = at
  }

  read(): number {
    const body = this.#body
    let at = this.at
    let value = 0
    let scale = 1
    for (let count = 0; count < VARINT_BYTES_MAX; count += 1) {
      if (at >= body.length) throw cut()
      const byte = body[at++] as number
      value += (byte & 0x7f) * scale
      if (byte < 0x80) {
        this.at = at
        // Zigzag: even is positive, odd is negative; by arithmetic, since the value may pass 32 bits.
        return value % 2 === 0 ? value / 2 : -(value + 1) / 2
      }
      scale *= 128
    }
    throw new StraitError('ST307', 'a varint in the batch is too long')
  }

  byte(): number {
    if (this.at >= this.#body.length) throw cut()
    return this.#body[this.at++] as number
  }

  /** The bytes behind a length, without a copy; a negative length is null. */
  bytes(): Buffer | null {
    const length = this.read()
    if (length < 0) return null
    const start = this.at
    if (length > this.#body.length - start) throw cut()
    this.at = start + length
    return this.#body.subarray(start, this.at)
  }
}

export function varintBytes(value: number): number {
  let rest = value >= 0 ? value * 2 : -value * 2 - 1
  let bytes = 1
  while (rest >= 128) {
    rest = Math.floor(rest / 128)
    bytes += 1
  }
  return bytes
}

/** Writes at `at` and answers the place behind it. */
export function writeVarint(buffer: Buffer, value: number, at: number): number {
  let rest = value >= 0 ? value * 2 : -value * 2 - 1
  let next = at
  while (rest >= 128) {
    buffer[next++] = (rest % 128) | 0x80
    rest = Math.floor(rest / 128)
  }
  buffer[next++] = rest
  return next
}

function cut(): StraitError {
  return new StraitError('ST307', 'the records in the batch end too early')
}
