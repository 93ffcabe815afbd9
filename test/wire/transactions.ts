// The steps of a transaction one by one, for tests that look at what each of them does.

import { setTimeout as delay } from 'node:timers/promises'
import { callApi } from '../../src/wire/call.ts'
import type { Connection } from '../../src/wire/connection.ts'
import { Decoder } from '../../src/wire/decoder.ts'
import { Encoder } from '../../src/wire/encoder.ts'
import type { Producer } from './made-batch.ts'
import { errorName, type RawClient, type TestTopic } from './raw-client.ts'

const NONE = 'NONE'

export class Transactions {
  readonly #client: RawClient
  readonly transactionalId: string

  constructor(client: RawClient, transactionalId: string) {
    this.#client = client
    this.transactionalId = transactionalId
  }

  /** A producer with its epoch bumped. Waits out a predecessor's half-done transaction. */
  async init(): Promise<Producer> {
    for (;;) {
      const answer = await this.#at((coordinator) => {
        return callApi(coordinator, 'initProducerIdV4', [this.transactionalId, 60_000, -1n, -1], returnCodes)
      })
      const { errorCode, producerId, producerEpoch } = answer
      if (errorCode === 0) return { producerId: Number(producerId), producerEpoch }
      await delay(5)
    }
  }

  async addPartitions(
    version: 3 | 5,
    { producerId, producerEpoch }: Producer,
    topic: TestTopic,
  ): Promise<string> {
    const transaction = {
      transactionalId: this.transactionalId,
      producerId: BigInt(producerId),
      producerEpoch,
      verifyOnly: false,
      topics: [{ name: topic.name, partitions: [0] }],
    }
    const answer = await this.#at((coordinator) =>
      version === 3
        ? callApi(coordinator, 'addPartitionsToTxnV3', [[transaction]], returnCodes)
        : callApi(coordinator, 'addPartitionsToTxnV5', [[transaction]], returnCodes),
    )
    const [result] = answer.resultsByTransaction
    return errorName(result?.topicResults[0]?.resultsByPartition[0]?.partitionErrorCode ?? answer.errorCode)
  }

  /** Version 5 answers the producer to go on with. */
  async end(
    version: 3 | 4 | 5,
    { producerId, producerEpoch }: Producer,
    committed = false,
  ): Promise<{ code: string; producer: Producer }> {
    const encoder = new Encoder().string(this.transactionalId).int64(producerId).int16(producerEpoch)
    const body = encoder.boolean(committed).tags().finish()
    const answer = await this.#at((coordinator) =>
      coordinator.request({ key: 26, version, flexible: true }, body),
    )
    const decoder = new Decoder(answer, 'the EndTxn answer')
    decoder.int32()
    const code = errorName(decoder.int16())
    if (version < 5 || code !== NONE) return { code, producer: { producerId, producerEpoch } }
    return { code, producer: { producerId: decoder.int64(), producerEpoch: decoder.int16() } }
  }

  async state(): Promise<string> {
    const answer = await this.#at((coordinator) => {
      return callApi(coordinator, 'describeTransactionsV0', [[this.transactionalId]], returnCodes)
    })
    return answer.transactionStates[0]?.transactionState ?? ''
  }

  async settled(): Promise<string> {
    for (;;) {
      const state = await this.state()
      if (state.startsWith('Complete')) return state
      await delay(2)
    }
  }

  /** A fence: a bumped epoch, and its abort marker in the partition's log. Answers the producer to write with. */
  async seal(topic: TestTopic, version: 3 | 4 | 5 = 3): Promise<Producer> {
    const opened = await this.init()
    await this.addPartitions(3, opened, topic)
    const { producer } = await this.end(version, opened)
    await this.settled()
    return producer
  }

  #at<T>(attempt: (coordinator: Connection) => Promise<T>): Promise<T> {
    return this.#client.brokers.atCoordinator(
      { kind: 'transaction', key: this.transactionalId, lane: 'transactions' },
      attempt,
    )
  }
}

const returnCodes = { errorCodes: 'return' } as const
