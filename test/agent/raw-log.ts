// What a log holds as it lies there, batch by batch, and a batch put there exactly as it was made.

import assert from 'node:assert/strict'
import { scanLog } from '../../src/agent/log-scan.ts'
import type { Cluster } from '../../src/kafka/cluster.ts'
import { endpointsOf } from '../../src/kafka/settings.ts'
import type { BatchHeader } from '../../src/wire/batch.ts'
import { Brokers } from '../../src/wire/brokers.ts'
import { decodeProduce, encodeProduce, produceApi } from '../../src/wire/messages/produce.ts'

interface Log {
  readonly cluster: Cluster
  readonly bootstrap: readonly string[]
  readonly topic: string
}

/** The headers of partition 0 from its start to its end, control batches included. */
export async function headersOf({ cluster, bootstrap, topic }: Log): Promise<BatchHeader[]> {
  const brokers = open(bootstrap)
  try {
    const [description] = await cluster.topics([topic])
    const place = [{ topic, partition: 0 }]
    const [start] = await cluster.offsets(place, 'earliest')
    const [end] = await cluster.offsets(place, 'latest')
    const range = { start: start?.offset ?? 0, end: end?.offset ?? 0, signal: new AbortController().signal }
    const scanned = scanLog(
      brokers,
      {
        topic,
        topicId: description?.id ?? '',
        partition: 0,
        leader: description?.partitions[0]?.leader ?? -1,
      },
      range,
    )
    const headers: BatchHeader[] = []
    for await (const { header } of scanned) headers.push(header)
    return headers
  } finally {
    await brokers.close()
  }
}

/** Appends the batch to partition 0 as it is; answers the broker's error code. */
export async function produceBatch({ cluster, bootstrap, topic }: Log, batch: Buffer): Promise<number> {
  const brokers = open(bootstrap)
  try {
    const [description] = await cluster.topics([topic])
    assert.ok(description !== undefined, topic)
    const connection = await brokers.connection(description.partitions[0]?.leader ?? -1, 'produce')
    const version = connection.version(produceApi.key, produceApi)
    const request = encodeProduce(version, {
      acks: -1,
      timeoutMs: 30_000,
      topics: [{ name: topic, id: description.id, partitions: [{ partition: 0, batch }] }],
    })
    const answer = await connection.request({ key: produceApi.key, version, flexible: true }, request)
    return decodeProduce(version, answer).topics[0]?.partitions[0]?.errorCode ?? -1
  } finally {
    await brokers.close()
  }
}

function open(bootstrap: readonly string[]): Brokers {
  return new Brokers({ bootstrap: endpointsOf(bootstrap), clientId: 'test', security: {} })
}
