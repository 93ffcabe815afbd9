// One partition on its way: what was fetched and waits, what is in flight, and the position that is proven. It
// does no IO. Its invariant is the whole product: the target's records after `ackedTarget` are exactly the
// source's committed records after `ackedSource`, in order, as far as anything was sent.

import assert from 'node:assert/strict'
import { StraitError } from '../errors/strait-error.ts'
import type { OffsetMap } from '../mirror/offset-map.ts'
import { restamp } from '../wire/batch.ts'
import { MapTail } from './map-tail.ts'
import type { Outcome, Outlet } from './outlet.ts'
import { mergePrepared, type PreparedBatch } from './prepared-batch.ts'

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
  appended(copy: PartitionCopy, batch: PreparedBatch, targetStart: number): void
  /** The broker refused a batch; what was before it stands, what was behind it is not appended either. */
  refused(copy: PartitionCopy, batch: PreparedBatch, refusal: { code: number; message: string }): void
  /** The target's log has to say where this copy stands. */
  distrust(copy: PartitionCopy, why: string): void
  /** Nothing is in flight any more (only while settling or halted). */
  settled(copy: PartitionCopy): void
}

interface InFlight {
  readonly batch: PreparedBatch
  readonly targetStart: number
  readonly sequenceEnd: number
}

/** Bytes that one partition may hold, so that one slow partition cannot take the whole budget. */
const heldBytesMax = 8 * 1024 * 1024
const mergedBytesMax = 512 * 1024
/** A joined batch is that much smaller where it is compressed: readers hold it decompressed. */
const compressedShare = 4
const sequenceModulo = 2 ** 31

export class PartitionCopy implements Outlet {
  readonly route: CopyRoute
  readonly #events: CopyEvents
  state: CopyState = 'waiting'
  haltReason: string | undefined
  /** The next source offset to fetch. */
  fetchNext = 0
  /** Leader epoch of the last fetched batch, for the broker's divergence check; -1 unknown. */
  fetchedEpoch = -1
  /** The source's log end as of the last fetch answer. */
  sourceEnd = 0
  map = new MapTail()
  /** Not fetched before this time of the monotonic clock: the source asked for patience. */
  heldUntilMs = 0
  /** Small batches that wait are joined up to this size; halved when the target finds it too much. */
  mergeBytesMax = mergedBytesMax
  #ackedSource = 0
  #ackedTarget = 0
  #ackedEpoch = -1
  #placed = false
  #storedSource = -1
  #storedTarget = -1
  #session: ProducerSession = { producerId: -1, producerEpoch: -1 }
  #sequence = 0
  #ackedSequence = 0
  #sendTarget = 0
  #queue: PreparedBatch[] = []
  #queueHead = 0
  #inFlight: InFlight[] = []
  #inFlightHead = 0
  #heldBytes = 0
  /** After a refusal or a doubt, the answers of what was sent behind it say nothing new. */
  #ignoring = false

  constructor(route: CopyRoute, events: CopyEvents) {
    this.route = route
    this.#events = events
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
    return this.state === 'running' && this.#heldBytes < heldBytesMax && performance.now() >= this.heldUntilMs
  }
  get full(): boolean {
    return this.state === 'running' && this.#heldBytes >= heldBytesMax
  }
  get inFlight(): number {
    return this.#inFlight.length - this.#inFlightHead
  }
  get idle(): boolean {
    return this.inFlight === 0 && this.#queueHead === this.#queue.length
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
    const sourceNext = this.idle && this.state === 'running' ? this.fetchNext : this.#ackedSource
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
    this.#dropQueue()
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
    this.#release(entry.batch)
    if (!this.#ignoring) this.#judge(entry, outcome)
    if (this.inFlight === 0 && this.state !== 'running') this.#events.settled(this)
  }

  #judge({ batch, targetStart, sequenceEnd }: InFlight, outcome: Outcome): void {
    if (outcome.kind === 'appended' && outcome.baseOffset === targetStart) {
      let target = targetStart
      for (const [sourceStart, count] of batch.runs) {
        this.map.append(sourceStart, target, count)
        target += count
      }
      this.#ackedSource = batch.sourceEnd
      this.#ackedTarget = target
      this.#ackedEpoch = batch.leaderEpoch
      this.#ackedSequence = sequenceEnd
      this.#events.appended(this, batch, targetStart)
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

  /** Stops sending and drops what was not sent; `settled` follows once nothing is in flight. */
  pause(): void {
    this.#pause()
    if (this.inFlight === 0) this.#events.settled(this)
  }

  halt(reason: string): void {
    this.state = 'halted'
    this.haltReason = reason
    this.#dropQueue()
  }

  #pause(): void {
    if (this.state === 'running') this.state = 'settling'
    this.#dropQueue()
  }

  /** Queues a batch that follows all before it. */
  offer(batch: PreparedBatch): void {
    this.#queue.push(batch)
    this.#heldBytes += batch.batch.length
    this.#events.ready(this)
  }

  take(): Buffer | undefined {
    if (this.state !== 'running') return undefined
    const batch = this.#next()
    if (batch === undefined) return undefined
    restamp(batch.batch, { ...this.#session, baseSequence: this.#sequence, transactional: false })
    this.#sequence = (this.#sequence + batch.count) % sequenceModulo
    this.#inFlight.push({ batch, targetStart: this.#sendTarget, sequenceEnd: this.#sequence })
    this.#sendTarget += batch.count
    return batch.batch
  }

  /** The next batch of the queue, or several small ones joined: what waits together goes together. */
  #next(): PreparedBatch | undefined {
    const first = this.#queue[this.#queueHead]
    if (first === undefined) return undefined
    const parts = this.#mergeableParts()
    const merged = parts.length > 1 ? this.#merge(parts) : undefined
    this.#queueHead += merged === undefined ? 1 : parts.length
    if (this.#queueHead === this.#queue.length || this.#queueHead > 1024) {
      this.#queue.splice(0, this.#queueHead)
      this.#queueHead = 0
    }
    return merged ?? first
  }

  #mergeableParts(): PreparedBatch[] {
    const parts: PreparedBatch[] = []
    const codec = this.#queue[this.#queueHead]?.mergeCodec
    if (codec === undefined) return parts
    const bytesMax = codec === 'none' ? this.mergeBytesMax : this.mergeBytesMax / compressedShare
    let bytes = 0
    for (let at = this.#queueHead; at < this.#queue.length; at += 1) {
      const batch = this.#queue[at]
      if (batch === undefined || batch.mergeCodec !== codec || bytes + batch.batch.length > bytesMax) break
      bytes += batch.batch.length
      parts.push(batch)
    }
    return parts
  }

  /** Undefined where one of them is damaged: then each goes by itself, and the target refuses the right one. */
  #merge(parts: readonly PreparedBatch[]): PreparedBatch | undefined {
    try {
      const merged = mergePrepared(parts)
      const freed = parts.reduce((sum, part) => sum + part.batch.length, 0) - merged.batch.length
      for (const part of parts) part.frame?.release()
      this.#heldBytes -= freed
      this.#events.room(this, freed)
      return merged
    } catch (error) {
      if (!(error instanceof StraitError)) throw error
      this.mergeBytesMax = 0
      return undefined
    }
  }

  #release(batch: PreparedBatch): void {
    this.#heldBytes -= batch.batch.length
    batch.frame?.release()
    this.#events.room(this, batch.batch.length)
  }

  #dropQueue(): void {
    for (const batch of this.#queue.slice(this.#queueHead)) this.#release(batch)
    this.#queue = []
    this.#queueHead = 0
  }
}
