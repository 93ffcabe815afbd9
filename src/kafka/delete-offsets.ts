// Deleting what a group committed for some partitions (OffsetDelete, KIP-496), and nothing else of the group: it may
// have places on topics of others. A broker refuses partitions of topics that a living member subscribes to.

import { callApi } from '../wire/call.ts'
import type { Fence } from '../wire/connection.ts'
import type { ItemResult, TopicPartition } from './cluster.ts'
import { type Link, lane, namedAttempt } from './link.ts'
import { errorCodes, refusal, withPermission } from './refusal.ts'
import { retrying } from './retry.ts'

interface GroupPartitions {
  readonly groupId: string
  readonly partitions: readonly TopicPartition[]
}

/** Answers per partition as `topic-partition`. What is gone already counts as deleted. ST352 while the group is live. */
export async function deleteOffsets(
  link: Link,
  { groupId, partitions }: GroupPartitions,
  fence?: Fence,
): Promise<ItemResult[]> {
  if (partitions.length === 0) return []
  const codes = await retrying(() => send(link, { groupId, partitions }, fence))
  return partitions.map(({ topic, partition }) => {
    const item = `${topic}-${partition}`
    const errorCode = codes.get(item) ?? unanswered
    if (goneCodes.includes(errorCode)) return { item }
    const action = { action: `delete what group "${groupId}" committed for ${item}`, operation: 'delete' }
    const attempt =
      errorCode === errorCodes.topicAuthorizationFailed
        ? namedAttempt(link, ['topic', topic], { ...action, operation: 'read' })
        : namedAttempt(link, ['group', groupId], action)
    return { item, error: refusal(errorCode, attempt) }
  })
}

const unanswered = -1

const goneCodes: readonly number[] = [
  errorCodes.none,
  errorCodes.unknownTopicOrPartition,
  errorCodes.groupIdNotFound,
]

const movedCodes: readonly number[] = [
  errorCodes.coordinatorLoading,
  errorCodes.coordinatorNotAvailable,
  errorCodes.notCoordinator,
]

/** Error codes by item. Deleting twice is the same as once, so this may be tried again. */
async function send(
  link: Link,
  { groupId, partitions }: GroupPartitions,
  fence: Fence | undefined,
): Promise<Map<string, number>> {
  const reach = namedAttempt(link, ['group', groupId], {
    action: `reach the offsets of group "${groupId}"`,
    operation: 'describe',
  })
  const connection = await link.brokers.coordinator('group', groupId, lane).catch((error: unknown) => {
    throw withPermission(error, reach)
  })
  const topics = [...Map.groupBy(partitions, ({ topic }) => topic)].map(([name, list]) => ({
    name,
    partitions: list.map(({ partition }) => ({ partitionIndex: partition })),
  }))
  const answer = await callApi(connection, 'offsetDeleteV0', [groupId, topics], {
    errorCodes: 'return',
    fence,
  })
  if (movedCodes.includes(answer.errorCode)) throw refusal(answer.errorCode, reach)
  if (answer.errorCode !== errorCodes.none) {
    return new Map(partitions.map(({ topic, partition }) => [`${topic}-${partition}`, answer.errorCode]))
  }
  return new Map(
    answer.topics.flatMap(({ name, partitions: list }) =>
      list.map(({ partitionIndex, errorCode }) => [`${name}-${partitionIndex}`, errorCode] as const),
    ),
  )
}
