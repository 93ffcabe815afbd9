// Trying again, in one place: what the code table calls retriable is tried a few times with growing pauses, so
// that a broker's death and the elections after it are waited out, and a cluster that is not there at all is
// reported within seconds.

import { setTimeout as delay } from 'node:timers/promises'
import { isRetriable, StraitError } from '../errors/strait-error.ts'

/** 12.7 s in all: brokers notice a dead one after `broker.session.timeout.ms`, 9 s by default. */
const pausesMs: readonly number[] = [100, 200, 400, 800, 1600, 3200, 6400]

/** 3.1 s in all: a single broker that restarts is back by then, a wrong address never is. */
const roundsWithoutBrokers = 5

/** In a row, 0.3 s in all: a broker that starts or stops greets nobody. */
const hangUpsMax = 3

/** How long to wait before trying again after `round` failed (from 0); undefined: give up. */
export function pauseAfter(round: number, error: unknown): number | undefined {
  if (!isRetriable(error)) return undefined
  return isWholeCluster(error) && round >= roundsWithoutBrokers ? undefined : pausesMs[round]
}

/** Calls `attempt` with 0, 1, 2 … until it succeeds, fails for good, or the pauses are used up. */
export async function retrying<T>(attempt: (round: number) => Promise<T>): Promise<T> {
  let hangUps = 0
  for (let round = 0; ; round++) {
    try {
      return await attempt(round)
    } catch (error) {
      hangUps = wantsLogin(error) ? hangUps + 1 : 0
      const pauseMs = pauseAfter(round, error)
      if (pauseMs === undefined || hangUps === hangUpsMax) throw error
      await delay(pauseMs)
    }
  }
}

/**
 * Asks until `done` says yes, a few seconds at most: a controller answers before each broker has learned of a
 * change, and a read straight afterwards would show the old state. Never rejects: the change itself is made, also
 * where we may not look at it.
 */
export async function untilVisible(done: () => Promise<boolean>): Promise<void> {
  for (const pauseMs of [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560]) {
    if (await done().catch(() => true)) return
    await delay(pauseMs)
  }
}

/** The broker hung up on a client that did not log in, right after it had greeted it. */
function wantsLogin(error: unknown): boolean {
  return error instanceof StraitError && error.facts['standing'] === 'greeted'
}

/** A lost connection that names no broker: none could be reached. */
function isWholeCluster(error: unknown): boolean {
  if (!(error instanceof StraitError) || error.code !== 'ST300') return false
  return error.facts['host'] === undefined && error.facts['brokerId'] === undefined
}
