// What a plan is about and its planner may not even see. Kafka lists no such topic or group, so it would look
// absent and a plan would propose to create what is there.

import type { StraitError } from '../errors/strait-error.ts'
import type { Rights } from '../kafka/cluster.ts'
import { type Attempt, refusal } from '../kafka/refusal.ts'
import { commonPrefix } from '../std/common-prefix.ts'
import type { NeededNames } from './needed-names.ts'

/** Kafka's TOPIC_AUTHORIZATION_FAILED and GROUP_AUTHORIZATION_FAILED. */
const denied = { topic: 29, group: 30 } as const

/** More names than this are granted by what they begin with. */
const namesMax = 12

/** One ST350 a kind, however many of the needed names are hidden. */
export function hiddenNames(
  cluster: string,
  rights: Rights,
  needed: Pick<NeededNames, 'topics' | 'groups'>,
): StraitError[] {
  return (['topic', 'group'] as const).flatMap((resourceType) => {
    const [known, wanted] =
      resourceType === 'topic' ? [rights.topics, needed.topics] : [rights.groups, needed.groups]
    const names = wanted.filter((name) => known.get(name)?.length === 0)
    const [first] = names.sort()
    if (first === undefined) return []
    const prefix = commonPrefix(names)
    const isMany = names.length > namesMax && prefix !== ''
    const attempt: Attempt = {
      cluster,
      principal: rights.principal,
      action: `see ${names.length === 1 ? `${resourceType} "${first}"` : `${names.length} ${resourceType}s that the plan is about`}`,
      operation: 'describe',
      resourceType,
      resourceName: first,
      names,
      ...(isMany && { grantPrefix: prefix }),
    }
    return [refusal(denied[resourceType], attempt)]
  })
}
