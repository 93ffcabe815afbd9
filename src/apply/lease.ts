// One writer at a time: a lease in the control topic, kept by beats while an apply works. An apply that is killed
// stops beating, and the next one waits for the silence to be long enough instead of being locked out. One that
// stood still for longer than its lease is fenced: every write asks `fence` at the moment it leaves, and what it
// says is decided by our own clocks alone, so that no answer of a broker has to arrive first.

import { setTimeout as sleep } from 'node:timers/promises'
import { StraitError } from '../errors/strait-error.ts'
import { controlTopic, type LeaseEntry } from '../mirror/control.ts'
import { leaseHolder, leaseKey } from './lease-log.ts'
import { heldBy, type LeaseWait, untilFree } from './lease-wait.ts'

export interface LeaseTiming {
  /** How long one beat holds. */
  readonly timeToLiveMs: number
  readonly beatIntervalMs: number
}

export interface LeaseOptions extends LeaseWait {
  /** What for, as shown to whoever has to wait. */
  readonly operation: string
  /** The topology's name, where it has one. */
  readonly topology?: string | undefined
  readonly timing?: LeaseTiming
}

const usualTiming: LeaseTiming = { timeToLiveMs: 12_000, beatIntervalMs: 3_000 }

export class Lease {
  readonly #options: LeaseOptions
  readonly #timing: LeaseTiming
  readonly #stop = new AbortController()
  readonly #since = new Date().toISOString()
  /** Two clocks: one may be set back, the other may stand still while the machine sleeps. */
  #validUntilMs = { wall: 0, monotonic: 0 }
  #taken = false
  #lost: StraitError | undefined
  #beating: Promise<void> = Promise.resolve()

  private constructor(options: LeaseOptions) {
    this.#options = options
    this.#timing = options.timing ?? usualTiming
  }

  /**
   * Takes the lease. Waits for a holder that has stopped beating until its time is over, and for a living one for
   * `patienceMs`; then throws ST451. So it does where another newcomer was first.
   */
  static async take(options: LeaseOptions): Promise<Lease> {
    const deadlineMs = performance.now() + (options.patienceMs ?? 0)
    for (;;) {
      await untilFree(options, deadlineMs)
      const lease = new Lease(options)
      // The first beat opens connections, and may be over before it is read back.
      for (let tries = 0; tries < 3 && lease.#mayBeat(); tries++) await lease.#beat()
      const refusal = lease.fence()
      if (refusal === undefined) {
        lease.#taken = true
        lease.#beating = lease.#keepBeating()
        return lease
      }
      if (performance.now() >= deadlineMs) throw refusal
    }
  }

  /** ST452 once the lease is no longer surely ours. Given to every write of the work. */
  readonly fence = (): StraitError | undefined => {
    if (this.#lost === undefined && !this.#isValid()) this.#lost = lostLease(this.#options, undefined)
    return this.#lost
  }

  #mayBeat(): boolean {
    return this.#lost === undefined && !this.#isValid()
  }

  #isValid(): boolean {
    const { wall, monotonic } = this.#validUntilMs
    return Date.now() < wall && performance.now() < monotonic
  }

  /**
   * Lets the next one in at once. Unless the work is finished, a beat that has ended stays and names what was
   * interrupted. Idempotent; never throws: an unreleased lease ends by itself.
   */
  async release(finished: boolean): Promise<void> {
    if (this.#stop.signal.aborted) return
    this.#stop.abort()
    await this.#beating
    const nowMs = Date.now()
    const value = finished ? null : this.#entry(nowMs, nowMs - 1)
    const end = { partition: 0, key: Buffer.from(leaseKey), value }
    await this.#options.cluster.append(controlTopic, [end], this.fence).catch(() => undefined)
  }

  /**
   * Appends a beat, and extends our time only when reading it back shows that it counted. A beat after our time
   * would put a dead claim over the next holder's end, so it is never sent.
   */
  async #beat(): Promise<void> {
    const { cluster, holder } = this.#options
    const start = { wall: Date.now(), monotonic: performance.now() }
    const expiresMs = start.wall + this.#timing.timeToLiveMs
    const beat = { partition: 0, key: Buffer.from(leaseKey), value: this.#entry(start.wall, expiresMs) }
    await cluster.append(controlTopic, [beat], this.#taken ? this.fence : undefined)
    const held = leaseHolder(await cluster.readTopic(controlTopic))
    if (held?.holder !== holder) {
      this.#lost ??= this.#taken ? lostLease(this.#options, held) : heldBy(this.#options, held)
      return
    }
    // While the answers were on their way our time may have run out, and with it the claim to the beat.
    if (this.#taken && this.fence() !== undefined) return
    this.#validUntilMs = { wall: expiresMs, monotonic: start.monotonic + this.#timing.timeToLiveMs }
  }

  #entry(nowMs: number, expiresMs: number): Buffer {
    const { holder, operation, topology } = this.#options
    const entry: LeaseEntry = {
      kind: 'lease',
      holder,
      operation,
      ...(topology === undefined ? {} : { topology }),
      since: this.#since,
      beatAt: new Date(nowMs).toISOString(),
      expiresAt: new Date(expiresMs).toISOString(),
    }
    return Buffer.from(JSON.stringify(entry))
  }

  /** A beat that fails is tried again at the next; the fence tells when that went on for too long. */
  async #keepBeating(): Promise<void> {
    const { signal } = this.#stop
    while (this.fence() === undefined) {
      const waited = await sleep(this.#timing.beatIntervalMs, true, { signal, ref: false }).catch(() => false)
      if (!waited) return
      if (this.fence() === undefined) await this.#beat().catch(() => undefined)
    }
  }
}

function lostLease({ cluster }: LeaseOptions, held: LeaseEntry | undefined): StraitError {
  const who = held === undefined ? 'its time ran out' : `${held.holder} has taken it`
  return new StraitError(
    'ST452',
    `cluster "${cluster.name}": the lease of this apply is gone (${who}); nothing more was written, apply again`,
    { facts: { cluster: cluster.name } },
  )
}
