// What one partition has taken in and not yet settled: batches that wait, in order, and the bytes of all that is
// held. Small ones that wait together leave joined, because a broker spends nearly as much on a batch of one record
// as on a batch of a thousand.

import { StraitError } from '../errors/strait-error.ts'
import { mergePrepared, type PreparedBatch } from './prepared-batch.ts'

const mergedBytesMax = 512 * 1024
/** A joined batch is that much smaller where it is compressed: readers hold it decompressed. */
const compressedShare = 4

export class BatchQueue {
  /** Small batches are joined up to this size; halved by the owner when the target finds it too much. */
  mergeBytesMax = mergedBytesMax
  readonly #room: (bytes: number) => void
  #waiting: PreparedBatch[] = []
  #head = 0
  #heldBytes = 0

  /** `room` is told of bytes that are held no more. */
  constructor(room: (bytes: number) => void) {
    this.#room = room
  }

  /** Waiting or on the way. */
  get heldBytes(): number {
    return this.#heldBytes
  }
  get empty(): boolean {
    return this.#head === this.#waiting.length
  }
  get first(): PreparedBatch | undefined {
    return this.#waiting[this.#head]
  }

  push(batch: PreparedBatch): void {
    this.#waiting.push(batch)
    this.#heldBytes += batch.batch.length
  }

  /** The first batch, or several small ones joined; held until `release`. */
  shift(): PreparedBatch | undefined {
    const first = this.first
    if (first === undefined) return undefined
    const parts = this.#mergeableParts(first)
    const merged = parts.length > 1 ? this.#merge(parts) : undefined
    this.#head += merged === undefined ? 1 : parts.length
    if (this.empty || this.#head > 1024) {
      this.#waiting.splice(0, this.#head)
      this.#head = 0
    }
    return merged ?? first
  }

  /** The batch is settled: its bytes are others' now. */
  release(batch: PreparedBatch): void {
    this.#heldBytes -= batch.batch.length
    batch.frame?.release()
    this.#room(batch.batch.length)
  }

  /** Gives up all that waits. */
  drop(): void {
    for (const batch of this.#waiting.slice(this.#head)) this.release(batch)
    this.#waiting = []
    this.#head = 0
  }

  #mergeableParts({ mergeCodec }: PreparedBatch): PreparedBatch[] {
    const parts: PreparedBatch[] = []
    if (mergeCodec === undefined) return parts
    const bytesMax = mergeCodec === 'none' ? this.mergeBytesMax : this.mergeBytesMax / compressedShare
    let bytes = 0
    for (let at = this.#head; at < this.#waiting.length; at += 1) {
      const batch = this.#waiting[at]
      if (batch === undefined || batch.mergeCodec !== mergeCodec || bytes + batch.batch.length > bytesMax)
        break
      bytes += batch.batch.length
      parts.push(batch)
    }
    return parts
  }

  /** Undefined where one of them is damaged: then each goes by itself, and the target refuses the right one. */
  #merge(parts: readonly PreparedBatch[]): PreparedBatch | undefined {
    try {
      const merged = mergePrepared(parts)
      const freed = parts.reduce((sum, part) => sum + part.batch.length, 0) - merged.batch.length
      for (const part of parts) part.frame?.release()
      this.#heldBytes -= freed
      this.#room(freed)
      return merged
    } catch (error) {
      if (!(error instanceof StraitError)) throw error
      this.mergeBytesMax = 0
      return undefined
    }
  }
}
