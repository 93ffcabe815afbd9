// Waiting for another holder of the lease: a dead one until its time is over, a living one for as long as the
// caller is patient. What a clock says is not taken on trust: a holder whose beat is seen to change is alive.

import { setTimeout as sleep } from 'node:timers/promises'
import { StraitError } from '../errors/strait-error.ts'
import type { Cluster } from '../kafka/cluster.ts'
import { readIfThere } from '../live/read-if-there.ts'
import { controlTopic, type LeaseEntry } from '../mirror/control.ts'
import { leaseHolder } from './lease-log.ts'

export interface LeaseWait {
  readonly cluster: Cluster
  /** Who asks: distinct for every process. */
  readonly holder: string
  /** How long a living holder is waited for; 0 where it is left out. */
  readonly patienceMs?: number
  /** Told once for every other holder that has to be waited for. */
  readonly onWait?: (held: LeaseEntry) => void
  readonly signal?: AbortSignal
}

const pausesMs = { first: 250, last: 3_000 }
/** Clocks of two machines differ by less: a beat this old is not a living holder's. */
const clocksDifferMs = 10 * 60_000

/** Resolves when nobody else holds the lease. Throws ST451 for a holder that lives beyond `deadlineMs`. */
export async function untilFree(wait: LeaseWait, deadlineMs: number): Promise<void> {
  const told = new Set<string>()
  let seen: { readonly beatAt: string; readonly atMs: number } | undefined
  for (let pauseMs = pausesMs.first; ; pauseMs = Math.min(pauseMs * 2, pausesMs.last)) {
    const held = await otherHolder(wait)
    if (held === undefined) return
    const now = performance.now()
    const alive = seen !== undefined && seen.beatAt !== held.beatAt
    if (seen === undefined || alive) seen = { beatAt: held.beatAt, atMs: now }
    const leftMs = silenceLeftMs(held, now - seen.atMs)
    if (leftMs <= 0) return
    if (alive && now >= deadlineMs) throw heldBy(wait, held)
    if (!told.has(held.holder)) wait.onWait?.(held)
    told.add(held.holder)
    const options = wait.signal === undefined ? {} : { signal: wait.signal }
    await sleep(Math.min(leftMs + 1, pauseMs), undefined, options).catch(() => undefined)
    wait.signal?.throwIfAborted()
  }
}

async function otherHolder({ cluster, holder }: LeaseWait): Promise<LeaseEntry | undefined> {
  const held = leaseHolder(await readIfThere(cluster, controlTopic))
  return held?.holder === holder ? undefined : held
}

/**
 * How much longer the holder has to be silent. Its time must be over by our clock, and, because our clock may be
 * ahead of its, we must have watched the silence for as long as one beat holds, unless the beat is an old one.
 */
function silenceLeftMs({ beatAt, expiresAt }: LeaseEntry, watchedMs: number): number {
  const [beatMs, expiresMs] = [Date.parse(beatAt), Date.parse(expiresAt)]
  const byClock = expiresMs - Date.now()
  const ended = expiresMs <= beatMs || -byClock > clocksDifferMs
  return ended ? byClock : Math.max(byClock, expiresMs - beatMs - watchedMs)
}

export function heldBy({ cluster }: LeaseWait, held: LeaseEntry | undefined): StraitError {
  const since = held?.since === undefined ? '' : `since ${held.since}, `
  const who =
    held === undefined
      ? 'another process'
      : `${held.holder} (${held.topology === undefined ? '' : `topology "${held.topology}", `}${held.operation.replace(/(sha256:[0-9a-f]{12})[0-9a-f]+/, '$1')}, ${since}last sign of life ${held.beatAt})`
  return new StraitError(
    'ST451',
    `cluster "${cluster.name}": ${who} is at work; one apply at a time. Wait for it (--lease-timeout 5m), or end that process: its lease runs out by itself within seconds. Then plan again`,
    {
      facts: {
        cluster: cluster.name,
        ...(held === undefined ? {} : { holder: held.holder, operation: held.operation }),
        ...(held?.topology === undefined ? {} : { topology: held.topology }),
        ...(held?.since === undefined ? {} : { since: held.since }),
      },
    },
  )
}
