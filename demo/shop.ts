// The demo's data: a shop that writes orders and, in transactions, payments. One transaction in five is aborted,
// so that offsets on both clusters must differ, and what was aborted must not be copied.

import { randomBytes } from 'node:crypto'
import type { Message, Producer } from 'kafkajs'
import { CompressionTypes, clientOf } from './clients.ts'

export interface Topic {
  readonly name: string
  readonly partitions: number
}

export const ORDERS: Topic = { name: 'orders', partitions: 6 }
export const PAYMENTS: Topic = { name: 'payments', partitions: 3 }
/** Excluded by the topic filter, and not mentioned at all. */
const OTHERS: readonly Topic[] = [
  { name: 'orders.tmp', partitions: 1 },
  { name: 'clicks', partitions: 2 },
]

export const GROUP = 'billing'

const BATCH_RECORDS = 500
const NOTE_BYTES = 192

/** Committed records per topic and partition. */
export type Written = ReadonlyMap<string, number[]>

export class Shop implements AsyncDisposable {
  readonly #bootstrap: readonly string[]
  readonly #producer: Producer
  readonly #payments: Producer
  readonly #written = new Map([ORDERS, PAYMENTS].map(({ name, partitions }) => [name, zeros(partitions)]))
  #sequence = 0
  #bytes = 0

  constructor(bootstrap: readonly string[]) {
    this.#bootstrap = bootstrap
    this.#producer = clientOf(bootstrap).producer()
    this.#payments = clientOf(bootstrap).producer({ transactionalId: 'shop', maxInFlightRequests: 1 })
  }

  get written(): Written {
    return this.#written
  }

  get records(): number {
    return [...this.#written.values()].flat().reduce((sum, count) => sum + count, 0)
  }

  /** Keys and values, before compression. */
  get meanRecordBytes(): number {
    return this.#bytes / Math.max(1, this.#sequence)
  }

  async open(): Promise<void> {
    const admin = clientOf(this.#bootstrap).admin()
    await admin.connect()
    await admin.createTopics({
      topics: [ORDERS, PAYMENTS, ...OTHERS].map(({ name, partitions }) => ({
        topic: name,
        numPartitions: partitions,
        ...(name === ORDERS.name && { configEntries: [{ name: 'retention.ms', value: '1209600000' }] }),
      })),
    })
    await admin.disconnect()
    await Promise.all([this.#producer.connect(), this.#payments.connect()])
    for (const { name } of OTHERS)
      await this.#producer.send({ topic: name, messages: [{ value: 'not copied' }] })
  }

  /** At least so many orders, spread over the partitions. `onProgress` hears how many there are. */
  async writeOrders(records: number, onProgress: (done: number) => void = () => {}): Promise<void> {
    const batches = Math.ceil(records / BATCH_RECORDS)
    for (let batch = 0; batch < batches; batch++) {
      const partition = batch % ORDERS.partitions
      const count = Math.min(BATCH_RECORDS, records - batch * BATCH_RECORDS)
      await this.#producer.send({
        topic: ORDERS.name,
        compression: batch % 3 === 0 ? CompressionTypes.GZIP : CompressionTypes.LZ4,
        messages: this.#messages(count, partition),
      })
      this.#count(ORDERS, partition, count)
      onProgress(batch * BATCH_RECORDS + count)
    }
  }

  async writePayments(transactions: number, records: number): Promise<void> {
    for (let at = 0; at < transactions; at++) {
      const partition = at % PAYMENTS.partitions
      const transaction = await this.#payments.transaction()
      await transaction.send({ topic: PAYMENTS.name, messages: this.#messages(records, partition) })
      if (at % 5 === 4) {
        await transaction.abort()
      } else {
        await transaction.commit()
        this.#count(PAYMENTS, partition, records)
      }
    }
  }

  /** The group has read this share of everything, then its consumers went home. */
  async commitGroup(share: number): Promise<void> {
    const admin = clientOf(this.#bootstrap).admin()
    await admin.connect()
    for (const { name } of [ORDERS, PAYMENTS]) {
      const ends = await admin.fetchTopicOffsets(name)
      const partitions = ends.map(({ partition, high }) => ({
        partition,
        offset: String(Math.floor(Number(high) * share)),
      }))
      await admin.setOffsets({ groupId: GROUP, topic: name, partitions })
    }
    await admin.disconnect()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#producer.disconnect(), this.#payments.disconnect()])
  }

  #messages(count: number, partition: number): Message[] {
    return Array.from({ length: count }, () => {
      const sequence = this.#sequence++
      const key = `customer-${sequence % 9973}`
      // Now and then a deletion, as compacted topics have them.
      const value = sequence % 1000 === 999 ? null : order(sequence)
      this.#bytes += key.length + (value?.length ?? 0)
      return {
        partition,
        key,
        value,
        timestamp: String(Date.now()),
        headers: sequence % 4 === 0 ? { trace: randomBytes(8).toString('hex') } : {},
      }
    })
  }

  #count({ name }: Topic, partition: number, count: number): void {
    const counts = this.#written.get(name)
    if (counts !== undefined) counts[partition] = (counts[partition] ?? 0) + count
  }
}

function order(sequence: number): string {
  return JSON.stringify({
    order: sequence,
    items: [{ sku: `SKU-${sequence % 4211}`, quantity: 1 + (sequence % 5), cents: 199 + (sequence % 9000) }],
    status: ['placed', 'paid', 'shipped'][sequence % 3],
    signature: randomBytes(NOTE_BYTES / 2).toString('hex'),
  })
}

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0)
}
