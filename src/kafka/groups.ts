// Consumer groups, over wire/: kafkajs knows neither a group's state nor its type when it lists, and describes
// groups of the consumer protocol (KIP-848) as dead, so that a live group would look free to write to.

import { ask } from './ask.ts'
import type { GroupDescription } from './cluster.ts'
import { type Link, lane, namedAttempt } from './link.ts'
import { describeClassicGroups, describeConsumerGroups } from './messages/describe-groups.ts'
import { type ListedGroup, listGroups } from './messages/list-groups.ts'
import { errorCodes, refusal } from './refusal.ts'
import { retrying } from './retry.ts'

/** Each broker lists the groups that it coordinates; two or three requests to each, whatever their number. */
export async function describeGroups(link: Link): Promise<GroupDescription[]> {
  return retrying(async () => {
    const { brokers } = await link.brokers.metadata([])
    const answers = await Promise.all(brokers.map(({ id }) => groupsOfBroker(link, id)))
    return answers.flat()
  })
}

async function groupsOfBroker(link: Link, brokerId: number): Promise<GroupDescription[]> {
  const connection = await link.brokers.connection(brokerId, lane)
  const { errorCode, groups } = await ask(connection, listGroups, undefined)
  if (errorCode !== errorCodes.none) {
    throw refusal(errorCode, groupAttempt(link, '*', 'list the groups'))
  }
  const wanted = groups.filter(({ type }) => type === 'classic' || type === 'consumer')
  const [classic, consumer] = await Promise.all([
    countMembers(
      link,
      brokerId,
      wanted.filter(({ type }) => type === 'classic'),
    ),
    countMembers(
      link,
      brokerId,
      wanted.filter(({ type }) => type === 'consumer'),
    ),
  ])
  return wanted.flatMap((group) => {
    const { groupId, protocolType } = group
    if (isEmpty(group)) return [{ groupId, protocolType, state: group.state, members: 0 }]
    const described = (group.type === 'classic' ? classic : consumer).get(groupId)
    return described === undefined ? [] : [{ groupId, protocolType, ...described }]
  })
}

type Described = Pick<GroupDescription, 'state' | 'members' | 'connectors'>

/** Groups that vanished meanwhile are left out. All of one type. */
async function countMembers(
  link: Link,
  brokerId: number,
  groups: readonly ListedGroup[],
): Promise<Map<string, Described>> {
  const live = groups.filter((group) => !isEmpty(group))
  const [first] = live
  if (first === undefined) return new Map()
  const connection = await link.brokers.connection(brokerId, lane)
  const message = first.type === 'classic' ? describeClassicGroups : describeConsumerGroups
  const ids = live.map(({ groupId }) => groupId)
  const found = new Map<string, Described>()
  for (const { groupId, errorCode, state, members, connectors } of await ask(connection, message, ids)) {
    if (errorCode === errorCodes.groupIdNotFound) continue
    if (errorCode !== errorCodes.none) {
      throw refusal(errorCode, groupAttempt(link, groupId, `describe group "${groupId}"`))
    }
    found.set(groupId, { state, members, ...(connectors === undefined ? {} : { connectors }) })
  }
  return found
}

/** Without members, so that there is nothing to describe. */
function isEmpty({ state }: ListedGroup): boolean {
  return state === 'Empty' || state === 'Dead'
}

function groupAttempt(link: Link, groupId: string, action: string) {
  return namedAttempt(link, ['group', groupId], { action, operation: 'describe' })
}
