// Bytes on disk, from the leader of each partition: one request per broker.

import { listAt } from '../std/list-at.ts'
import { ask } from './ask.ts'
import type { TopicPartition } from './cluster.ts'
import { clusterAttempt, type Link, sizesLane } from './link.ts'
import { describeLogDirs, type ReplicaSize } from './messages/describe-log-dirs.ts'
import { errorCodes, refusal } from './refusal.ts'
import { retrying } from './retry.ts'
import { describeTopics } from './topics.ts'

/** 0 where a partition has no leader or its disk is out of order; topics that do not exist are left out. */
export async function replicaSizes(link: Link, topics: readonly string[]): Promise<Map<string, number[]>> {
  const { leaders } = link
  await describeTopics(
    link,
    topics.filter((topic) => !leaders.knows(topic)),
  )
  const partitions = topics.flatMap((topic) => leaders.partitionsOf(topic))
  const sizes = new Map<string, number[]>()
  for (const { topic } of partitions) listAt(sizes, topic).push(0)
  const replicas = await retrying(async (round) => {
    const { byBroker } = await leaders.route(partitions, { fresh: round > 0 })
    const answers = await Promise.all(
      [...byBroker].map(([brokerId, led]) => sizesOfBroker(link, brokerId, led)),
    )
    return answers.flat()
  })
  for (const { topic, partition, sizeBytes } of replicas) {
    const list = sizes.get(topic)
    if (list !== undefined) list[partition] = sizeBytes
  }
  return sizes
}

async function sizesOfBroker(
  link: Link,
  brokerId: number,
  led: readonly TopicPartition[],
): Promise<readonly ReplicaSize[]> {
  const connection = await link.brokers.connection(brokerId, sizesLane)
  const byTopic = new Map<string, number[]>()
  for (const { topic, partition } of led) listAt(byTopic, topic).push(partition)
  const { errorCode, replicas } = await ask(connection, describeLogDirs, byTopic)
  if (errorCode !== errorCodes.none) {
    throw refusal(errorCode, clusterAttempt(link, 'read the size of topics', 'describe'))
  }
  return replicas
}
