// What is waited out and what is not: a copy is halted for what its logs hold, never for what people mend elsewhere.

import { isRetriable, StraitError } from '../errors/strait-error.ts'
import { type Attempt, withPermission } from '../kafka/refusal.ts'
import { transactionalIdPrefix } from '../mirror/transactional-ids.ts'

/** One end of a flow, as messages name it. */
export interface Side {
  readonly cluster: string
  /** Undefined where only the brokers know it. */
  readonly principal: string | undefined
}

export type Tried = Omit<Attempt, 'cluster' | 'principal'>

/** A broker's refusal for want of a right, as ST350 with the right to grant; any other error as it is. */
export function refused<Failure>(error: Failure, side: Side, tried: Tried): Failure | StraitError {
  const told = withPermission(error, { ...side, ...tried })
  return told instanceof StraitError ? told : error
}

/** Logins, certificates and their files, rights, a cluster that is another one: they come back by themselves. */
const mended: ReadonlySet<string> = new Set([
  'ST302',
  'ST308',
  'ST350',
  'ST400',
  'ST401',
  'ST402',
  'ST522',
  'ST601',
  'ST610',
])

/** Whether the same step may succeed later although nobody touched what it was about. */
export function mayPass(error: unknown): boolean {
  return isRetriable(error) || (error instanceof StraitError && mended.has(error.code))
}

export function tooFewReplicas({ cluster }: Side, topic: string): StraitError {
  return new StraitError(
    'ST305',
    `cluster "${cluster}": topic "${topic}" takes no records: fewer replicas are in sync than its min.insync.replicas ` +
      'asks for. Bring brokers back, or lower it.',
    { facts: { cluster, topic } },
  )
}

export function reading(topic: string): Tried {
  return { action: `read topic "${topic}"`, operation: 'read', resourceType: 'topic', resourceName: topic }
}

export function writing(topic: string): Tried {
  return {
    action: `write to topic "${topic}"`,
    operation: 'write',
    resourceType: 'topic',
    resourceName: topic,
  }
}

export function describingConfigs(topic: string): Tried {
  const action = `read the configs of topic "${topic}"`
  return { action, operation: 'describe_configs', resourceType: 'topic', resourceName: topic }
}

/** Of all shards of a flow. */
export function fencing(identity: string): Tried {
  const resourceName = transactionalIdPrefix(identity)
  const action = 'fence what it copies'
  return { action, operation: 'write', resourceType: 'transactional_id', resourceName, prefixed: true }
}

export function joining(groupId: string): Tried {
  return {
    action: `join group "${groupId}"`,
    operation: 'read',
    resourceType: 'group',
    resourceName: groupId,
  }
}
