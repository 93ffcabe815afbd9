// What the connecting principal may do, as the brokers themselves say it: the answers to Metadata, DescribeCluster
// and DescribeGroups can carry the operations that are authorized (KIP-430). Nothing is tried to find it out.

import { StraitError } from '../errors/strait-error.ts'
import { operationsIn } from './acl-names.ts'
import { ask } from './ask.ts'
import type { Rights, RightsRequest } from './cluster.ts'
import { type Link, lane } from './link.ts'
import { describeClusterRights } from './messages/describe-cluster.ts'
import { describeClassicGroups } from './messages/describe-groups.ts'
import { describeTransactionalIds } from './messages/describe-transactions.ts'
import { findCoordinators } from './messages/find-coordinators.ts'
import { errorCodes } from './refusal.ts'
import { retrying } from './retry.ts'
import { topicRights } from './topic-rights.ts'

export async function describeRights(
  link: Link,
  { topics, groups, transactionalIds = [], keepsOffsets }: RightsRequest,
): Promise<Rights> {
  const [cluster, ofTopics, ofGroups, ofTransactionalIds] = await Promise.all([
    retrying(async () => ask(await link.brokers.any(lane), describeClusterRights, undefined)),
    topics.length === 0 ? undefined : retrying(() => link.brokers.metadata(topics, { withRights: true })),
    keepsOffsets ? groupRights(link, groups) : hiddenGroups(link, groups),
    seenTransactionalIds(link, transactionalIds),
  ])
  return {
    principal: link.principal,
    cluster: operationsIn(cluster.operations),
    topics: topicRights(ofTopics?.topics ?? []),
    groups: ofGroups,
    transactionalIds: ofTransactionalIds,
  }
}

/** A coordinator answers also for a group that does not exist. */
async function groupRights(link: Link, groupIds: readonly string[]): Promise<Map<string, string[]>> {
  const rights = new Map<string, string[]>()
  if (groupIds.length === 0) return rights
  await retrying(async () => {
    const coordinators = await ask(await link.brokers.any(lane), findCoordinators, groupIds)
    const found = coordinators.filter(({ errorCode }) => errorCode === errorCodes.none)
    for (const { groupId, errorCode } of coordinators) {
      if (errorCode === errorCodes.groupAuthorizationFailed) rights.set(groupId, [])
    }
    await Promise.all(
      [...Map.groupBy(found, ({ brokerId }) => brokerId)].map(async ([brokerId, groups]) => {
        const connection = await link.brokers.connection(brokerId, lane)
        const ids = groups.map(({ groupId }) => groupId)
        for (const { groupId, operations } of await ask(connection, describeClassicGroups, ids)) {
          if (operations !== undefined) rights.set(groupId, operationsIn(operations))
        }
      }),
    )
  })
  return rights
}

/** Any broker refuses a group that may not be seen, before it looks whose group it is. */
async function hiddenGroups(link: Link, groupIds: readonly string[]): Promise<Map<string, string[]>> {
  if (groupIds.length === 0) return new Map()
  return retrying(async () => {
    const answers = await ask(await link.brokers.any(lane), describeClassicGroups, groupIds)
    const hidden = answers.filter(({ errorCode }) => errorCode === errorCodes.groupAuthorizationFailed)
    return new Map(hidden.map(({ groupId }) => [groupId, []]))
  })
}

/** Empty where the broker is older than the question (Kafka 3.0). */
async function seenTransactionalIds(link: Link, ids: readonly string[]): Promise<Map<string, boolean>> {
  if (ids.length === 0) return new Map()
  return retrying(async () => {
    const connection = await link.brokers.any(lane)
    const answers = await ask(connection, describeTransactionalIds, ids).catch((error: unknown) => {
      if (error instanceof StraitError && error.code === 'ST304') return []
      throw error
    })
    return new Map(
      answers.map(({ transactionalId, errorCode }) => [
        transactionalId,
        errorCode !== errorCodes.transactionalIdAuthorizationFailed,
      ]),
    )
  })
}
