// What the connected principal may do with topics, as an answer to a metadata request that asked for it says.

import type { TopicMetadata } from '../wire/messages/metadata.ts'
import { operationsIn } from './acl-names.ts'
import type { Rights } from './cluster.ts'
import { errorCodes } from './refusal.ts'

/** A broker answers also for a topic that does not exist, and so tells who may create it. */
export function topicRights(topics: readonly TopicMetadata[]): Rights['topics'] {
  return new Map(
    topics.flatMap(({ name, errorCode, operations }) => {
      if (errorCode === errorCodes.topicAuthorizationFailed) return [[name, []]]
      return operations === undefined ? [] : [[name, operationsIn(operations)]]
    }),
  )
}
