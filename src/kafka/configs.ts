// Topic configs. kafkajs cannot change one key of a topic and fails a whole read when one topic is gone, so both
// go over wire/: DescribeConfigs with many topics per request, IncrementalAlterConfigs with many changes.

import { piecesOf } from '../std/pieces.ts'
import type { Fence } from '../wire/connection.ts'
import { ask } from './ask.ts'
import { callController } from './call-controller.ts'
import type { ConfigChange, ConfigEntry, ItemResult } from './cluster.ts'
import { configsLane, type Link, namedAttempt } from './link.ts'
import { describeConfigs } from './messages/describe-configs.ts'
import { errorCodes, refusal } from './refusal.ts'
import { retrying, untilVisible } from './retry.ts'

const topicResource = 2 as const
const setOperation = 0 as const
const deleteOperation = 1 as const

/** Bounds one response to a few MB: a topic answers with about 35 entries. */
const topicsPerRequest = 1000

/** Also bounds what a KRaft controller takes in one call, at one metadata record per key. */
const changesPerRequest = 5000

/** Any broker can answer for any topic, so the topics are dealt out to all of them. Throws ST350 unless told not to. */
export async function describeTopicConfigs(
  link: Link,
  topics: readonly string[],
  { denied }: { readonly denied: 'throw' | 'leave_out' } = { denied: 'throw' },
): Promise<Map<string, readonly ConfigEntry[]>> {
  if (topics.length === 0) return new Map()
  const brokerIds = await retrying(() => link.brokers.ids())
  const share = Math.min(topicsPerRequest, Math.ceil(topics.length / Math.max(1, brokerIds.length)))
  const answers = await Promise.all(
    piecesOf(topics, () => 1, share).map((piece, index) =>
      retrying(async (round) => {
        // A broker that does not answer may be gone: any other knows the configs too.
        const brokerId = round === 0 ? brokerIds[index % brokerIds.length] : undefined
        return describeSome(link, brokerId, { topics: piece, denied })
      }),
    ),
  )
  return new Map(answers.flat())
}

async function describeSome(
  link: Link,
  brokerId: number | undefined,
  { topics, denied }: { readonly topics: readonly string[]; readonly denied: 'throw' | 'leave_out' },
): Promise<[string, readonly ConfigEntry[]][]> {
  const connection =
    brokerId === undefined
      ? await link.brokers.any(configsLane)
      : await link.brokers.connection(brokerId, configsLane)
  const answers = await ask(connection, describeConfigs, topics)
  return answers.flatMap(({ topic, errorCode, errorMessage, configs }) => {
    if (errorCode === errorCodes.unknownTopicOrPartition) return []
    if (errorCode === errorCodes.topicAuthorizationFailed && denied === 'leave_out') return []
    if (errorCode !== errorCodes.none) {
      const action = { action: `read the configs of topic "${topic}"`, operation: 'describe_configs' }
      throw refusal(errorCode, namedAttempt(link, ['topic', topic], action), errorMessage)
    }
    return [[topic, configs]]
  })
}

/** One operation list per topic; a topic's list is applied whole or not at all. */
export async function alterTopicConfigs(
  link: Link,
  changes: readonly ConfigChange[],
  fence?: Fence,
): Promise<ItemResult[]> {
  const results: ItemResult[] = []
  const weightOf = ({ set, unset }: ConfigChange) => Object.keys(set).length + unset.length
  for (const piece of piecesOf(changes, weightOf, changesPerRequest)) {
    const resources = piece.map(resourceOfChange)
    const answer = await callController(link, 'incrementalAlterConfigsV1', [resources, false], fence)
    const byName = new Map(answer.responses.map((response) => [response.resourceName, response]))
    for (const { topic } of piece) {
      const { errorCode, errorMessage } = byName.get(topic) ?? { errorCode: -1, errorMessage: 'no answer' }
      const action = { action: `change the configs of topic "${topic}"`, operation: 'alter_configs' }
      const attempt = namedAttempt(link, ['topic', topic], action)
      results.push({
        item: topic,
        ...(errorCode !== errorCodes.none && { error: refusal(errorCode, attempt, errorMessage) }),
      })
    }
  }
  const refused = new Set(results.filter(({ error }) => error !== undefined).map(({ item }) => item))
  await untilInForce(
    link,
    changes.filter(({ topic }) => !refused.has(topic)),
  )
  return results
}

function resourceOfChange({ topic, set, unset }: ConfigChange) {
  return {
    resourceType: topicResource,
    resourceName: topic,
    configs: [
      ...Object.entries(set).map(([name, value]) => ({ name, configOperation: setOperation, value })),
      ...unset.map((name) => ({ name, configOperation: deleteOperation })),
    ],
  }
}

async function untilInForce(link: Link, changes: readonly ConfigChange[]): Promise<void> {
  if (changes.length === 0) return
  await untilVisible(async () => {
    const configs = await describeTopicConfigs(
      link,
      changes.map(({ topic }) => topic),
    )
    return changes.every(({ topic, set, unset }) => {
      const own = new Map<string, string | null>()
      for (const { name, value, source } of configs.get(topic) ?? [])
        if (source === 'topic') own.set(name, value)
      return (
        Object.entries(set).every(([name, value]) => sameValue(own.get(name), value)) &&
        unset.every((name) => !own.has(name))
      )
    })
  })
}

/** Lists come back without blanks, sensitive values not at all. */
function sameValue(seen: string | null | undefined, set: string): boolean {
  if (seen === null || seen === undefined) return seen === null
  return seen.replaceAll(' ', '') === set.replaceAll(' ', '')
}
