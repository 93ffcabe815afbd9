// How old the records of a source's topics are: where in each log certain moments lie. From two moments of the past
// follows how fast a topic grows; from those at which retention will have come so far follows what a slow copy loses.

import type { Cluster, TopicPartition } from '../kafka/cluster.ts'
import { topicSelector } from '../mirror/selection.ts'
import { listAt } from '../std/list-at.ts'
import type { FlowSpec } from '../topology/model.ts'
import type { TopicAge, TopicSnapshot } from './snapshot.ts'

const hourMs = 3_600_000

/** Growth over a day says more than over an hour, and is wrong for a topic that is younger. */
const growthWindowsMs = [24 * hourMs, hourMs]

/** Moments between which retention's way through a log is taken to be even. */
const expiryMoments = 16

/** By topic. `flows` are those that read from the cluster. */
export async function topicAges(
  cluster: Cluster,
  flows: readonly FlowSpec[],
  { topics, nowMs }: { readonly topics: ReadonlyMap<string, TopicSnapshot>; readonly nowMs: number },
): Promise<ReadonlyMap<string, readonly TopicAge[]>> {
  const copied = flows.map((flow) => {
    const select = topicSelector(flow)
    return { flow, topics: [...topics.values()].filter(({ name }) => select(name).replicated) }
  })
  const moments = new Map<number, Set<TopicSnapshot>>()
  const want = (timestampMs: number, topic: TopicSnapshot): void => {
    moments.set(timestampMs, (moments.get(timestampMs) ?? new Set()).add(topic))
  }
  for (const { flow, topics: own } of copied) {
    for (const topic of own) {
      for (const windowMs of growthWindowsMs) want(nowMs - windowMs, topic)
    }
    for (const { topic, moments: at } of racing(flow, own, nowMs))
      for (const moment of at) want(moment, topic)
  }
  return readMoments(cluster, moments)
}

/** Topics that retention may reach before a limited copy does: no more of them are looked into. */
function racing({ limits }: FlowSpec, topics: readonly TopicSnapshot[], nowMs: number) {
  const rate = limits.bytesPerSecond
  if (rate === undefined) return []
  const bytes = topics.flatMap(({ sizeBytes }) => sizeBytes).reduce((sum, size) => sum + size, 0)
  const copyMs = (bytes / rate) * 1000
  return topics.flatMap((topic) => {
    const retentionMs = retentionOf(topic)
    if (retentionMs === undefined || retentionMs <= 0) return []
    const oldest = nowMs - retentionMs
    const last = Math.min(nowMs, oldest + 2 * copyMs)
    const step = (last - oldest) / expiryMoments
    // A copy that is done before the first of them cannot be overtaken by much.
    const moments = Array.from({ length: expiryMoments + 1 }, (_, at) => Math.round(oldest + step * at))
    return [{ topic, moments: [...new Set(moments)] }]
  })
}

/** Undefined where records do not go by age. */
function retentionOf({ configs }: TopicSnapshot): number | undefined {
  const configOf = (name: string): string | null | undefined =>
    configs.find((entry) => entry.name === name)?.value
  if (configOf('cleanup.policy')?.includes('delete') !== true) return undefined
  const value = Number(configOf('retention.ms') ?? -1)
  return value < 0 ? undefined : value
}

async function readMoments(
  cluster: Cluster,
  moments: ReadonlyMap<number, ReadonlySet<TopicSnapshot>>,
): Promise<Map<string, TopicAge[]>> {
  const ages = new Map<string, TopicAge[]>()
  await Promise.all(
    [...moments].map(async ([timestampMs, topics]) => {
      const partitions = [...topics].flatMap(({ name, partitions }) =>
        partitions.map((_, partition): TopicPartition => ({ topic: name, partition })),
      )
      const ends = new Map([...topics].map(({ name, latest }) => [name, latest]))
      const answers = await cluster.offsets(partitions, { timestampMs })
      for (const [topic, answered] of Map.groupBy(answers, (answer) => answer.topic)) {
        // No record is that young, or the partition did not answer: nothing was added since.
        const offsets = answered.map(({ partition, offset, error }) =>
          error === undefined && offset >= 0 ? offset : (ends.get(topic)?.[partition] ?? 0),
        )
        listAt(ages, topic).push({ timestampMs, offsets })
      }
    }),
  )
  for (const list of ages.values()) list.sort((one, other) => one.timestampMs - other.timestampMs)
  return ages
}
