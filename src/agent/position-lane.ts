// Writes a shard's positions with the shard's own producer session, into the positions partition of the shard's
// number. So positions are fenced like data: a former owner that wakes up cannot put an old position over a
// newer one.

import { StraitError } from '../errors/strait-error.ts'
import { positionsTopic } from '../mirror/positions.ts'
import { restamp } from '../wire/batch.ts'
import { protocolErrors } from '../wire/protocol-errors.ts'
import { encodeBatch } from '../wire/records.ts'
import type { Outcome, Outlet } from './outlet.ts'
import type { ProducerSession } from './partition-copy.ts'

interface Write {
  readonly batch: Buffer
  readonly count: number
  readonly resolve: () => void
  readonly reject: (error: StraitError) => void
}

export interface PositionWrite {
  readonly key: Buffer
  /** Null: what was stored under the key is over. */
  readonly value: Buffer | null
}

/** Well below the default of `max.message.bytes`, 1 MiB. */
const batchBytesMax = 512 * 1024
const recordsPerBatch = 500
const sequenceModulo = 2 ** 31

export class PositionLane implements Outlet {
  readonly remoteTopic = positionsTopic
  /** Another one once the topic was deleted and made again; nothing is in flight then. */
  remoteTopicId: string
  readonly partition: number
  readonly transactionalId = null
  readonly #ready: (outlet: Outlet) => void
  readonly #failed: (outcome: Outcome) => void
  #session: ProducerSession | undefined
  #sequence = 0
  #queue: Write[] = []
  #inFlight: Write[] = []
  #idle: (() => void) | undefined
  /** Pending while the lane stands still. */
  #still: Promise<void> | undefined

  constructor(options: {
    readonly topicId: string
    readonly partition: number
    ready(outlet: Outlet): void
    failed(outcome: Outcome): void
  }) {
    this.remoteTopicId = options.topicId
    this.partition = options.partition
    this.#ready = options.ready
    this.#failed = options.failed
  }

  get busy(): boolean {
    return this.#queue.length + this.#inFlight.length > 0
  }

  /** Whether a write would go out at once and alone. */
  get isFree(): boolean {
    return !this.busy && this.#still === undefined
  }

  /** Gives up what waits: the session writes no more. */
  giveUp(): void {
    this.#session = undefined
    this.#rejectQueue(givenUp())
    if (!this.busy) this.#idle?.()
  }

  /** Gives up what waits and resolves once every answer is in. */
  async reset(): Promise<void> {
    this.giveUp()
    await this.settled()
  }

  /** Resolves once nothing waits and nothing is in flight. */
  async settled(): Promise<void> {
    if (!this.busy) return
    await new Promise<void>((resolve) => {
      this.#idle = resolve
    })
  }

  /**
   * Runs `work` when everything written has its answer; what is written meanwhile goes out behind it. While this
   * partition is in a seal's transaction, the broker takes no plain write of ours here.
   */
  async standStill<T>(work: () => Promise<T>): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#still = promise
    try {
      await this.settled()
      return await work()
    } finally {
      this.#still = undefined
      resolve()
    }
  }

  /** A new session counts its sequence from 0; call after `reset`. */
  start(session: ProducerSession): void {
    this.#session = session
    this.#sequence = 0
  }

  /** Resolves once the records are durable; rejects when that is not certain, and then the session is spent. */
  async write(records: readonly PositionWrite[], atMs: number): Promise<void> {
    if (this.#still !== undefined) await this.#still
    // Nobody would take it, and nobody would ever answer.
    if (this.#session === undefined) throw givenUp()
    const writes: Promise<void>[] = []
    for (const part of batchesOf(records)) {
      const batch = encodeBatch(
        part.map((record) => ({ timestampMs: atMs, headers: [], ...record })),
        { codec: 'none' },
      )
      writes.push(
        new Promise((resolve, reject) => {
          this.#queue.push({ batch, count: part.length, resolve, reject })
        }),
      )
    }
    if (writes.length > 0) this.#ready(this)
    await Promise.all(writes)
  }

  take(): Buffer | undefined {
    const write = this.#session === undefined ? undefined : this.#queue.shift()
    if (write === undefined || this.#session === undefined) return undefined
    restamp(write.batch, { ...this.#session, baseSequence: this.#sequence, transactional: false })
    this.#sequence = (this.#sequence + write.count) % sequenceModulo
    this.#inFlight.push(write)
    return write.batch
  }

  settle(outcome: Outcome): void {
    const write = this.#inFlight.shift()
    if (outcome.kind === 'appended') write?.resolve()
    else this.#fail(write, outcome)
    if (!this.busy) this.#idle?.()
  }

  #fail(write: Write | undefined, outcome: Exclude<Outcome, { kind: 'appended' }>): void {
    const wasOpen = this.#session !== undefined
    this.#session = undefined
    const error = outcome.kind === 'unknown' ? outcome.error : refusedPosition(outcome.code)
    write?.reject(error)
    this.#rejectQueue(error)
    if (wasOpen) this.#failed(outcome)
  }

  #rejectQueue(error: StraitError): void {
    for (const waiting of this.#queue.splice(0)) waiting.reject(error)
  }
}

const invalidTimestamp = 32

function refusedPosition(code: number): StraitError {
  const name = protocolErrors.get(code)?.name ?? `code ${code}`
  const why =
    code === invalidTimestamp ? ': the clock of this machine is ahead, or that of the broker behind' : ''
  return new StraitError('ST305', `the target refused a position (${name})${why}`, {
    facts: { protocolCode: code },
  })
}

function givenUp(): StraitError {
  return new StraitError('ST300', 'the producer session was given up')
}

function batchesOf(records: readonly PositionWrite[]): PositionWrite[][] {
  const batches: PositionWrite[][] = []
  let bytes = 0
  for (const record of records) {
    const size = record.key.length + (record.value?.length ?? 0)
    const last = batches.at(-1)
    if (last === undefined || last.length === recordsPerBatch || bytes + size > batchBytesMax) {
      batches.push([record])
      bytes = size
    } else {
      last.push(record)
      bytes += size
    }
  }
  return batches
}
