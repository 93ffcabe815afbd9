// How old records are written. A broker dates a producer's state by the times of the records: whoever writes records
// older than `producer.id.expiration.ms` is forgotten at the next check, and with it the fence against a former
// owner. An open transaction keeps the state, so a shard's old batches go in one transaction, committed every few
// seconds; its markers are dated now. Consumers see such records at the commit, seconds later. All else is written
// plainly, and nobody waits for it.

import type { PartitionCopy, ProducerSession } from './partition-copy.ts'

export interface HistoryOptions {
  readonly transactionalId: string
  /** Opens the transaction for these copies' partitions, or widens it. */
  add(session: ProducerSession, copies: readonly PartitionCopy[], signal: AbortSignal): Promise<void>
  /** Resolves once the markers have landed. */
  commit(session: ProducerSession, signal: AbortSignal): Promise<void>
  /** Nobody waits for the error: the session is not to be trusted any more. */
  failed(error: unknown): void
}

/** A source that trickles is not committed record by record, and a full one not held open for long. */
const lingerMs = 200
const openMsMax = 5_000

export class History {
  readonly #options: HistoryOptions
  readonly #signal: AbortSignal
  readonly #asking = new Set<PartitionCopy>()
  readonly #members = new Set<PartitionCopy>()
  #session: ProducerSession | undefined
  /** While logs are sealed: the seal ends the transaction by an abort, so it must be empty. */
  #suspended = false
  #openedAtMs = 0
  #timer: NodeJS.Timeout | undefined
  #settled: (() => void) | undefined
  /** One step at a time. */
  #work: Promise<void> = Promise.resolve()

  constructor(options: HistoryOptions, signal: AbortSignal) {
    this.#options = options
    this.#signal = signal
  }

  start(session: ProducerSession): void {
    this.#session = session
  }

  /** The session is over; whoever takes the next one commits what is open. */
  abandon(): void {
    this.#session = undefined
    this.#asking.clear()
    this.#members.clear()
    clearTimeout(this.#timer)
    this.#settled?.()
  }

  /** The copy sends nothing until it may enter the transaction. */
  ask(copy: PartitionCopy): void {
    this.#asking.add(copy)
    this.#serve()
  }

  /** Commits what is open, and opens nothing until `resume`. Rejects where the commit is in doubt. */
  suspend(): Promise<void> {
    this.#suspended = true
    return this.#enqueue(() => this.#commit())
  }

  resume(): void {
    this.#suspended = false
    this.#serve()
  }

  /** A copy has nothing in flight any more. */
  copySettled(): void {
    this.#settled?.()
  }

  #serve(): void {
    if (this.#asking.size > 0 && !this.#suspended) this.#run(() => this.#add())
  }

  async #add(): Promise<void> {
    const session = this.#session
    const copies = [...this.#asking]
    if (session === undefined || this.#suspended || copies.length === 0) return
    this.#asking.clear()
    await this.#options.add(session, copies, this.#signal)
    if (this.#session !== session) return
    if (this.#members.size === 0) {
      this.#openedAtMs = performance.now()
      this.#arm()
    }
    for (const copy of copies) {
      this.#members.add(copy)
      copy.enter(this.#options.transactionalId)
    }
  }

  #arm(): void {
    this.#timer = setTimeout(() => {
      const young = performance.now() - this.#openedAtMs < openMsMax
      if (young && [...this.#members].some((copy) => !copy.idle)) this.#arm()
      else this.#run(() => this.#commit())
    }, lingerMs)
  }

  async #commit(): Promise<void> {
    const session = this.#session
    if (session === undefined || this.#members.size === 0) return
    clearTimeout(this.#timer)
    const copies = [...this.#members]
    for (const copy of copies) copy.hold()
    while (this.#session === session && copies.some((copy) => copy.inFlight > 0)) {
      await new Promise<void>((resolve) => {
        this.#settled = resolve
      })
    }
    if (this.#session !== session) return
    await this.#options.commit(session, this.#signal)
    if (this.#session !== session) return
    this.#members.clear()
    for (const copy of copies) copy.committed()
  }

  #run(step: () => Promise<void>): void {
    const session = this.#session
    this.#enqueue(step).catch((error: unknown) => {
      if (this.#session === session && session !== undefined) this.#options.failed(error)
    })
  }

  #enqueue(step: () => Promise<void>): Promise<void> {
    const done = this.#work.then(step)
    this.#work = done.catch(() => undefined)
    return done
  }
}
