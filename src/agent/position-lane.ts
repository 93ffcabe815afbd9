// Writes a shard's positions with the shard's own producer session, into the positions partition of the shard's
// number. So positions are fenced like data: a former owner that wakes up cannot put an old position over a
// newer one.

import { StraitError } from '../errors/strait-error.ts'
import { positionsTopic } from '../mirror/positions.ts'
import { restamp } from '../wire/batch.ts'
import { encodeBatch } from '../wire/records.ts'
import type { Outcome, Outlet } from './outlet.ts'
import type { ProducerSession } from './partition-copy.ts'

interface Write {
  readonly batch: Buffer
  readonly count: number
  readonly resolve: () => void
  readonly reject: (error: StraitError) => void
}

const recordsPerBatch = 500

export class PositionLane implements Outlet {
  readonly remoteTopic = positionsTopic
  readonly remoteTopicId: string
  readonly partition: number
  readonly #ready: (outlet: Outlet) => void
  readonly #failed: (outcome: Outcome) => void
  #session: ProducerSession | undefined
  #sequence = 0
  #queue: Write[] = []
  #inFlight: Write[] = []
  #idle: (() => void) | undefined

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

  /** Gives up what waits and resolves once every answer is in: the old session writes no more. */
  async reset(): Promise<void> {
    this.#session = undefined
    this.#rejectQueue(new StraitError('ST300', 'the producer session was given up'))
    if (this.#inFlight.length === 0) return
    await new Promise<void>((resolve) => {
      this.#idle = resolve
    })
  }

  /** A new session counts its sequence from 0; call after `reset`. */
  start(session: ProducerSession): void {
    this.#session = session
    this.#sequence = 0
  }

  /** Resolves once the records are durable; rejects when that is not certain, and then the session is spent. */
  async write(
    records: readonly { readonly key: Buffer; readonly value: Buffer | null }[],
    atMs: number,
  ): Promise<void> {
    const writes: Promise<void>[] = []
    for (let start = 0; start < records.length; start += recordsPerBatch) {
      const part = records.slice(start, start + recordsPerBatch).map((record, index) => ({
        offset: index,
        timestampMs: atMs,
        headers: [],
        ...record,
      }))
      const batch = encodeBatch(part, { codec: 'none' })
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
    this.#sequence += write.count
    this.#inFlight.push(write)
    return write.batch
  }

  settle(outcome: Outcome): void {
    const write = this.#inFlight.shift()
    if (this.#inFlight.length === 0) this.#idle?.()
    if (outcome.kind === 'appended') {
      write?.resolve()
      return
    }
    const wasOpen = this.#session !== undefined
    this.#session = undefined
    const error =
      outcome.kind === 'unknown'
        ? outcome.error
        : new StraitError('ST305', `the target refused a position (code ${outcome.code})`, {
            facts: { protocolCode: outcome.code },
          })
    write?.reject(error)
    this.#rejectQueue(error)
    if (wasOpen) this.#failed(outcome)
  }

  #rejectQueue(error: StraitError): void {
    for (const waiting of this.#queue.splice(0)) waiting.reject(error)
  }
}
