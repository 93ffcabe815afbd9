// Copies that stop sending and wait for every answer to what they sent: before a seal, and before a session is given
// up, nothing of them may be in flight.

import type { PartitionCopy } from './partition-copy.ts'

export class Settling {
  #wake: (() => void) | undefined

  /** A copy has nothing in flight any more. */
  copySettled(): void {
    this.#wake?.()
  }

  /** Pauses the copies; resolves when every answer is in, or the signal aborts. One call at a time. */
  async settle(copies: Iterable<PartitionCopy>, signal: AbortSignal): Promise<void> {
    const list = [...copies]
    for (const copy of list) copy.pause()
    while (list.some((copy) => copy.inFlight > 0) && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          signal.removeEventListener('abort', wake)
          resolve()
        }
        this.#wake = wake
        signal.addEventListener('abort', wake, { once: true })
      })
    }
  }
}
