// Memory for large frames, used again instead of left to the garbage collector: a copier that moves hundreds of
// megabytes a second would otherwise keep as much garbage. A frame that is never given back is simply collected.

import assert from 'node:assert/strict'

const SLAB_BYTES_MIN = 256 * 1024

export class FramePool {
  readonly #idleBytesMax: number
  readonly #idle: Buffer[] = []
  #idleBytes = 0

  constructor(idleBytesMax: number) {
    this.#idleBytesMax = idleBytesMax
  }

  /** A buffer of exactly this length, with unknown content; small ones are not pooled. */
  take(bytes: number): Buffer {
    if (bytes < SLAB_BYTES_MIN) return Buffer.allocUnsafe(bytes)
    const at = this.#idle.findIndex((slab) => slab.length >= bytes)
    const [found] = at < 0 ? [] : this.#idle.splice(at, 1)
    if (found !== undefined) this.#idleBytes -= found.length
    const slab = found ?? Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(bytes)))
    return slab.subarray(0, bytes)
  }

  /** Gives back a frame, or any slice of it: nobody may read or send it any more. */
  give(frame: Buffer): void {
    const bytes = frame.buffer.byteLength
    if (bytes < SLAB_BYTES_MIN || this.#idleBytes + bytes > this.#idleBytesMax) return
    // Given twice, it would be two frames at once.
    assert.ok(!this.#idle.some(({ buffer }) => buffer === frame.buffer), 'a frame is given back once')
    this.#idleBytes += bytes
    this.#idle.push(Buffer.from(frame.buffer))
  }
}
