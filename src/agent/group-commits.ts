// What the flow's groups committed on the source, for the topics that the flow copies: read in batches, with the
// source's log end where a group is ahead of the copy.

import type { Cluster, TopicPartition } from '../kafka/cluster.ts'
import type { GroupCommit } from '../mirror/checkpoint-rule.ts'
import { isAhead } from '../mirror/commit-translation.ts'
import type { OffsetMap } from '../mirror/offset-map.ts'
import { type GroupVerdict, groupSelector, type TopicVerdict, topicSelector } from '../mirror/selection.ts'
import type { FlowSpec } from '../topology/model.ts'

/** The map of a partition that this agent copies, by the source's topic name. */
export type OffsetMapOf = (topic: string, partition: number) => OffsetMap | undefined

/** A commit with all that translates it. */
export interface MappedCommit extends GroupCommit {
  /** The source's name. */
  readonly topic: string
  readonly map: OffsetMap
  /** The source's log end, where the commit lies past the copy and the source answered. */
  readonly sourceLatest: number | undefined
}

/** The flow's filters, compiled once, over the source's groups. */
export class GroupCommitReader {
  readonly #source: Cluster
  readonly #offsetMap: OffsetMapOf
  readonly #selectGroup: (groupId: string) => GroupVerdict
  readonly #selectTopic: (topic: string) => TopicVerdict

  constructor(flow: FlowSpec, source: Cluster, offsetMap: OffsetMapOf) {
    this.#source = source
    this.#offsetMap = offsetMap
    this.#selectGroup = groupSelector(flow)
    this.#selectTopic = topicSelector(flow)
  }

  /** Commits of selected groups on replicated topics whose map is here. */
  async read(): Promise<MappedCommit[]> {
    const groups = await this.#source.groups()
    const selected = groups
      .filter(({ protocolType }) => protocolType === 'consumer' || protocolType === '')
      .map(({ groupId }) => groupId)
      .filter((groupId) => this.#selectGroup(groupId).selected)
    if (selected.length === 0) return []
    const committed = await this.#source.committedOffsets(selected)
    const commits: MappedCommit[] = []
    for (const [group, offsets] of committed) {
      for (const { topic, partition, offset, metadata } of offsets) {
        const map = this.#offsetMap(topic, partition)
        const verdict = this.#selectTopic(topic)
        if (map === undefined || !verdict.replicated) continue
        const { remoteTopic } = verdict
        commits.push({ group, topic, remoteTopic, partition, offset, metadata, map, sourceLatest: undefined })
      }
    }
    return this.#withLogEnds(commits)
  }

  async #withLogEnds(commits: readonly MappedCommit[]): Promise<MappedCommit[]> {
    const ahead = commits.filter(({ map, offset }) => isAhead(map, offset))
    const ends = await logEnds(this.#source, ahead, 'latest')
    return commits.map((commit) => {
      const sourceLatest = ends.get(partitionKey(commit))
      return sourceLatest === undefined ? commit : { ...commit, sourceLatest }
    })
  }
}

/** Offsets of each partition once, by `partitionKey`; partitions that did not answer are left out. */
export async function logEnds(
  cluster: Cluster,
  partitions: readonly TopicPartition[],
  at: 'earliest' | 'latest',
): Promise<Map<string, number>> {
  const distinct = new Map(
    partitions.map(({ topic, partition }) => [partitionKey({ topic, partition }), { topic, partition }]),
  )
  if (distinct.size === 0) return new Map()
  const answers = await cluster.offsets([...distinct.values()], at)
  return new Map(
    answers
      .filter(({ error, offset }) => error === undefined && offset >= 0)
      .map((answer) => [partitionKey(answer), answer.offset]),
  )
}

/** One text per partition, for maps. */
export function partitionKey({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`
}
