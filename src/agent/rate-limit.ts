// A token bucket over the monotonic clock: what `limits.bytes_per_second` promises, averaged over a second.

import { setTimeout as delay } from 'node:timers/promises'

const burstBytesMin = 16 * 1024

export class RateLimit {
  readonly #bytesPerSecond: number
  #tokens: number
  #filledAtMs = performance.now()

  constructor(bytesPerSecond: number) {
    this.#bytesPerSecond = bytesPerSecond
    this.#tokens = bytesPerSecond
  }

  /** What one request may ask for, so that a slow rate is a steady one. */
  get burstBytes(): number {
    return Math.max(burstBytesMin, Math.floor(this.#bytesPerSecond / 4))
  }

  /** Books bytes that were moved; the bucket may go below zero, and then `wait` takes longer. */
  spend(bytes: number): void {
    this.#fill()
    this.#tokens -= bytes
  }

  /** Resolves once bytes may move again. */
  async wait(signal: AbortSignal): Promise<void> {
    // Again, because others may have moved bytes meanwhile, and timers may be early.
    for (this.#fill(); this.#tokens <= 0 && !signal.aborted; this.#fill()) {
      const waitMs = Math.ceil((-this.#tokens / this.#bytesPerSecond) * 1000) + 1
      await delay(waitMs, undefined, { signal }).catch(() => undefined)
    }
  }

  #fill(): void {
    const nowMs = performance.now()
    this.#tokens = Math.min(
      this.#bytesPerSecond,
      this.#tokens + ((nowMs - this.#filledAtMs) / 1000) * this.#bytesPerSecond,
    )
    this.#filledAtMs = nowMs
  }
}
