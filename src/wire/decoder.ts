// Reads Kafka's primitive types from one response. Every length is checked against what is left before anything
// is allocated or sliced, so that a lying peer ends in ST303 and never in a huge allocation.

import { StraitError } from '../errors/strait-error.ts'

const TWO_TO_32 = 4_294_967_296

/** An int64 as a Number: exact to 2^53, which no offset, timestamp or producer id reaches. */
export function readInt64(buffer: Buffer, at: number): number {
  return buffer.readInt32BE(at) * TWO_TO_32 + buffer.readUInt32BE(at + 4)
}

export class Decoder {
  readonly #buffer: Buffer
  readonly #what: string
  #at = 0

  /** `what` names the message in errors. */
  constructor(buffer: Buffer, what: string) {
    this.#buffer = buffer
    this.#what = what
  }

  get remaining(): number {
    return this.#buffer.length - this.#at
  }

  int8(): number {
    return this.#buffer.readInt8(this.#take(1))
  }

  int16(): number {
    return this.#buffer.readInt16BE(this.#take(2))
  }

  int32(): number {
    return this.#buffer.readInt32BE(this.#take(4))
  }

  int64(): number {
    return readInt64(this.#buffer, this.#take(8))
  }

  boolean(): boolean {
    return this.int8() !== 0
  }

  /** As 32 hexadecimal digits. */
  uuid(): string {
    const at = this.#take(16)
    return this.#buffer.toString('hex', at, at + 16)
  }

  uvarint(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#buffer.readUInt8(this.#take(1))
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw this.malformed('has an unsigned varint of more than five bytes')
  }

  /** Without a copy: it lives in the response's own memory. */
  bytes(): Buffer {
    return this.nullableBytes() ?? this.#null()
  }

  nullableBytes(): Buffer | null {
    const length = this.uvarint() - 1
    if (length < 0) return null
    const at = this.#take(length)
    return this.#buffer.subarray(at, at + length)
  }

  string(): string {
    return this.nullableString() ?? this.#null()
  }

  nullableString(): string | null {
    const length = this.uvarint() - 1
    if (length < 0) return null
    const at = this.#take(length)
    return this.#buffer.toString('utf8', at, at + length)
  }

  /** Steps over a string, or bytes, that nobody wants to see. */
  skipString(): void {
    const length = this.uvarint() - 1
    if (length > 0) this.#take(length)
  }

  /** The bytes that `skip` steps over, without a copy: to know again what was decoded before. */
  passed(skip: (decoder: Decoder) => void): Buffer {
    const at = this.#at
    skip(this)
    return this.#buffer.subarray(at, this.#at)
  }

  /** Steps over `bytes` where the same come next; answers whether they do. */
  passes(bytes: Buffer): boolean {
    const end = this.#at + bytes.length
    if (end > this.#buffer.length || this.#buffer.compare(bytes, 0, bytes.length, this.#at, end) !== 0)
      return false
    this.#at = end
    return true
  }

  /** The string of messages before flexible versions: an int16 length. */
  plainString(): string {
    const length = this.int16()
    if (length < 0) return this.#null()
    const at = this.#take(length)
    return this.#buffer.toString('utf8', at, at + length)
  }

  /** The bytes of messages before flexible versions: an int32 length; none where they are null. */
  plainBytes(): Buffer {
    const length = Math.max(0, this.int32())
    const at = this.#take(length)
    return this.#buffer.subarray(at, at + length)
  }

  /** A null array reads as an empty one. */
  array<T>(readItem: (decoder: Decoder) => T): T[] {
    return this.#items(this.uvarint() - 1, readItem)
  }

  /** The array of messages before flexible versions: an int32 count. */
  plainArray<T>(readItem: (decoder: Decoder) => T): T[] {
    return this.#items(this.int32(), readItem)
  }

  skipTags(): void {
    this.tags(() => {})
  }

  /** Gives each tagged field to `readField` with its own decoder, so that unknown ones are stepped over. */
  tags(readField: (tag: number, field: Decoder) => void): void {
    for (let left = this.uvarint(); left > 0; left -= 1) {
      const tag = this.uvarint()
      const length = this.uvarint()
      const at = this.#take(length)
      readField(tag, new Decoder(this.#buffer.subarray(at, at + length), this.#what))
    }
  }

  malformed(how: string): StraitError {
    return new StraitError('ST303', `${this.#what} ${how}`)
  }

  #items<T>(count: number, readItem: (decoder: Decoder) => T): T[] {
    // Every item takes a byte at least.
    if (count > this.remaining) throw this.malformed(`claims ${count} items in ${this.remaining} bytes`)
    const items: T[] = []
    for (let index = 0; index < count; index += 1) items.push(readItem(this))
    return items
  }

  /** Steps over `length` bytes and answers where they begin. */
  #take(length: number): number {
    const at = this.#at
    if (length > this.#buffer.length - at) {
      throw this.malformed(`is cut short: ${length} bytes wanted, ${this.#buffer.length - at} left`)
    }
    this.#at = at + length
    return at
  }

  #null(): never {
    throw this.malformed('has a null where the protocol allows none')
  }
}
