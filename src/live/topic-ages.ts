// How old the records of a source's topics are: where in each log certain moments lie. From two moments of the past
// follows how fast a topic grows; from those at which retention will have come so far follows what a slow copy loses.

import type { Cluster, PartitionOffset, TopicDescription, TopicPartition } from '../kafka/cluster.ts'
import { likelyTopics, nameIndex } from '../mirror/name-index.ts'
import { topicSelector } from '../mirror/selection.ts'
import type { FlowSpec } from '../topology/model.ts'
import { settleAll } from './settle-all.ts'
import type { TopicSnapshot } from './snapshot.ts'

const hourMs = 3_600_000

/** Growth over a day says more than over an hour, and is wrong for a topic that is younger. */
const growthWindowsMs = [24 * hourMs, hourMs]

/** Between which retention's way through a log is taken to be even. */
const expirySteps = 16

/** Topics to ask about, by epoch ms. */
export type Moments = ReadonlyMap<number, ReadonlySet<TopicDescription>>

export interface Moment {
  readonly timestampMs: number
  readonly answers: readonly PartitionOffset[]
}

/** `flows` are those that read from the cluster. */
export function growthMoments(
  flows: readonly FlowSpec[],
  topics: readonly TopicDescription[],
  nowMs: number,
): Moments {
  const own = new Set(flows.flatMap(copiesOf(new Map(topics.map((topic) => [topic.name, topic])))))
  return new Map(own.size === 0 ? [] : growthWindowsMs.map((windowMs) => [nowMs - windowMs, own]))
}

/** Of topics that retention may reach before a limited copy does, without moments that growth asks for. */
export function expiryMoments(
  flows: readonly FlowSpec[],
  topics: ReadonlyMap<string, TopicSnapshot>,
  nowMs: number,
): Moments {
  const moments = new Map<number, Set<TopicDescription>>()
  const copiedBy = copiesOf(topics)
  for (const flow of flows) {
    for (const { topic, moments: at } of racing(flow, copiedBy(flow), nowMs)) {
      for (const moment of at) {
        if (growthWindowsMs.includes(nowMs - moment)) continue
        moments.set(moment, (moments.get(moment) ?? new Set()).add(topic))
      }
    }
  }
  return moments
}

/** By flow: which of the topics it copies. */
function copiesOf<Topic>(topics: ReadonlyMap<string, Topic>): (flow: FlowSpec) => Topic[] {
  const names = nameIndex(topics.keys())
  return (flow) => {
    const select = topicSelector(flow)
    const copied = likelyTopics(names, flow.topics.include).filter((name) => select(name).replicated)
    return copied.flatMap((name) => topics.get(name) ?? [])
  }
}

/** No more topics than may lose the race are looked into. */
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
    const step = (last - oldest) / expirySteps
    // A copy that is done before the first of them cannot be overtaken by much.
    const moments = Array.from({ length: expirySteps + 1 }, (_, at) => Math.round(oldest + step * at))
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

export async function askMoments(cluster: Cluster, moments: Moments): Promise<Moment[]> {
  const asked = [...moments].map(async ([timestampMs, topics]) => {
    const partitions = [...topics].flatMap(({ name, partitions }) =>
      partitions.map((_, partition): TopicPartition => ({ topic: name, partition })),
    )
    return { timestampMs, answers: await cluster.offsets(partitions, { timestampMs }) }
  })
  return settleAll(asked)
}

/** Adds to each topic what was answered about it, in order of time. */
export function withAges(
  topics: ReadonlyMap<string, TopicSnapshot>,
  moments: readonly Moment[],
): ReadonlyMap<string, TopicSnapshot> {
  if (moments.length === 0) return topics
  const aged = new Map(topics)
  for (const { timestampMs, answers } of moments.toSorted(
    (one, other) => one.timestampMs - other.timestampMs,
  )) {
    for (const [name, answered] of Map.groupBy(answers, ({ topic }) => topic)) {
      const topic = aged.get(name)
      if (topic === undefined) continue
      // No record is that young, or the partition did not answer: nothing was added since.
      const offsets = answered.map(({ partition, offset, error }) =>
        error === undefined && offset >= 0 ? offset : (topic.latest[partition] ?? 0),
      )
      aged.set(name, { ...topic, ages: [...(topic.ages ?? []), { timestampMs, offsets }] })
    }
  }
  return aged
}
