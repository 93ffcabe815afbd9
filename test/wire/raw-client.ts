// A client for tests that sends what it is given: no check of ours stands between a hand-made batch and the broker.
// What a broker says is told in words that read well in a table: `at 5`, `INVALID_RECORD`.

import { randomBytes } from 'node:crypto'
import { eachBatch } from '../../src/wire/batch.ts'
import { Brokers } from '../../src/wire/brokers.ts'
import { callApi } from '../../src/wire/call.ts'
import type { Connection, Endpoint, Security } from '../../src/wire/connection.ts'
import { Encoder } from '../../src/wire/encoder.ts'
import {
  decodeFetch,
  encodeFetch,
  type FetchedPartition,
  type FetchRequest,
  fetchApi,
} from '../../src/wire/messages/fetch.ts'
import {
  decodeListOffsets,
  encodeListOffsets,
  type ListedOffset,
  listOffsetsApi,
  offsetAt,
} from '../../src/wire/messages/list-offsets.ts'
import { decodeProduce, produceApi } from '../../src/wire/messages/produce.ts'
import { protocolErrors } from '../../src/wire/protocol-errors.ts'

export interface TestTopic {
  readonly name: string
  readonly id: string
}

export interface FetchFrom {
  readonly offset: number
  readonly partition?: number
  readonly maxBytes?: number
  readonly lastFetchedEpoch?: number
  readonly isolation?: FetchRequest['isolation']
  readonly maxWaitMs?: number
}

export function endpointOf(address: string): Endpoint {
  const colon = address.lastIndexOf(':')
  return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) }
}

export function errorName(code: number): string {
  return code === 0 ? 'NONE' : (protocolErrors.get(code)?.name ?? `CODE_${code}`)
}

export class RawClient implements AsyncDisposable {
  readonly brokers: Brokers

  constructor(bootstrap: readonly string[], security: Security = {}) {
    this.brokers = new Brokers({ bootstrap: bootstrap.map(endpointOf), clientId: 'strait-test', security })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.brokers.close()
  }

  connection(lane = 'data'): Promise<Connection> {
    return this.brokers.any(lane)
  }

  /** A topic with a name of its own, kept for ever, once it has leaders. */
  async createTopic(
    label: string,
    { partitions = 1, configs = {} }: { partitions?: number; configs?: Record<string, string> } = {},
  ): Promise<TestTopic> {
    return this.#create(`wire-${label}-${randomBytes(4).toString('hex')}`, partitions, configs)
  }

  /** The same name with a new id, once the old topic is gone. */
  async recreateTopic({ name }: TestTopic): Promise<TestTopic> {
    return this.#create(name, 1, {})
  }

  async deleteTopic({ name }: TestTopic): Promise<void> {
    await callApi(await this.connection('control'), 'deleteTopicsV6', [[{ name }], 10_000])
  }

  /** One request with these entries exactly, whatever they are; outcomes by partition, as they are answered. */
  produce(
    topic: TestTopic,
    entries: readonly (readonly [partition: number, records: Buffer])[],
  ): Promise<string[]> {
    return this.#produce(null, topic, entries)
  }

  /** Sends one batch to partition 0 in the name of a transactional id. */
  async produceIn(transactionalId: string, topic: TestTopic, batch: Buffer): Promise<string> {
    const [outcome] = await this.#produce(transactionalId, topic, [[0, batch]])
    return outcome ?? 'no answer'
  }

  /** Sends one batch to partition 0. */
  async send(topic: TestTopic, batch: Buffer): Promise<string> {
    const [outcome] = await this.produce(topic, [[0, batch]])
    return outcome ?? 'no answer'
  }

  /** Sends all before the first is answered, on one connection, in order. */
  sendAll(topic: TestTopic, batches: readonly Buffer[]): Promise<string[]> {
    return Promise.all(batches.map((batch) => this.send(topic, batch)))
  }

  async fetch(topic: TestTopic, from: FetchFrom): Promise<FetchedPartition> {
    const connection = await this.connection('fetch')
    const version = connection.version(fetchApi.key, fetchApi)
    const { offset, partition = 0, maxBytes = 10_000_000, lastFetchedEpoch = -1 } = from
    const asked = {
      partition,
      leaderEpoch: -1,
      fetchOffset: offset,
      lastFetchedEpoch,
      logStartOffset: -1,
      maxBytes,
    }
    const body = encodeFetch(version, {
      maxWaitMs: from.maxWaitMs ?? 100,
      minBytes: 1,
      maxBytes,
      isolation: from.isolation ?? 'read_uncommitted',
      topics: [{ topic: topic.name, topicId: topic.id, partitions: [asked] }],
    })
    const answer = decodeFetch(
      version,
      await connection.request({ key: fetchApi.key, version, flexible: true }, body),
    )
    const fetched = answer.topics[0]?.partitions[0]
    if (fetched === undefined)
      throw new Error(`no partition in the answer, error ${errorName(answer.errorCode)}`)
    return fetched
  }

  /** Every batch of partition 0, control batches too. */
  async log(topic: TestTopic): Promise<Buffer[]> {
    const end = await this.end(topic)
    const batches: Buffer[] = []
    for (let next = 0; next < end; ) {
      const { records } = await this.fetch(topic, { offset: next })
      for (const batch of eachBatch(records)) {
        batches.push(batch)
        next = Number(batch.readBigInt64BE(0)) + batch.readInt32BE(23) + 1
      }
    }
    return batches
  }

  /** The log end of partition 0. */
  async end({ name }: TestTopic): Promise<number> {
    const [partition] = await this.#ends(name, 1)
    return partition?.errorCode === 0 ? partition.offset : -1
  }

  /** Metadata names leaders a moment before they serve: resolves once each does. */
  async serving(name: string, partitions = 1): Promise<void> {
    for (;;) {
      const ends = await this.#ends(name, partitions)
      if (ends.length === partitions && ends.every(({ errorCode }) => errorCode === 0)) return
    }
  }

  async #ends(topic: string, count: number): Promise<readonly ListedOffset[]> {
    const connection = await this.connection('control')
    const version = connection.version(listOffsetsApi.key, listOffsetsApi)
    const partitions = Array.from({ length: count }, (_, partition) => {
      return { partition, leaderEpoch: -1, timestamp: offsetAt.latest }
    })
    const body = encodeListOffsets('read_uncommitted', [{ topic, partitions }])
    const answer = decodeListOffsets(await connection.request({ key: 2, version, flexible: true }, body))
    return answer[0]?.partitions ?? []
  }

  async #create(name: string, numPartitions: number, configs: Record<string, string>): Promise<TestTopic> {
    const all = Object.entries({ 'retention.ms': '-1', ...configs })
    const request = {
      name,
      numPartitions,
      replicationFactor: 1,
      assignments: [],
      configs: all.map(([key, value]) => ({ name: key, value })),
    }
    await callApi(await this.connection('control'), 'createTopicsV7', [[request], 10_000, false])
    await this.serving(name, numPartitions)
    const [topic] = (await this.brokers.metadata([name])).topics
    return { name, id: topic?.id ?? '' }
  }

  async #produce(
    transactionalId: string | null,
    topic: TestTopic,
    entries: readonly (readonly [partition: number, records: Buffer])[],
  ): Promise<string[]> {
    const connection = await this.connection()
    // From version 12 on the broker adds partitions to a transaction by itself: these tests look at the steps.
    const version = transactionalId === null ? connection.version(produceApi.key, produceApi) : 11
    const encoder = new Encoder().string(transactionalId).int16(-1).int32(10_000)
    encoder.array([topic], () => {
      if (version >= 13) encoder.uuid(topic.id)
      else encoder.string(topic.name)
      encoder.array(entries, (_, [partition, records]) => encoder.int32(partition).bytes(records).tags())
      encoder.tags()
    })
    const body = encoder.tags().finish()
    const answer = decodeProduce(version, await connection.request({ key: 0, version, flexible: true }, body))
    const partitions = answer.topics.flatMap((answered) => answered.partitions)
    return partitions.map(({ errorCode, baseOffset }) =>
      errorCode === 0 ? `at ${baseOffset}` : errorName(errorCode),
    )
  }
}
