// A shard: the partitions of a flow that share one transactional id, and so are fenced and handed over together.
// Its loop brings every copy from `waiting` to `running`: take the producer session, seal the partitions' logs,
// prove each position, store it, start. Whatever casts doubt on a copy comes back to this loop.

import { setTimeout as delay } from 'node:timers/promises'
import { asStraitError, StraitError } from '../errors/strait-error.ts'
import { encodePosition } from '../mirror/position-records.ts'
import type { PositionRecord } from '../mirror/positions.ts'
import { errorText } from '../std/error-text.ts'
import { HeldCopies } from './held-copies.ts'
import { History, type HistoryOptions } from './history.ts'
import type { PartitionCopy, ProducerSession } from './partition-copy.ts'
import { mayPass } from './patience.ts'
import type { PositionLane, PositionWrite } from './position-lane.ts'
import type { Proof } from './proof.ts'
import { Retries } from './retries.ts'
import { Settling } from './settling.ts'
import { isFenced } from './transaction.ts'
import { Wake } from './wake.ts'

export interface ShardOptions {
  readonly number: number
  readonly lane: PositionLane
  /** How old records of these copies are written. */
  readonly history: Omit<HistoryOptions, 'failed'>
  /** InitProducerId: bumps the epoch. */
  takeSession(signal: AbortSignal): Promise<ProducerSession>
  /** Fences the copies' partitions and the lane's, but for those that are refused: their reasons are the answer. */
  seal(
    session: ProducerSession,
    copies: readonly PartitionCopy[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<PartitionCopy, StraitError>>
  /** Why it cannot be reached now: undefined where source and target both have a leader for it. */
  unreachable(copy: PartitionCopy): StraitError | undefined
  /** Whether the target's log ends where the copy stands, while nothing of it is in flight. */
  stands(copy: PartitionCopy): Promise<boolean>
  /** Reads the durable positions of this shard, once, behind the first seal. */
  loadPositions(signal: AbortSignal): Promise<void>
  /** Proves positions; a copy's failure is its own. */
  prove(
    copies: readonly PartitionCopy[],
    signal: AbortSignal,
  ): Promise<Map<PartitionCopy, Proof | StraitError>>
  /** Writes down that source offsets will never arrive, before the copy goes on behind them. */
  stepOver(copy: PartitionCopy, proof: Proof): Promise<void>
  record(copy: PartitionCopy, session: ProducerSession): PositionRecord[]
  started(copy: PartitionCopy): void
  halt(copy: PartitionCopy, error: StraitError): void
  /** A newer owner has the shard: this one is over. */
  fenced(shard: Shard): void
  trouble(error: unknown, what: string): void
  /** What was in trouble works. */
  works(what: string): void
  /** One copy that is put off; it knows the reason itself. */
  waits(copy: PartitionCopy, reason: StraitError): void
  now(): number
}

const backoffMs = { first: 100, most: 5_000 }

export class Shard {
  readonly number: number
  readonly copies = new Set<PartitionCopy>()
  readonly #options: ShardOptions
  readonly #history: History
  readonly #wake = new Wake()
  readonly #abort = new AbortController()
  readonly #retries = new Retries()
  #unproven = new Set<PartitionCopy>()
  readonly #held: HeldCopies
  readonly #settling = new Settling()
  #session: ProducerSession | undefined
  #loaded = false
  #distrustedAtMs = 0
  #distrustWaitMs = 0
  #done: Promise<void> | undefined

  constructor(options: ShardOptions) {
    this.number = options.number
    this.#options = options
    const failed = (error: unknown): void => this.#historyFailed(error)
    this.#history = new History({ ...options.history, failed }, this.#abort.signal)
    this.#held = new HeldCopies({
      retries: this.#retries,
      stands: (copy) => options.stands(copy),
      isOpen: (session) => this.#session === session,
      isUnproven: (copy) => this.#unproven.has(copy),
      reprove: (copy) => this.reprove(copy),
      started: (copy) => options.started(copy),
      trouble: (error) => options.trouble(error, `shard ${this.number}`),
    })
  }

  get session(): ProducerSession | undefined {
    return this.#session
  }

  /** Stores positions that moved; does nothing while something is on its way there. */
  async storePositions(): Promise<void> {
    const session = this.#session
    if (session === undefined || !this.#options.lane.isFree) return
    const moved = [...this.copies].filter((copy) => copy.state === 'running' && copy.takeMoved())
    if (moved.length > 0) await this.#storeAll(moved, session)
  }

  /** Writes to the shard's own partition of the positions topic. */
  async write(records: readonly PositionWrite[]): Promise<void> {
    await this.#options.lane.write(records, this.#options.now())
  }

  /** Runs the loop until `stop`; a second call does nothing. */
  start(): void {
    this.#done ??= this.#run(this.#abort.signal)
  }

  add(copy: PartitionCopy): void {
    this.copies.add(copy)
    this.#unproven.add(copy)
    this.#wake.ring()
  }

  /** The copy's next records are too old for a plain write. */
  askHistory(copy: PartitionCopy): void {
    this.#history.ask(copy)
  }

  /**
   * The session cannot be trusted any more (a lost answer may still land): take a new one, prove all again. False where
   * it was given up before: of all copies that a broker led every one says so, and that is one doubt.
   */
  distrust(): boolean {
    if (this.#session === undefined) return false
    this.#giveUpSession()
    const nowMs = performance.now()
    const again = nowMs - this.#distrustedAtMs < 10_000
    this.#distrustWaitMs = again ? Math.min(this.#distrustWaitMs * 2 + 20, backoffMs.most) : 0
    this.#distrustedAtMs = nowMs
    this.#wake.ring()
    return true
  }

  /** The target took nothing of what was sent and may take it later: the same session goes on, without a new fence. */
  hold(copy: PartitionCopy, error: StraitError): void {
    this.#held.hold(copy, error)
    this.#options.waits(copy, error)
    this.#wake.ring()
  }

  /** One copy stands still behind a known refusal: same session, the log end is checked again. */
  reprove(copy: PartitionCopy): void {
    this.#unproven.add(copy)
    this.#wake.ring()
  }

  /**
   * Seals all partitions again in the same session, before brokers forget it (transactional ids expire after days,
   * an idle partition's producer state after one).
   */
  keepAlive(): void {
    for (const copy of this.copies) this.#unproven.add(copy)
    this.#wake.ring()
  }

  /** Something that was unreachable may be reachable now. */
  poke(): void {
    this.#wake.ring()
  }

  /** A copy has nothing in flight any more. */
  copySettled(): void {
    this.#settling.copySettled()
    this.#history.copySettled()
  }

  async stop(): Promise<void> {
    this.#abort.abort()
    this.#history.abandon()
    this.#options.lane.giveUp()
    await this.#done
  }

  async #run(signal: AbortSignal): Promise<void> {
    let waitMs = backoffMs.first
    while (!signal.aborted) {
      try {
        const left = await this.#step(signal)
        waitMs = backoffMs.first
        this.#options.works(`shard ${this.number}`)
        // Copies that could not be reached are tried again after a while even if nobody pokes.
        await this.#wake.sleep(signal, left > 0 ? backoffMs.most / 5 : undefined)
      } catch (error) {
        if (signal.aborted) return
        if (isFenced(error)) {
          this.#options.fenced(this)
          return
        }
        this.#giveUpSession()
        const reason = asStraitError(error, 'ST521', errorText(error))
        for (const copy of this.#unproven) copy.waits.target = reason
        this.#options.trouble(error, `shard ${this.number}`)
        await delay(waitMs, undefined, { signal }).catch(() => undefined)
        waitMs = Math.min(waitMs * 2, backoffMs.most)
      }
    }
  }

  /** Brings every copy that can be reached to `running`; answers how many could not. */
  async #step(signal: AbortSignal): Promise<number> {
    if (this.#session === undefined) {
      await delay(this.#distrustWaitMs, undefined, { signal })
      await this.#settling.settle(this.copies, signal)
      await this.#options.lane.reset()
      this.#session = await this.#options.takeSession(signal)
      this.#options.lane.start(this.#session)
      this.#history.start(this.#session)
      this.#unproven = new Set(this.copies)
    }
    const session = this.#session
    for (const copy of this.#unproven) if (copy.state === 'halted') this.#unproven.delete(copy)
    const open = [...this.#unproven].filter((copy) => this.#retries.isDue(copy) && this.#isReachable(copy))
    if (open.length > 0) await this.#open(session, open, signal)
    await this.#held.goOn(session)
    return this.#unproven.size + this.#held.size
  }

  #isReachable(copy: PartitionCopy): boolean {
    const reason = this.#options.unreachable(copy)
    if (reason !== undefined) copy.waits.target = reason
    return reason === undefined
  }

  async #open(session: ProducerSession, copies: PartitionCopy[], signal: AbortSignal): Promise<void> {
    await this.#settling.settle(copies, signal)
    const refused = await this.#options.lane.standStill(() => this.#seal(session, copies, signal))
    for (const [copy, reason] of refused) this.#putOff(copy, reason)
    const sealed = copies.filter((copy) => !refused.has(copy))
    if (sealed.length === 0) return
    if (!this.#loaded) await this.#options.loadPositions(signal)
    this.#loaded = true
    const proofs = await this.#options.prove(sealed, signal)
    const proven: PartitionCopy[] = []
    for (const [copy, proof] of proofs) {
      if (proof instanceof StraitError) {
        if (mayPass(proof)) this.#putOff(copy, proof)
        else {
          this.#unproven.delete(copy)
          this.#options.halt(copy, proof)
        }
        continue
      }
      if (proof.gap !== undefined) await this.#options.stepOver(copy, proof)
      for (const run of proof.runs) copy.map.append(run.sourceStart, run.targetStart, run.count)
      copy.place(proof)
      proven.push(copy)
    }
    // Durable before the first record: a successor must know where the copy began.
    if (proven.length > 0) await this.#storeAll(proven, session)
    if (this.#session !== session) return
    for (const copy of proven) {
      this.#unproven.delete(copy)
      copy.waits.target = undefined
      copy.start(session)
      this.#options.started(copy)
    }
  }

  /** The others go on without it. */
  #putOff(copy: PartitionCopy, reason: StraitError): void {
    copy.waits.target = reason
    this.#retries.later(copy)
    this.#options.waits(copy, reason)
  }

  async #seal(
    session: ProducerSession,
    copies: readonly PartitionCopy[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<PartitionCopy, StraitError>> {
    try {
      await this.#history.suspend()
      return await this.#options.seal(session, copies, signal)
    } finally {
      this.#history.resume()
    }
  }

  #giveUpSession(): void {
    this.#session = undefined
    this.#history.abandon()
  }

  #historyFailed(error: unknown): void {
    if (this.#abort.signal.aborted) return
    if (isFenced(error)) {
      this.#options.fenced(this)
      return
    }
    this.#options.trouble(error, `shard ${this.number}`)
    this.distrust()
  }

  async #storeAll(copies: readonly PartitionCopy[], session: ProducerSession): Promise<void> {
    const stored = copies.flatMap((copy) =>
      this.#options.record(copy, session).map((record) => ({ copy, record })),
    )
    await this.write(stored.map(({ record }) => encodePosition(record)))
    for (const { copy, record } of stored) copy.map.stored(record.chunk)
  }
}
