// What the tests of the control plane share: a cluster on the shared brokers under names of its own, kafkajs as
// a second client that wrote what we read, and short words for rows.

import { randomBytes } from 'node:crypto'
import { type Admin, Kafka, logLevel, type Producer, type ProducerConfig } from 'kafkajs'
import type { Cluster, ItemResult } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import { sharedClusters } from '../brokers/shared.ts'

export interface OpenCluster extends AsyncDisposable {
  readonly cluster: Cluster
  readonly bootstrap: string[]
}

/** The shared target, as cluster "eu". */
export async function openShared(): Promise<OpenCluster> {
  const { target } = await sharedClusters()
  return openAt(target.bootstrap)
}

export function openAt(bootstrap: string[]): OpenCluster {
  const cluster = connectCluster('eu', { bootstrap, clientId: 'strait-test', security: {} })
  return { cluster, bootstrap, [Symbol.asyncDispose]: () => cluster.close() }
}

/** A name that no other test uses on the shared brokers. */
export function uniqueName(word: string): string {
  return `${word}-${randomBytes(5).toString('hex')}`
}

export async function newTopic(cluster: Cluster, partitions = 1, configs = {}): Promise<string> {
  const name = uniqueName('topic')
  const [result] = await cluster.createTopics([{ name, partitions, replicationFactor: -1, configs }])
  if (result?.error !== undefined) throw result.error
  return name
}

export function kafkajs(bootstrap: string[]): Kafka {
  return new Kafka({ brokers: bootstrap, clientId: 'kafkajs-test', logLevel: logLevel.NOTHING })
}

/** Disconnected also when the test fails: an open client would keep the process alive. */
export async function withAdmin<T>(bootstrap: string[], work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafkajs(bootstrap).admin()
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.disconnect()
  }
}

export async function withProducer(
  bootstrap: string[],
  config: ProducerConfig,
  work: (producer: Producer) => Promise<void>,
): Promise<void> {
  const producer = kafkajs(bootstrap).producer(config)
  await producer.connect()
  try {
    await work(producer)
  } finally {
    await producer.disconnect()
  }
}

/** The config of a producer for transactions of its own. */
export function transactional(): ProducerConfig {
  return { idempotent: true, maxInFlightRequests: 1, transactionalId: uniqueName('transaction') }
}

/** Item → code, `undefined` for done. */
export function codesOf(results: readonly ItemResult[]): Record<string, string | undefined> {
  return Object.fromEntries(results.map(({ item, error }) => [item, error?.code]))
}

export function record(value: string | null, partition = 0, key: string | null = null) {
  const bytes = (text: string | null) => (text === null ? null : Buffer.from(text))
  return { partition, key: bytes(key), value: bytes(value) }
}

/** Moves the log start of partition 0 up to `offset`. */
export async function deleteRecords(bootstrap: string[], topic: string, offset: string): Promise<void> {
  await withAdmin(bootstrap, async (admin) => {
    // kafkajs learns a topic's leaders here and not in the next call.
    await admin.fetchTopicOffsets(topic)
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset }] })
  })
}
