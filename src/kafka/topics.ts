// Topics: what there is, making new ones and growing them. Creation goes over wire/ because kafkajs says
// neither which topics of a request were refused because they exist, nor the broker's reason.

import { piecesOf } from '../std/pieces.ts'
import type { Fence } from '../wire/connection.ts'
import type { PartitionMetadata, TopicMetadata } from '../wire/messages/metadata.ts'
import { callController, changeTimeoutMs } from './call-controller.ts'
import type {
  ClusterDescription,
  ItemResult,
  NewTopic,
  TopicDescription,
  TopicsWithRights,
} from './cluster.ts'
import { type Link, namedAttempt, openLanes } from './link.ts'
import { errorCodes, refusal } from './refusal.ts'
import { retrying, untilVisible } from './retry.ts'
import { topicRights } from './topic-rights.ts'

/** A KRaft controller takes 10,000 metadata records per call: one per topic, partition and config. */
const recordsPerCall = 5000

/** Over wire/: kafkajs trips over its own missing metadata when a broker hangs, and needs connections of its own. */
export async function describeCluster(link: Link): Promise<ClusterDescription> {
  const { clusterId, controllerId, brokers } = await retrying(() => link.brokers.metadata([]))
  return { clusterId, controllerId, brokers: brokers.map(({ id, host, port }) => ({ id, host, port })) }
}

/** Topics without an error, and those in the middle of an election. Throws ST350 where one may not be seen. */
export async function describeTopics(link: Link, names?: readonly string[]): Promise<TopicDescription[]> {
  if (names?.length === 0) return []
  const { topics } = await retrying(() => link.brokers.metadata(names))
  return descriptionsOf(link, topics)
}

/**
 * All topics, and what the connected principal may do with each, in one answer. Who asks for that goes on to configs and
 * sizes, so the connections for them are opened while the broker gathers the topics.
 */
export async function describeTopicsWithRights(link: Link): Promise<TopicsWithRights> {
  const opened = openLanes(link).catch(() => undefined)
  const { topics } = await retrying(() => link.brokers.metadata(undefined, { withRights: true }))
  await opened
  return { topics: descriptionsOf(link, topics), rights: topicRights(topics) }
}

function descriptionsOf(link: Link, topics: readonly TopicMetadata[]): TopicDescription[] {
  link.leaders.learn(topics)
  return topics.flatMap(({ name, id, internal, errorCode, partitions }) => {
    if (absentCodes.includes(errorCode)) return []
    if (errorCode !== errorCodes.none && errorCode !== errorCodes.leaderNotAvailable) {
      const action = { action: `describe topic "${name}"`, operation: 'describe' }
      throw refusal(errorCode, namedAttempt(link, ['topic', name], action))
    }
    return [{ name, id, internal, partitions: partitions.map(describePartition) }]
  })
}

function describePartition({ leader, leaderEpoch, replicas, isr }: PartitionMetadata) {
  return { leader, leaderEpoch, replicas, isr }
}

/** INVALID_TOPIC_EXCEPTION: nothing can have such a name. */
const invalidTopic = 17
const absentCodes: readonly number[] = [
  errorCodes.unknownTopicOrPartition,
  errorCodes.unknownTopicId,
  invalidTopic,
]

export async function createTopics(
  link: Link,
  topics: readonly NewTopic[],
  fence?: Fence,
): Promise<ItemResult[]> {
  const results: ItemResult[] = []
  const weightOf = ({ partitions, configs }: NewTopic) => 1 + partitions + Object.keys(configs).length
  for (const piece of piecesOf(topics, weightOf, recordsPerCall)) {
    const args = [piece.map(requestedTopic), changeTimeoutMs, false] as const
    const answer = await callController(link, 'createTopicsV7', [...args], fence)
    results.push(...itemResults(link, piece, { answers: answer.topics, verb: 'create', operation: 'create' }))
  }
  await untilTopics(link, succeeded(topics, results), () => true)
  return results
}

/** Kafka only ever adds partitions: a total that is not above the present one is refused. */
export async function createPartitions(
  link: Link,
  topics: readonly { name: string; partitions: number }[],
  fence?: Fence,
): Promise<ItemResult[]> {
  const results: ItemResult[] = []
  for (const piece of piecesOf(topics, ({ partitions }) => partitions, recordsPerCall)) {
    const requested = piece.map(({ name, partitions }) => ({ name, count: partitions, assignments: null }))
    const answer = await callController(
      link,
      'createPartitionsV3',
      [requested, changeTimeoutMs, false],
      fence,
    )
    results.push(...itemResults(link, piece, { answers: answer.results, verb: 'grow', operation: 'alter' }))
  }
  const totals = new Map(topics.map(({ name, partitions }) => [name, partitions]))
  await untilTopics(link, succeeded(topics, results), (topic) => {
    return topic.partitions.length >= (totals.get(topic.name) ?? 0)
  })
  return results
}

export async function deleteTopics(
  link: Link,
  topics: readonly { name: string; id: string }[],
  fence?: Fence,
): Promise<ItemResult[]> {
  const results: ItemResult[] = []
  for (const piece of piecesOf(topics, () => 1, recordsPerCall)) {
    // The codec takes null for the name, as the protocol asks beside an id; its type does not know that.
    const asked = piece.map(({ id }) => ({ name: null as unknown as string, topicId: id }))
    const answer = await callController(link, 'deleteTopicsV6', [asked, changeTimeoutMs], fence)
    const byId = new Map(answer.responses.map((one) => [one.topicId?.replaceAll('-', ''), one]))
    for (const { name, id } of piece) {
      const { errorCode, errorMessage } = byId.get(id) ?? { errorCode: -1, errorMessage: 'no answer' }
      const attempt = namedAttempt(link, ['topic', name], {
        action: `delete topic "${name}"`,
        operation: 'delete',
      })
      results.push({
        item: name,
        ...(errorCode !== errorCodes.none && { error: refusal(errorCode, attempt, errorMessage) }),
      })
    }
  }
  const gone = new Set(succeeded(topics, results))
  const ids = new Set(topics.flatMap(({ name, id }) => (gone.has(name) ? [id] : [])))
  await untilVisible(async () => (await describeTopics(link, [...gone])).every(({ id }) => !ids.has(id)))
  return results
}

function requestedTopic({ name, partitions, replicationFactor, configs }: NewTopic) {
  return {
    name,
    numPartitions: partitions,
    replicationFactor,
    assignments: [],
    configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
  }
}

interface NamedAnswers {
  readonly answers: readonly { name: string; errorCode: number; errorMessage?: string | null | undefined }[]
  readonly verb: string
  readonly operation: string
}

/** Brokers answer in an order of their own. */
function itemResults(
  link: Link,
  asked: readonly { name: string }[],
  { answers, verb, operation }: NamedAnswers,
): ItemResult[] {
  const byName = new Map(answers.map((answer) => [answer.name, answer]))
  return asked.map(({ name }) => {
    const { errorCode, errorMessage } = byName.get(name) ?? { errorCode: -1, errorMessage: 'no answer' }
    if (errorCode === errorCodes.none) return { item: name }
    const attempt = namedAttempt(link, ['topic', name], { action: `${verb} topic "${name}"`, operation })
    return { item: name, error: refusal(errorCode, attempt, errorMessage) }
  })
}

function succeeded(asked: readonly { name: string }[], results: readonly ItemResult[]): string[] {
  const refused = new Set(results.filter(({ error }) => error !== undefined).map(({ item }) => item))
  return asked.map(({ name }) => name).filter((name) => !refused.has(name))
}

async function untilTopics(
  link: Link,
  names: readonly string[],
  ready: (topic: TopicDescription) => boolean,
): Promise<void> {
  await untilVisible(async () => {
    const seen = await describeTopics(link, names)
    const led = seen.filter((topic) => ready(topic) && topic.partitions.every(({ leader }) => leader >= 0))
    return led.length === names.length
  })
}
