// Bytes on disk, from the leader of each partition: one request per broker.

import { ask } from './ask.ts'
import { groupBy } from './grouping.ts'
import { clusterAttempt, type Link, lane } from './link.ts'
import { describeLogDirs, type ReplicaSize } from './messages/describe-log-dirs.ts'
import { errorCodes, refusal } from './refusal.ts'
import { retrying } from './retry.ts'
import { describeTopics } from './topics.ts'

/** 0 where a partition has no leader or its disk is out of order; topics that vanished are left out. */
export async function replicaSizes(link: Link, topics: readonly string[]): Promise<Map<string, number[]>> {
  const described = await describeTopics(link, topics)
  const sizes = new Map(described.map(({ name, partitions }) => [name, partitions.map(() => 0)]))
  const partitions = described.flatMap(({ name, partitions }) =>
    partitions.map((_, partition) => ({ topic: name, partition })),
  )
  const { byBroker } = await link.leaders.route(partitions, { fresh: false })
  const answers = await Promise.all(
    [...byBroker].map(([brokerId, led]) => retrying(() => sizesOfBroker(link, brokerId, led))),
  )
  for (const { topic, partition, sizeBytes } of answers.flat()) {
    const list = sizes.get(topic)
    if (list !== undefined) list[partition] = sizeBytes
  }
  return sizes
}

async function sizesOfBroker(
  link: Link,
  brokerId: number,
  led: readonly { topic: string; partition: number }[],
): Promise<readonly ReplicaSize[]> {
  const connection = await link.brokers.connection(brokerId, lane)
  const byTopic = new Map<string, number[]>()
  for (const [topic, list] of groupBy(led, (one) => one.topic))
    byTopic.set(
      topic,
      list.map(({ partition }) => partition),
    )
  const { errorCode, replicas } = await ask(connection, describeLogDirs, byTopic)
  if (errorCode !== errorCodes.none) {
    throw refusal(errorCode, clusterAttempt(link, 'read the size of topics', 'describe'))
  }
  return replicas
}
