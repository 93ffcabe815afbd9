// An admin connection that closes with its scope.

import { type Admin, Kafka, logLevel } from 'kafkajs'
import '../test/brokers/quiet-kafkajs.ts'

export interface OpenAdmin extends AsyncDisposable {
  readonly admin: Admin
}

export async function adminOf(bootstrap: readonly string[]): Promise<OpenAdmin> {
  const kafka = new Kafka({
    clientId: 'bench',
    brokers: [...bootstrap],
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
  })
  const admin = kafka.admin()
  await admin.connect()
  return { admin, [Symbol.asyncDispose]: () => admin.disconnect() }
}

/** The end offset of each partition; empty while the topic does not exist. */
export async function endOffsets({ admin }: OpenAdmin, topic: string): Promise<number[]> {
  const found = await admin.fetchTopicOffsets(topic).catch(() => [])
  return found.sort((one, other) => one.partition - other.partition).map(({ high }) => Number(high))
}
