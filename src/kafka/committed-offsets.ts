// What groups have committed, and committing for them. Read with one request per coordinator for any number of
// groups; written as a simple commit, which a broker takes only while the group has no members.

import { callApi } from '../wire/call.ts'
import type { Fence } from '../wire/connection.ts'
import { ask } from './ask.ts'
import type { CommittedOffset, ItemResult } from './cluster.ts'
import { type Link, lane, namedAttempt } from './link.ts'
import { findCoordinators } from './messages/find-coordinators.ts'
import { offsetFetch } from './messages/offset-fetch.ts'
import { errorCodes, refusal, withPermission } from './refusal.ts'
import { retrying } from './retry.ts'

/** Every group asked for is in the answer, with no offsets where it does not exist. Throws ST350. */
export async function committedOffsets(
  link: Link,
  groupIds: readonly string[],
): Promise<Map<string, CommittedOffset[]>> {
  const ids = [...new Set(groupIds)]
  if (ids.length === 0) return new Map()
  // A coordinator that moved between the two requests is found by asking again.
  return retrying(async () => {
    const byBroker = Map.groupBy(await coordinatorsOf(link, ids), ({ brokerId }) => brokerId)
    const answers = await Promise.all(
      [...byBroker].map(async ([brokerId, groups]) => {
        const connection = await link.brokers.connection(brokerId, lane)
        return ask(
          connection,
          offsetFetch,
          groups.map(({ groupId }) => groupId),
        )
      }),
    )
    const found = new Map<string, CommittedOffset[]>()
    for (const { groupId, errorCode, offsets } of answers.flat()) {
      if (errorCode !== errorCodes.none && errorCode !== errorCodes.groupIdNotFound) {
        throw refusal(errorCode, offsetsAttempt(link, groupId))
      }
      found.set(groupId, [...offsets])
    }
    return found
  })
}

async function coordinatorsOf(link: Link, groupIds: readonly string[]) {
  const connection = await link.brokers.any(lane)
  const coordinators = await ask(connection, findCoordinators, groupIds)
  for (const { groupId, errorCode, errorMessage } of coordinators) {
    if (errorCode !== errorCodes.none) {
      throw refusal(errorCode, offsetsAttempt(link, groupId), errorMessage)
    }
  }
  return coordinators
}

interface GroupCommit {
  readonly groupId: string
  readonly offsets: readonly CommittedOffset[]
}

/** Answers per partition as `topic-partition`. ST352 while the group is live: nothing is written then. */
export async function commitOffsets(
  link: Link,
  { groupId, offsets }: GroupCommit,
  fence?: Fence,
): Promise<ItemResult[]> {
  if (offsets.length === 0) return []
  const codes = await retrying(() => commit(link, { groupId, offsets }, fence))
  return offsets.map(({ topic, partition }) => {
    const item = `${topic}-${partition}`
    const errorCode = codes.get(item) ?? unanswered
    if (errorCode === errorCodes.none) return { item }
    const action = { action: `commit ${item} for group "${groupId}"`, operation: 'read' }
    const resource =
      errorCode === errorCodes.topicAuthorizationFailed
        ? (['topic', topic] as const)
        : (['group', groupId] as const)
    return { item, error: refusal(errorCode, namedAttempt(link, resource, action)) }
  })
}

const unanswered = -1

/** Error codes by item. Committing the same offsets twice is the same as once, so this may be tried again. */
async function commit(
  link: Link,
  { groupId, offsets }: GroupCommit,
  fence: Fence | undefined,
): Promise<Map<string, number>> {
  const connection = await link.brokers.coordinator('group', groupId, lane).catch((error: unknown) => {
    throw withPermission(error, offsetsAttempt(link, groupId))
  })
  const topics = [...Map.groupBy(offsets, ({ topic }) => topic)].map(([name, partitions]) => ({
    name,
    partitions: partitions.map(({ partition, offset, metadata }) => ({
      partitionIndex: partition,
      committedOffset: BigInt(offset),
      committedLeaderEpoch: -1,
      committedMetadata: metadata,
    })),
  }))
  const [noGeneration, noMember] = [-1, '']
  const answer = await callApi(
    connection,
    'offsetCommitV8',
    [groupId, noGeneration, noMember, null, topics],
    { errorCodes: 'return', fence },
  )
  const codes = new Map<string, number>()
  for (const { name, partitions } of answer.topics) {
    for (const { partitionIndex, errorCode } of partitions) {
      if (movedCodes.includes(errorCode)) throw refusal(errorCode, offsetsAttempt(link, groupId))
      codes.set(`${name}-${partitionIndex}`, errorCode)
    }
  }
  return codes
}

/** The coordinator is starting or has moved, and has written nothing. */
const movedCodes: readonly number[] = [
  errorCodes.coordinatorLoading,
  errorCodes.coordinatorNotAvailable,
  errorCodes.notCoordinator,
]

function offsetsAttempt(link: Link, groupId: string) {
  const action = `reach the offsets of group "${groupId}"`
  return namedAttempt(link, ['group', groupId], { action, operation: 'describe' })
}
