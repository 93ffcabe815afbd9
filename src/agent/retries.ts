// When copies that stand still for a reason that may pass are tried again: each by itself, after pauses that grow.

import type { PartitionCopy } from './partition-copy.ts'

const pauseMs = { first: 100, most: 5_000 }
/** Who went on for as long begins with short pauses again. */
const calmMs = 30_000

export class Retries {
  readonly #waits = new Map<PartitionCopy, { untilMs: number; pauseMs: number }>()

  later(copy: PartitionCopy): void {
    const nowMs = performance.now()
    const last = this.#waits.get(copy)
    const again = last !== undefined && nowMs - last.untilMs < calmMs
    const pause = again ? Math.min(last.pauseMs * 2, pauseMs.most) : pauseMs.first
    this.#waits.set(copy, { untilMs: nowMs + pause, pauseMs: pause })
  }

  isDue(copy: PartitionCopy): boolean {
    return performance.now() >= (this.#waits.get(copy)?.untilMs ?? 0)
  }
}
