// Bounds the bytes that a flow holds between fetch and acknowledgement, over all partitions: what keeps memory
// flat when the target is slower than the source.

export class ByteBudget {
  readonly #limitBytes: number
  #usedBytes = 0
  #waiting: (() => void)[] = []

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  get usedBytes(): number {
    return this.#usedBytes
  }

  get room(): boolean {
    return this.#usedBytes < this.#limitBytes
  }

  take(bytes: number): void {
    this.#usedBytes += bytes
  }

  give(bytes: number): void {
    this.#usedBytes -= bytes
    if (!this.room) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }

  /** Resolves once there is room, or at once when the signal aborts. */
  wait(signal: AbortSignal): Promise<void> {
    if (this.room || signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake)
        resolve()
      }
      this.#waiting.push(wake)
      signal.addEventListener('abort', wake, { once: true })
    })
  }
}
