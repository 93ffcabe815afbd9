// Trying again, in one place: what the code table calls retriable is tried a few times with growing pauses, so
// that a leader election or a broker restart is waited out and a dead cluster is reported within seconds.

import { setTimeout as delay } from 'node:timers/promises'
import { isRetriable } from '../errors/strait-error.ts'

/** Pauses before the second, third … try: 6.3 s in all. */
export const pausesMs: readonly number[] = [100, 200, 400, 800, 1600, 3200]

/** Calls `attempt` with 0, 1, 2 … until it succeeds, fails for good, or the pauses are used up. */
export async function retrying<T>(attempt: (round: number) => Promise<T>): Promise<T> {
  for (let round = 0; ; round++) {
    try {
      return await attempt(round)
    } catch (error) {
      const pauseMs = pausesMs[round]
      if (pauseMs === undefined || !isRetriable(error)) throw error
      await delay(pauseMs)
    }
  }
}

/**
 * Asks until `done` says yes, a few seconds at most: a controller answers before each broker has learned of a
 * change, and a read straight afterwards would show the old state. Answers nothing: the change itself is made.
 */
export async function untilVisible(done: () => Promise<boolean>): Promise<void> {
  for (const pauseMs of [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560]) {
    if (await done()) return
    await delay(pauseMs)
  }
}
