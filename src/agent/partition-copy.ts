// One partition on its way: what was fetched and waits, what is in flight, and the position that is proven. It
// does no IO. Its invariant is the whole product: the target's records after `ackedTarget` are exactly the
// source's committed records after `ackedSource`, in order, as far as anything was sent.

import assert from 'node:assert/strict'
import type { StraitError } from '../errors/strait-error.ts'
import type { OffsetMap } from '../mirror/offset-map.ts'
import { restamp } from '../wire/batch.ts'
import { BatchQueue } from './batch-queue.ts'
import { MapTail } from './map-tail.ts'
import type { Outcome, Outlet } from './outlet.ts'
import { type AppendedBatch, appendedOf, type PreparedBatch } from './prepared-batch.ts'

export interface CopyRoute {
  readonly topic: string
  readonly topicId: string
  readonly partition: number
  readonly remoteTopic: string
  readonly remoteTopicId: string
}

/** The producer session that a shard owns; every partition of the shard counts its own sequence. */
export interface ProducerSession {
  readonly producerId: number
  readonly producerEpoch: number
}

/**
 * `waiting`: not proven yet, neither fetched nor sent. `running`: both. `settling`: nothing new is sent; what is
 * in flight comes back. `halted`: stays so until a person acts; other partitions go on.
 */
export type CopyState = 'waiting' | 'running' | 'settling' | 'halted'

export interface CopyEvents {
  /** Batches can be taken. */
  ready(copy: PartitionCopy): void
  /** Room was made for fetching. */
  room(copy: PartitionCopy, bytes: number): void
  /** The batch stands: acknowledged and, where it went in a transaction, committed. */
  appended(copy: PartitionCopy, batch: AppendedBatch, targetStart: number): void
  /** The broker refused a batch; what was before it stands, what was behind it is not appended either. */
  refused(copy: PartitionCopy, batch: PreparedBatch, refusal: { code: number; message: string }): void
  /** The target's log has to say where this copy stands. */
  distrust(copy: PartitionCopy, why: string): void
  /** Nothing is in flight any more (only while nothing new is sent). */
  settled(copy: PartitionCopy): void
  /** The next batch is too old for a plain write: nothing is sent until `enter`. */
  old(copy: PartitionCopy): void
}

interface InFlight {
  readonly batch: PreparedBatch
  readonly targetStart: number
  readonly sequenceEnd: number
}

/**
 * `plain`: no transaction. `asking`: the next batch needs one. `open`: what is sent belongs to one. `held`: it is
 * being committed, and nothing is sent until its marker has landed.
 */
type Writing = 'plain' | 'asking' | 'open' | 'held'

/** Bytes that one partition may hold, so that one slow partition cannot take the whole budget. */
const heldBytesMax = 8 * 1024 * 1024
const sequenceModulo = 2 ** 31

export class PartitionCopy implements Outlet {
  readonly route: CopyRoute
  readonly #events: CopyEvents
  readonly #historyAgeMs: number
  readonly #queue: BatchQueue
  state: CopyState = 'waiting'
  haltReason: string | undefined
  /** Another topic bears the name of one that the map is about: it translates nothing any more. */
  isReplaced = false
  /** Why the source gives nothing, or the target takes nothing, until somebody mends it; tried again by itself. */
  waits: { source?: StraitError | undefined; target?: StraitError | undefined } = {}
  /** The next source offset to fetch. */
  fetchNext = 0
  /** Leader epoch of the last fetched batch, for the broker's divergence check; -1 unknown. */
  fetchedEpoch = -1
  /** The source's log end as of the last fetch answer. */
  sourceEnd = 0
  map = new MapTail()
  /** Not fetched before this time of the monotonic clock: the source asked for patience. */
  heldUntilMs = 0
  #ackedSource = 0
  #ackedTarget = 0
  #ackedEpoch = -1
  #placed = false
  #storedSource = -1
  #storedTarget = -1
  #writing: Writing = 'plain'
  #transactionalId: string | null = null
  /** Acknowledged in the open transaction: they stand when it is committed. */
  #uncommitted: { readonly batch: AppendedBatch; readonly targetStart: number }[] = []
  #session: ProducerSession = { producerId: -1, producerEpoch: -1 }
  #sequence = 0
  #ackedSequence = 0
  #sendTarget = 0
  #inFlight: InFlight[] = []
  #inFlightHead = 0
  /** After a refusal or a doubt, the answers of what was sent behind it say nothing new. */
  #ignoring = false

  /** Batches whose youngest record is older than `historyAgeMs` are written in transactions only. */
  constructor(route: CopyRoute, events: CopyEvents, historyAgeMs: number = Number.POSITIVE_INFINITY) {
    this.route = route
    this.#events = events
    this.#historyAgeMs = historyAgeMs
    this.#queue = new BatchQueue((bytes) => events.room(this, bytes))
  }

  get remoteTopic(): string {
    return this.route.remoteTopic
  }
  get remoteTopicId(): string {
    return this.route.remoteTopicId
  }
  get partition(): number {
    return this.route.partition
  }
  get wantsFetch(): boolean {
    return (
      this.state === 'running' &&
      this.#queue.heldBytes < heldBytesMax &&
      performance.now() >= this.heldUntilMs
    )
  }
  get full(): boolean {
    return this.state === 'running' && this.#queue.heldBytes >= heldBytesMax
  }
  get inFlight(): number {
    return this.#inFlight.length - this.#inFlightHead
  }
  get idle(): boolean {
    return this.inFlight === 0 && this.#queue.empty
  }
  /** Whether all that was taken in stands. */
  get complete(): boolean {
    return this.idle && this.#uncommitted.length === 0
  }
  get transactionalId(): string | null {
    return this.#transactionalId
  }
  get mergeBytesMax(): number {
    return this.#queue.mergeBytesMax
  }
  set mergeBytesMax(bytes: number) {
    this.#queue.mergeBytesMax = bytes
  }
  get waitsFor(): StraitError | undefined {
    return this.waits.target ?? this.waits.source
  }
  get lagRecords(): number {
    return Math.max(0, this.sourceEnd - this.position.sourceNext)
  }

  /** The position and the leader epoch behind it; undefined before the first `place`. */
  get known():
    | { readonly sourceNext: number; readonly targetNext: number; readonly leaderEpoch: number }
    | undefined {
    return this.#placed ? { ...this.position, leaderEpoch: this.#ackedEpoch } : undefined
  }

  /** What is proven: every source record before `sourceNext` that can arrive lies before `targetNext`. */
  get position(): { readonly sourceNext: number; readonly targetNext: number } {
    // Control batches and aborted data behind the last copied batch need no answer to be passed.
    const sourceNext = this.complete && this.state === 'running' ? this.fetchNext : this.#ackedSource
    return { sourceNext, targetNext: this.#ackedTarget }
  }

  /** Whether the position moved since the last call: then it is due to be stored. */
  takeMoved(): boolean {
    const { sourceNext, targetNext } = this.position
    if (sourceNext === this.#storedSource && targetNext === this.#storedTarget) return false
    this.#storedSource = sourceNext
    this.#storedTarget = targetNext
    return true
  }

  get offsetMap(): OffsetMap {
    const { sourceNext, targetNext } = this.position
    return this.map.view(sourceNext, targetNext)
  }

  /** Sets the proven position while nothing is in flight; `start` goes on from it. */
  place(position: { sourceNext: number; targetNext: number; leaderEpoch: number }): void {
    assert.equal(this.inFlight, 0, 'a copy is placed while nothing is in flight')
    this.#queue.drop()
    this.#leave()
    this.#ackedSource = position.sourceNext
    this.#ackedTarget = position.targetNext
    this.#ackedEpoch = position.leaderEpoch
    this.#placed = true
    this.fetchNext = position.sourceNext
    this.fetchedEpoch = position.leaderEpoch
  }

  /** Begins a session in which the partition's first sequence is 0, or goes on with the one it had. */
  start(session: ProducerSession): void {
    const sameSession =
      session.producerId === this.#session.producerId && session.producerEpoch === this.#session.producerEpoch
    if (!sameSession) this.#ackedSequence = 0
    this.#session = session
    this.#sequence = this.#ackedSequence
    this.#sendTarget = this.#ackedTarget
    this.#ignoring = false
    this.state = 'running'
  }

  settle(outcome: Outcome): void {
    const entry = this.#inFlight[this.#inFlightHead]
    if (entry === undefined) return
    this.#inFlightHead += 1
    if (this.#inFlightHead === this.#inFlight.length || this.#inFlightHead > 1024) {
      this.#inFlight.splice(0, this.#inFlightHead)
      this.#inFlightHead = 0
    }
    this.#queue.release(entry.batch)
    if (!this.#ignoring) this.#judge(entry, outcome)
    const sendsNothing = this.state !== 'running' || this.#writing === 'held'
    if (this.inFlight === 0 && sendsNothing) this.#events.settled(this)
  }

  #judge({ batch, targetStart, sequenceEnd }: InFlight, outcome: Outcome): void {
    if (outcome.kind === 'appended' && outcome.baseOffset === targetStart) {
      this.#ackedSequence = sequenceEnd
      this.waits.target = undefined
      const appended = appendedOf(batch)
      if (this.#transactionalId === null) this.#stand(appended, targetStart)
      else this.#uncommitted.push({ batch: appended, targetStart })
      return
    }
    this.#ignoring = true
    this.#pause()
    if (outcome.kind === 'refused') this.#events.refused(this, batch, outcome)
    else if (outcome.kind === 'unknown') this.#events.distrust(this, outcome.error.message)
    else {
      this.#events.distrust(
        this,
        `the target put a batch at offset ${outcome.baseOffset} where ${targetStart} was due: another writer, or lost data`,
      )
    }
  }

  #stand(batch: AppendedBatch, targetStart: number): void {
    let target = targetStart
    for (const [sourceStart, count] of batch.runs) {
      this.map.append(sourceStart, target, count)
      target += count
    }
    this.#ackedSource = batch.sourceEnd
    this.#ackedTarget = target
    this.#ackedEpoch = batch.leaderEpoch
    this.#events.appended(this, batch, targetStart)
  }

  /** The partition is in the shard's open transaction: what is sent from now on goes in it. */
  enter(transactionalId: string): void {
    this.#writing = 'open'
    this.#transactionalId = transactionalId
    if (!this.idle) this.#events.ready(this)
  }

  /** Sends nothing more into the transaction; once nothing is in flight, `settled` has told so. */
  hold(): void {
    this.#writing = 'held'
  }

  /** The transaction is committed: what was sent in it stands, and its marker took one target offset. */
  committed(): void {
    for (const { batch, targetStart } of this.#uncommitted) this.#stand(batch, targetStart)
    this.#ackedTarget += 1
    this.#sendTarget = this.#ackedTarget
    this.#leave()
    if (!this.idle) this.#events.ready(this)
  }

  #leave(): void {
    this.#writing = 'plain'
    this.#transactionalId = null
    this.#uncommitted = []
  }

  /** Stops sending and drops what was not sent; `settled` follows once nothing is in flight. */
  pause(): void {
    this.#pause()
    if (this.inFlight === 0) this.#events.settled(this)
  }

  halt(reason: string): void {
    this.state = 'halted'
    this.haltReason = reason
    this.waits = {}
    this.#queue.drop()
  }

  #pause(): void {
    if (this.state === 'running') this.state = 'settling'
    this.#queue.drop()
  }

  /** Queues a batch that follows all before it. */
  offer(batch: PreparedBatch): void {
    this.#queue.push(batch)
    this.#events.ready(this)
  }

  take(): Buffer | undefined {
    if (this.state !== 'running' || !this.#maySend()) return undefined
    const batch = this.#queue.shift()
    if (batch === undefined) return undefined
    const transactional = this.#transactionalId !== null
    restamp(batch.batch, { ...this.#session, baseSequence: this.#sequence, transactional })
    this.#sequence = (this.#sequence + batch.count) % sequenceModulo
    this.#inFlight.push({ batch, targetStart: this.#sendTarget, sequenceEnd: this.#sequence })
    this.#sendTarget += batch.count
    return batch.batch
  }

  #maySend(): boolean {
    if (this.#writing === 'open') return true
    const next = this.#queue.first
    if (next === undefined || this.#writing !== 'plain') return false
    if (next.maxTimestampMs >= Date.now() - this.#historyAgeMs) return true
    this.#writing = 'asking'
    this.#events.old(this)
    return false
  }
}
