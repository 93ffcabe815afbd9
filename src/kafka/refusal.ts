// A broker's "no" → one StraitError that says which call, on what, on which cluster. A missing permission is a
// code of its own, with the operation and the resource to grant, so that a plan can list what is missing.

import { StraitError } from '../errors/strait-error.ts'
import { protocolCodeOf, protocolError } from '../wire/protocol-errors.ts'
import { grantCommand } from './grant-command.ts'
import { resourceText } from './resource-text.ts'

/** One thing tried on one cluster. Operation and resource are in the words of Kafka's ACLs. */
export interface Attempt {
  readonly cluster: string
  readonly principal: string | undefined
  /** As in "cannot …": `create topic "orders"`. */
  readonly action: string
  readonly operation: string
  readonly resourceType: 'cluster' | 'topic' | 'group' | 'transactional_id'
  readonly resourceName: string
  /** The right is needed on whatever begins with the name, as with transactional ids. */
  readonly prefixed?: boolean
  /** All that the right is needed on, where that is more than `resourceName`. */
  readonly names?: readonly string[]
  /** Where it is granted in one on whatever begins so. */
  readonly grantPrefix?: string
}

export const errorCodes = {
  none: 0,
  offsetOutOfRange: 1,
  unknownTopicOrPartition: 3,
  leaderNotAvailable: 5,
  coordinatorLoading: 14,
  coordinatorNotAvailable: 15,
  notCoordinator: 16,
  unknownMemberId: 25,
  topicAuthorizationFailed: 29,
  groupAuthorizationFailed: 30,
  transactionalIdAuthorizationFailed: 53,
  securityDisabled: 54,
  nonEmptyGroup: 68,
  groupIdNotFound: 69,
  groupSubscribedToTopic: 86,
  unknownTopicId: 100,
  staleMemberEpoch: 113,
} as const

/** TOPIC, GROUP, CLUSTER, TRANSACTIONAL_ID and DELEGATION_TOKEN _AUTHORIZATION_FAILED. */
const authorizationCodes: readonly number[] = [29, 30, 31, 53, 65]

/** What a group with members is protected by. */
const liveGroupCodes: readonly number[] = [
  errorCodes.unknownMemberId,
  errorCodes.nonEmptyGroup,
  errorCodes.groupSubscribedToTopic,
  errorCodes.staleMemberEpoch,
]

/** ST350 where a permission is missing, ST351 and ST352 where the object is the reason, else ST305 or ST306. */
export function refusal(code: number, attempt: Attempt, words?: string | null): StraitError {
  const { cluster, principal, action, operation, resourceType, resourceName } = attempt
  const facts = { cluster, operation, resourceType, resourceName, protocolCode: code }
  const cannot = `cluster "${cluster}": cannot ${action}`
  if (authorizationCodes.includes(code)) {
    const who = principal ?? 'this client'
    const right = operation.toUpperCase()
    const { prefixed = false, names = [resourceName], grantPrefix } = attempt
    const needed = { resourceType, names, prefixed }
    const granted =
      grantPrefix === undefined ? needed : { resourceType, names: [grantPrefix], prefixed: true }
    const grant = grantCommand({ principal, operations: [operation], ...granted })
    return new StraitError(
      'ST350',
      `${cannot}: ${who} has no ${right} on ${resourceText(needed)}. Grant it with: ${grant}`,
      { facts: { ...facts, ...(principal !== undefined && { principal }) } },
    )
  }
  if (code === errorCodes.unknownTopicOrPartition || code === errorCodes.unknownTopicId) {
    return new StraitError('ST351', `${cannot}: there is no such topic`, { facts })
  }
  if (liveGroupCodes.includes(code)) {
    return new StraitError(
      'ST352',
      `${cannot}: the group has members; its offsets are moved only while nobody consumes with it`,
      { facts },
    )
  }
  const error = protocolError(code, cannot, { message: words })
  return new StraitError(error.code, error.message, { facts: { ...facts, ...error.facts } })
}

/**
 * As `refusal`, for a partition's leader: it also says "unknown topic" while it has not heard of a new one or has
 * just handed it over, so that stays retriable here. Metadata read anew decides whether the topic is there.
 */
export function leaderRefusal(code: number, attempt: Attempt, words?: string | null): StraitError {
  if (code !== errorCodes.unknownTopicOrPartition && code !== errorCodes.unknownTopicId) {
    return refusal(code, attempt, words)
  }
  return protocolError(code, `cluster "${attempt.cluster}": cannot ${attempt.action}`, { message: words })
}

/** An error that wire/ threw for a whole answer, as `refusal` where a permission is missing. */
export function withPermission(error: unknown, attempt: Attempt): unknown {
  const code = protocolCodeOf(error)
  return authorizationCodes.includes(code) ? refusal(code, attempt) : error
}

/** What keeps a partition from having a leader that we may ask. */
export type Missing = 'topic' | 'leader' | 'permission'

/** A partition that no broker can be asked about. */
export function unrouted(missing: Missing, attempt: Attempt): StraitError {
  if (missing === 'permission') return refusal(errorCodes.topicAuthorizationFailed, attempt)
  if (missing === 'topic') return refusal(errorCodes.unknownTopicOrPartition, attempt)
  const { cluster, action, resourceType, resourceName } = attempt
  return new StraitError('ST353', `cluster "${cluster}": cannot ${action}: the partition has no leader`, {
    facts: { cluster, resourceType, resourceName },
  })
}
