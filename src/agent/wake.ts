// A sleeping loop's alarm clock: any number of `ring`s before the loop sleeps are one wake-up. Loops re-read
// their state after waking, so a ring carries no data and none can be lost.

export class Wake {
  #rung = false
  #resolve: (() => void) | undefined

  ring(): void {
    this.#rung = true
    this.#resolve?.()
  }

  /** Resolves at the next ring (or one that came since the last sleep), after `timeoutMs`, or on abort. */
  async sleep(signal: AbortSignal, timeoutMs?: number): Promise<void> {
    if (!this.#rung && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = timeoutMs === undefined ? undefined : setTimeout(done, timeoutMs)
        const wake = this
        function done(): void {
          clearTimeout(timer)
          signal.removeEventListener('abort', done)
          wake.#resolve = undefined
          resolve()
        }
        this.#resolve = done
        signal.addEventListener('abort', done, { once: true })
      })
    }
    this.#rung = false
  }
}
