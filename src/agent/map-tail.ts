// The growing offset map of one partition copy. Appending an acknowledged batch is a few compares; the runs are
// cut into chunks only when a position is written, so that a rewrite touches the newest chunk and the ones
// that grew since. A chunk is written again until somebody confirms that it is durable.

import type { OffsetMap, Run } from '../mirror/offset-map.ts'
import { runsPerChunk } from '../mirror/positions.ts'

interface OpenRun {
  sourceStart: number
  targetStart: number
  count: number
}

export class MapTail {
  readonly #runs: OpenRun[]
  /** Chunk number of the first run kept in memory; runs before it were trimmed away. */
  #firstChunk: number
  #dirtyChunk: number
  /** Dropped here, and not known to be dropped from what is stored. */
  #dropped: number[] = []

  constructor(runs: readonly Run[] = [], firstChunk = 0) {
    this.#runs = runs.map((run) => ({ ...run }))
    this.#firstChunk = firstChunk
    this.#dirtyChunk = this.lastChunk
  }

  get runs(): readonly Run[] {
    return this.#runs
  }

  get lastChunk(): number {
    return this.#firstChunk + Math.max(0, Math.ceil(this.#runs.length / runsPerChunk) - 1)
  }

  /** Adds `count` records that lie at `sourceStart` and `targetStart`; both must be past the end. None: a mark. */
  append(sourceStart: number, targetStart: number, count: number): void {
    const last = this.#runs.at(-1)
    if (
      last !== undefined &&
      last.count > 0 &&
      last.sourceStart + last.count === sourceStart &&
      last.targetStart + last.count === targetStart
    ) {
      last.count += count
      return
    }
    this.#runs.push({ sourceStart, targetStart, count })
  }

  /** The chunks that may differ from what is stored, oldest first; always at least the newest one. */
  dirtyChunks(): { chunk: number; runs: [number, number, number][] }[] {
    const chunks = []
    for (let chunk = this.#dirtyChunk; chunk <= this.lastChunk; chunk++) {
      const start = (chunk - this.#firstChunk) * runsPerChunk
      const runs = this.#runs.slice(start, start + runsPerChunk)
      chunks.push({
        chunk,
        runs: runs.map((run): [number, number, number] => [run.sourceStart, run.targetStart, run.count]),
      })
    }
    return chunks
  }

  /** Nothing of it is stored any more. */
  unstored(): void {
    this.#dirtyChunk = this.#firstChunk
  }

  /** What `dirtyChunks` gave is durable, up to this chunk; all before it are full and never change again. */
  stored(newestChunk: number): void {
    this.#dirtyChunk = Math.max(this.#dirtyChunk, newestChunk)
  }

  /**
   * Drops whole chunks whose records all lie before `targetStart`. Answers the numbers of all chunks that are to be
   * dropped from what is stored, until `trimmed` confirms it.
   */
  trim(targetStart: number): readonly number[] {
    while (this.#runs.length > runsPerChunk) {
      const last = this.#runs[runsPerChunk - 1]
      if (last === undefined || last.targetStart + last.count > targetStart) break
      this.#runs.splice(0, runsPerChunk)
      this.#dropped.push(this.#firstChunk)
      this.#firstChunk += 1
    }
    this.#dirtyChunk = Math.max(this.#dirtyChunk, this.#firstChunk)
    return [...this.#dropped]
  }

  trimmed(chunks: readonly number[]): void {
    const gone = new Set(chunks)
    this.#dropped = this.#dropped.filter((chunk) => !gone.has(chunk))
  }

  view(sourceNext: number, targetNext: number): OffsetMap {
    return { runs: this.#runs, sourceNext, targetNext }
  }
}
