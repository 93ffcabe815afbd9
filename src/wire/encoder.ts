// Writes Kafka's primitive types for one request. `pass` puts foreign memory (a batch) between the written
// pieces as it is: the result is a list of buffers for one gathered write, never a concatenation.

const INITIAL_BYTES = 512

export class Encoder {
  #buffer: Buffer
  /** First byte of the piece being written: what is before it was handed out. */
  #start = 0
  #at = 0
  readonly #parts: Buffer[] = []

  /** `sizeBytes`: a good guess saves growing, a bad one costs a copy. */
  constructor(sizeBytes: number = INITIAL_BYTES) {
    this.#buffer = Buffer.allocUnsafe(sizeBytes)
  }

  int8(value: number): this {
    this.#room(1)
    this.#at = this.#buffer.writeInt8(value, this.#at)
    return this
  }

  int16(value: number): this {
    this.#room(2)
    this.#at = this.#buffer.writeInt16BE(value, this.#at)
    return this
  }

  int32(value: number): this {
    this.#room(4)
    this.#at = this.#buffer.writeInt32BE(value, this.#at)
    return this
  }

  int64(value: number): this {
    this.#room(8)
    writeInt64(this.#buffer, value, this.#at)
    this.#at += 8
    return this
  }

  boolean(value: boolean): this {
    return this.int8(value ? 1 : 0)
  }

  /** From 32 hexadecimal digits. */
  uuid(hex: string): this {
    this.#room(16)
    const written = this.#buffer.write(hex, this.#at, 16, 'hex')
    if (written !== 16) throw new RangeError(`not a topic id: "${hex}"`)
    this.#at += 16
    return this
  }

  uvarint(value: number): this {
    this.#room(5)
    let rest = value
    while (rest > 0x7f) {
      this.#buffer[this.#at++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.#buffer[this.#at++] = rest
    return this
  }

  string(value: string | null): this {
    if (value === null) return this.uvarint(0)
    const length = Buffer.byteLength(value)
    this.uvarint(length + 1)
    this.#room(length)
    this.#at += this.#buffer.write(value, this.#at, length, 'utf8')
    return this
  }

  /** The string of messages before flexible versions: an int16 length. */
  plainString(value: string): this {
    const length = Buffer.byteLength(value)
    this.int16(length)
    this.#room(length)
    this.#at += this.#buffer.write(value, this.#at, length, 'utf8')
    return this
  }

  bytes(value: Buffer): this {
    this.uvarint(value.length + 1)
    this.#room(value.length)
    this.#at += value.copy(this.#buffer, this.#at)
    return this
  }

  array<T>(items: readonly T[], writeItem: (encoder: this, item: T) => void): this {
    this.uvarint(items.length + 1)
    for (const item of items) writeItem(this, item)
    return this
  }

  /** No tagged fields: we send none. */
  tags(): this {
    return this.int8(0)
  }

  /** Places `buffer` here without a copy. It must stay unchanged until the request was answered. */
  pass(buffer: Buffer): this {
    this.#closePart()
    this.#parts.push(buffer)
    return this
  }

  finish(): Buffer[] {
    this.#closePart()
    return this.#parts
  }

  #closePart(): void {
    if (this.#at > this.#start) this.#parts.push(this.#buffer.subarray(this.#start, this.#at))
    this.#start = this.#at
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return
    const open = this.#buffer.subarray(this.#start, this.#at)
    const grown = Buffer.allocUnsafe(Math.max(open.length * 2, open.length + bytes, INITIAL_BYTES))
    open.copy(grown)
    this.#buffer = grown
    this.#start = 0
    this.#at = open.length
  }
}

const TWO_TO_32 = 4_294_967_296

export function writeInt64(buffer: Buffer, value: number, at: number): void {
  buffer.writeInt32BE(Math.floor(value / TWO_TO_32), at)
  buffer.writeUInt32BE(value >>> 0, at + 4)
}
