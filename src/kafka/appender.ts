// Writes records of our own, in order and once. Each partition has one batch on its way at a time; a batch whose
// answer was lost is sent again with the same sequence number, so that the broker tells the copy from the first.
// That is why a released lease or a stopped flow can never be written a second time behind a newer record.

import assert from 'node:assert/strict'
import { piecesOf } from '../std/pieces.ts'
import { restamp } from '../wire/batch.ts'
import { callApi } from '../wire/call.ts'
import type { Fence } from '../wire/connection.ts'
import { decodeProduce, encodeProduce, produceApi } from '../wire/messages/produce.ts'
import { encodeBatch } from '../wire/records.ts'
import type { NewRecord, TopicPartition } from './cluster.ts'
import { type Link, lane, namedAttempt } from './link.ts'
import { errorCodes, leaderRefusal, unrouted, withPermission } from './refusal.ts'
import { retrying } from './retry.ts'

/** Well below the default of `max.message.bytes`, 1 MiB. */
const batchBytesMax = 512 << 10
const timeoutMs = 30_000

/** A producer id and the next sequence number per partition. Given up when an outcome stays unknown. */
interface Session {
  readonly producerId: number
  readonly producerEpoch: number
  readonly sequences: Map<string, number>
}

interface Place extends TopicPartition {
  readonly fence: Fence | undefined
}

interface Batch extends Place {
  readonly bytes: Buffer
}

export class Appender {
  readonly #link: Link
  #session: Promise<Session> | undefined
  /** The end of the queue of each partition; never rejects. */
  readonly #queues = new Map<string, Promise<void>>()

  constructor(link: Link) {
    this.#link = link
  }

  /**
   * Offsets in the order of the records. Throws ST351 without the topic, ST350 without the right to write, what
   * the broker refuses (ST306), and after some tries the last failure: then the outcome is unknown.
   */
  async append(topic: string, records: readonly NewRecord[], fence?: Fence): Promise<number[]> {
    const offsets = new Map<NewRecord, number>()
    const partitions = Map.groupBy(records, ({ partition }) => partition)
    const results = await Promise.allSettled(
      [...partitions].map(([partition, list]) => {
        return this.#inTurn(`${topic}-${partition}`, async () => {
          for (const piece of piecesOf(list, sizeOf, batchBytesMax)) {
            const baseOffset = await this.#write({ topic, partition, fence }, piece)
            for (const [index, record] of piece.entries()) offsets.set(record, baseOffset + index)
          }
        })
      }),
    )
    for (const result of results) if (result.status === 'rejected') throw result.reason
    return records.map((record) => offsets.get(record) ?? -1)
  }

  /** Runs `work` after what was queued for the partition before. */
  #inTurn(queue: string, work: () => Promise<void>): Promise<void> {
    const before = this.#queues.get(queue) ?? Promise.resolve()
    const turn = before.then(work)
    const settled = turn.catch(() => {})
    this.#queues.set(queue, settled)
    return turn
  }

  /** Answers the offset of the first record. */
  async #write({ topic, partition, fence }: Place, records: readonly NewRecord[]): Promise<number> {
    const now = Date.now()
    const bytes = encodeBatch(
      records.map(({ key, value, timestampMs = now }) => ({ key, value, timestampMs, headers: [] })),
      { codec: 'none' },
    )
    const opening = this.#open(topic)
    const session = await opening
    const { producerId, producerEpoch, sequences } = session
    const queue = `${topic}-${partition}`
    const baseSequence = sequences.get(queue) ?? 0
    restamp(bytes, { producerId, producerEpoch, baseSequence, transactional: false })
    try {
      const offset = await retrying((round) =>
        this.#send({ topic, partition, fence, bytes }, { fresh: round > 0 }),
      )
      sequences.set(queue, (baseSequence + records.length) % 2 ** 31)
      return offset
    } catch (error) {
      if (this.#session === opening) this.#session = undefined
      throw error
    }
  }

  #open(topic: string): Promise<Session> {
    const opening = this.#session ?? this.#newSession(topic)
    this.#session = opening
    return opening
  }

  /** A producer id is given to whoever may write to any topic. */
  async #newSession(topic: string): Promise<Session> {
    try {
      return await retrying(async () => {
        const connection = await this.#link.brokers.any(lane)
        const [noTransactionalId, noTimeoutMs] = [null, 0]
        const { producerId, producerEpoch } = await callApi(connection, 'initProducerIdV4', [
          noTransactionalId,
          noTimeoutMs,
          -1n,
          -1,
        ])
        return { producerId: Number(producerId), producerEpoch, sequences: new Map() }
      })
    } catch (error) {
      this.#session = undefined
      throw withPermission(error, this.#attemptOn(topic))
    }
  }

  async #send({ topic, partition, fence, bytes }: Batch, { fresh }: { fresh: boolean }): Promise<number> {
    const { brokers, leaders } = this.#link
    const { byBroker, unrouted: homeless } = await leaders.route([{ topic, partition }], { fresh })
    const attempt = this.#attemptOn(topic)
    for (const { missing } of homeless) throw unrouted(missing, attempt)
    const [brokerId] = byBroker.keys()
    assert(brokerId !== undefined)
    const connection = await brokers.connection(brokerId, lane)
    const version = connection.version(produceApi.key, produceApi)
    const partitions = [{ partition, batch: bytes }]
    const answer = decodeProduce(
      version,
      await connection.request(
        {
          key: produceApi.key,
          version,
          flexible: true,
          timeoutMs: timeoutMs + 10_000,
          ...(fence && { fence }),
        },
        encodeProduce(version, {
          acks: -1,
          timeoutMs,
          topics: [{ name: topic, id: leaders.idOf(topic) ?? '', partitions }],
        }),
      ),
    )
    const produced = answer.topics[0]?.partitions[0]
    assert(produced?.partition === partition, 'a produce answer speaks of the partition asked')
    const { errorCode, baseOffset, errorMessage } = produced
    if (errorCode !== errorCodes.none) throw leaderRefusal(errorCode, attempt, errorMessage)
    return baseOffset
  }

  #attemptOn(topic: string) {
    const action = { action: `write to topic "${topic}"`, operation: 'write' }
    return namedAttempt(this.#link, ['topic', topic], action)
  }
}

function sizeOf({ key, value }: NewRecord): number {
  return 32 + (key?.length ?? 0) + (value?.length ?? 0)
}
