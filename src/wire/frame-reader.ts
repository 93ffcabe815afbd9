// Cuts the byte stream of one connection into response frames. It tells the socket where to put the next bytes:
// into the frame itself while much of one is missing, so that a large answer is never copied; else into one small
// buffer that is used again and again, from which each byte is copied once. A large frame has memory of its own, so
// that dropping the batches in it frees it (or a pool takes it back); small ones share Node's pool.

import { StraitError } from '../errors/strait-error.ts'
import type { FramePool } from './frame-pool.ts'

const LENGTH_BYTES = 4
/** Smallest answer: a correlation id. */
const FRAME_BYTES_MIN = 4
export const FRAME_BYTES_MAX = 128 * 1024 * 1024
/** Holds many small answers; below this much missing, a read into the frame would not pay for itself. */
const SCRATCH_BYTES = 64 * 1024
const NOTHING = Buffer.alloc(0)

export class FrameReader {
  readonly #onFrame: (frame: Buffer) => void
  readonly #pool: FramePool | undefined
  readonly #scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES)
  /** Whether the space given last lies in the frame. */
  #direct = false
  #length = 0
  #lengthBytes = 0
  #frame: Buffer = NOTHING
  #filled = 0

  /** `onFrame` owns each frame that it is given: the bytes after the length. */
  constructor(onFrame: (frame: Buffer) => void, pool?: FramePool) {
    this.#onFrame = onFrame
    this.#pool = pool
  }

  /** Where the socket puts its next read; valid until `advance`. */
  space(): Uint8Array {
    this.#direct = this.#frame.length - this.#filled >= SCRATCH_BYTES
    return this.#direct ? this.#frame.subarray(this.#filled) : this.#scratch
  }

  /** So many bytes of the space are filled. Throws ST303 at a length that cannot be. */
  advance(bytes: number): void {
    if (!this.#direct) {
      this.#copy(this.#scratch.subarray(0, bytes))
      return
    }
    this.#filled += bytes
    if (this.#filled === this.#length) this.#finish()
  }

  #copy(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length) {
      if (this.#lengthBytes < LENGTH_BYTES) {
        this.#length = this.#length * 256 + (chunk[at] as number)
        at += 1
        this.#lengthBytes += 1
        if (this.#lengthBytes === LENGTH_BYTES) this.#begin()
        continue
      }
      const taken = Math.min(chunk.length - at, this.#length - this.#filled)
      this.#frame.set(chunk.subarray(at, at + taken), this.#filled)
      at += taken
      this.#filled += taken
      if (this.#filled === this.#length) this.#finish()
    }
  }

  #begin(): void {
    const length = this.#length
    if (length < FRAME_BYTES_MIN || length > FRAME_BYTES_MAX) {
      throw new StraitError('ST303', `a response of ${length} bytes is announced, ${hint(length)}`, {
        facts: { frameBytes: length },
      })
    }
    this.#frame = this.#allocate(length)
    this.#filled = 0
  }

  #allocate(length: number): Buffer {
    if (this.#pool !== undefined) return this.#pool.take(length)
    return length > Buffer.poolSize >>> 1 ? Buffer.allocUnsafeSlow(length) : Buffer.allocUnsafe(length)
  }

  #finish(): void {
    const frame = this.#frame
    this.#frame = NOTHING
    this.#filled = 0
    this.#length = 0
    this.#lengthBytes = 0
    this.#onFrame(frame)
  }
}

/** TLS alerts and HTTP answers read as lengths: say so instead of a bare number. */
function hint(length: number): string {
  const text = Buffer.alloc(4)
  text.writeUInt32BE(length)
  if (text[0] === 0x15 || text[0] === 0x16) return 'which looks like TLS: the port wants a tls block'
  if (text.toString('latin1') === 'HTTP') return 'which is HTTP: the port is not a Kafka listener'
  return `which is not between ${FRAME_BYTES_MIN} and ${FRAME_BYTES_MAX}`
}
