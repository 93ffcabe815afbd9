// One writer at a time: a lease in the control topic, kept by beats while an apply works. An apply that is
// killed stops beating, and the next one waits for the silence to be long enough instead of being locked out.
// Losing the lease (a pause longer than its time) stops the work before its next step.

import { setTimeout as sleep } from 'node:timers/promises'
import { StraitError } from '../errors/strait-error.ts'
import type { Cluster } from '../kafka/cluster.ts'
import { controlTopic, type LeaseEntry } from '../mirror/control.ts'
import { leaseHolder, leaseKey } from './lease-log.ts'

export interface LeaseTiming {
  /** How long one beat holds. */
  readonly timeToLiveMs: number
  readonly beatIntervalMs: number
}

export interface LeaseOptions {
  readonly cluster: Cluster
  /** Who asks: distinct for every process. */
  readonly holder: string
  /** What for, as shown to whoever has to wait. */
  readonly operation: string
  readonly timing?: LeaseTiming
  /** Told once when another holder has to be waited for. */
  readonly onWait?: (held: LeaseEntry) => void
  readonly signal?: AbortSignal
}

const usualTiming: LeaseTiming = { timeToLiveMs: 12_000, beatIntervalMs: 3_000 }

export class Lease {
  readonly #options: LeaseOptions
  readonly #timing: LeaseTiming
  readonly #stop = new AbortController()
  #validUntilMs = 0
  #lost: StraitError | undefined
  #beating: Promise<void> = Promise.resolve()

  private constructor(options: LeaseOptions) {
    this.#options = options
    this.#timing = options.timing ?? usualTiming
  }

  /**
   * Takes the lease. Waits for a holder that has stopped beating until its time is over; throws ST451 when the
   * holder is alive, or when another newcomer was first.
   */
  static async take(options: LeaseOptions): Promise<Lease> {
    await untilFree(options)
    const lease = new Lease(options)
    // The first beat opens connections, and may be over before it is read back.
    for (let tries = 0; tries < 3 && lease.#mayBeat(); tries++) await lease.#beat()
    lease.assertHeld()
    lease.#beating = lease.#keepBeating()
    return lease
  }

  /** Throws ST452 once the lease is no longer surely ours. Call it before every step. */
  assertHeld(): void {
    if (this.#lost !== undefined) throw this.#lost
    if (!this.#isValid()) throw lostLease(this.#options, undefined)
  }

  #mayBeat(): boolean {
    return this.#lost === undefined && !this.#isValid()
  }

  #isValid(): boolean {
    return this.#lost === undefined && Date.now() < this.#validUntilMs
  }

  /**
   * Lets the next one in at once. Unless the work is finished, a beat that has ended stays and names what was
   * interrupted. Idempotent; never throws: an unreleased lease ends by itself.
   */
  async release(finished: boolean): Promise<void> {
    if (this.#stop.signal.aborted) return
    this.#stop.abort()
    await this.#beating
    if (!this.#isValid()) return
    const nowMs = Date.now()
    const value = finished ? null : this.#entry(nowMs, nowMs - 1)
    const end = { partition: 0, key: Buffer.from(leaseKey), value }
    await this.#options.cluster.append(controlTopic, [end]).catch(() => undefined)
  }

  /** Appends a beat, and extends our time only when reading it back shows that it counted. */
  async #beat(): Promise<void> {
    const { cluster, holder } = this.#options
    const nowMs = Date.now()
    const expiresMs = nowMs + this.#timing.timeToLiveMs
    const beat = { partition: 0, key: Buffer.from(leaseKey), value: this.#entry(nowMs, expiresMs) }
    await cluster.append(controlTopic, [beat])
    const held = leaseHolder(await cluster.readTopic(controlTopic))
    if (held?.holder === holder) this.#validUntilMs = expiresMs
    else this.#lost = this.#validUntilMs === 0 ? heldBy(this.#options, held) : lostLease(this.#options, held)
  }

  #entry(nowMs: number, expiresMs: number): Buffer {
    const { holder, operation } = this.#options
    const entry: LeaseEntry = {
      kind: 'lease',
      holder,
      operation,
      beatAt: new Date(nowMs).toISOString(),
      expiresAt: new Date(expiresMs).toISOString(),
    }
    return Buffer.from(JSON.stringify(entry))
  }

  /** A beat that fails is tried again at the next; assertHeld tells when that went on for too long. */
  async #keepBeating(): Promise<void> {
    const { signal } = this.#stop
    while (this.#lost === undefined) {
      const waited = await sleep(this.#timing.beatIntervalMs, true, { signal, ref: false }).catch(() => false)
      if (!waited) return
      await this.#beat().catch(() => undefined)
    }
  }
}

/** Throws where the holder gives a sign of life while we wait. */
async function untilFree(options: LeaseOptions): Promise<void> {
  const read = async (): Promise<LeaseEntry | undefined> => {
    const held = leaseHolder(await options.cluster.readTopic(controlTopic))
    return held?.holder === options.holder ? undefined : held
  }
  const first = await read()
  for (let held = first; held !== undefined; held = await read()) {
    const leftMs = Date.parse(held.expiresAt) - Date.now()
    if (leftMs < 0) return
    if (held.beatAt !== first?.beatAt || held.holder !== first.holder) throw heldBy(options, held)
    if (held === first) options.onWait?.(held)
    options.signal?.throwIfAborted()
    await sleep(Math.min(leftMs + 1, 500))
  }
}

function heldBy({ cluster }: LeaseOptions, held: LeaseEntry | undefined): StraitError {
  const who =
    held === undefined
      ? 'another process'
      : `${held.holder} (${held.operation}, last sign of life ${held.beatAt})`
  return new StraitError(
    'ST451',
    `cluster "${cluster.name}": ${who} is at work; one apply at a time, so wait until it has ended and plan again`,
    { facts: { cluster: cluster.name, ...(held === undefined ? {} : { holder: held.holder }) } },
  )
}

function lostLease({ cluster }: LeaseOptions, held: LeaseEntry | undefined): StraitError {
  const who = held === undefined ? 'its time ran out' : `${held.holder} has taken it`
  return new StraitError(
    'ST452',
    `cluster "${cluster.name}": the lease of this apply is gone (${who}); nothing more was written, apply again`,
    { facts: { cluster: cluster.name } },
  )
}
