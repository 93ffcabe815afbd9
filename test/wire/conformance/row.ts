// A fact about brokers, as a thing that can be tried: frames go in, and what is observed is compared to the letter.

import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { callApi } from '../../../src/wire/call.ts'
import type { Producer } from '../made-batch.ts'
import type { RawClient, TestTopic } from '../raw-client.ts'
import { Transactions } from '../transactions.ts'

export interface Row {
  readonly fact: string
  /** What Apache Kafka 4.3 does. */
  readonly expected: unknown
  observe(bench: Bench): Promise<unknown>
}

export class Bench {
  readonly client: RawClient

  constructor(client: RawClient) {
    this.client = client
  }

  topic(configs: Record<string, string> = {}, partitions = 1): Promise<TestTopic> {
    return this.client.createTopic('fact', { configs, partitions })
  }

  transactions(): Transactions {
    return new Transactions(this.client, `fact-${randomBytes(6).toString('hex')}`)
  }

  /** An idempotent producer that no log knows yet. A young broker has no ids to give out at first (14). */
  async newProducer(): Promise<Producer> {
    for (;;) {
      const args: Parameters<typeof callApi<'initProducerIdV4'>>[2] = [null, 60_000, -1n, -1]
      const connection = await this.client.connection('control')
      const answer = await callApi(connection, 'initProducerIdV4', args, { errorCodes: 'return' })
      if (answer.errorCode === 0)
        return { producerId: Number(answer.producerId), producerEpoch: answer.producerEpoch }
      await delay(10)
    }
  }
}
