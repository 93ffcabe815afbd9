// Reads what a plan depends on, from all clusters at once. Only read-only requests, each kind in one request per
// broker: reading costs round trips, not topics. What vanishes while reading is left out, never half there.

import { StraitError } from '../errors/strait-error.ts'
import type { Cluster, LogRecord, PartitionOffset, TopicDescription } from '../kafka/cluster.ts'
import { controlTopic, foldControl } from '../mirror/control.ts'
import { offsetMapsFrom } from '../mirror/position-records.ts'
import { positionsTopic } from '../mirror/positions.ts'
import type { Topology } from '../topology/model.ts'
import { settleAll } from './settle-all.ts'
import type { ClusterSnapshot, GroupSnapshot, Snapshot, TopicSnapshot } from './snapshot.ts'

export interface SnapshotRequest {
  readonly topology: Topology
  /** By name; exactly these are read. */
  readonly clusters: ReadonlyMap<string, Cluster>
  readonly nowMs: number
}

/**
 * Throws ST403 with all missing permissions at once (ST350 where it is one), ST500 where a stored position cannot
 * be read, and what keeps a cluster from answering.
 */
export async function readSnapshot({ topology, clusters, nowMs }: SnapshotRequest): Promise<Snapshot> {
  const snapshots = await settleAll(
    [...clusters].map(([name, cluster]) => readCluster(cluster, { withAcls: syncsAcls(topology, name) })),
  )
  return { clusters: new Map(snapshots.map((snapshot) => [snapshot.name, snapshot])), takenAtMs: nowMs }
}

function syncsAcls({ flows }: Topology, cluster: string): boolean {
  return Object.values(flows).some((flow) => flow.acls.sync && [flow.source, flow.target].includes(cluster))
}

async function readCluster(cluster: Cluster, { withAcls }: { withAcls: boolean }): Promise<ClusterSnapshot> {
  const described = cluster.topics()
  const [description, topics, groups, acls, control, positions] = await settleAll([
    cluster.describe(),
    described.then((list) => readTopics(cluster, list)),
    readGroups(cluster),
    withAcls ? cluster.acls() : undefined,
    described.then((list) => readInternal(cluster, list, controlTopic)),
    described.then((list) => readInternal(cluster, list, positionsTopic)),
  ])
  return {
    name: cluster.name,
    description,
    topics,
    groups,
    acls,
    control: foldControl(control),
    offsetMaps: livingMaps(positions, topics),
  }
}

/** A map into a remote topic that is gone, or was created again, translates nothing any more. */
function livingMaps(
  positions: readonly LogRecord[],
  topics: ReadonlyMap<string, TopicSnapshot>,
): ClusterSnapshot['offsetMaps'] {
  const ids = new Set([...topics.values()].map(({ id }) => id))
  return new Map([...offsetMapsFrom(positions)].filter(([, { targetTopicId }]) => ids.has(targetTopicId)))
}

async function readTopics(
  cluster: Cluster,
  described: readonly TopicDescription[],
): Promise<Map<string, TopicSnapshot>> {
  const names = described.map(({ name }) => name)
  const partitions = described.flatMap(({ name, partitions }) =>
    partitions.map((_, partition) => ({ topic: name, partition })),
  )
  const [configs, sizes, earliest, latest] = await settleAll([
    cluster.topicConfigs(names),
    cluster.sizes(names),
    cluster.offsets(partitions, 'earliest').then(offsetsByTopic),
    cluster.offsets(partitions, 'latest').then(offsetsByTopic),
  ])
  const topics = new Map<string, TopicSnapshot>()
  for (const topic of described) {
    const { name } = topic
    const read = { configs: configs.get(name), earliest: earliest.get(name), latest: latest.get(name) }
    if (read.configs === undefined || read.earliest === undefined || read.latest === undefined) continue
    const sizeBytes = sizes.get(name) ?? topic.partitions.map(() => 0)
    topics.set(name, {
      ...topic,
      configs: read.configs,
      earliest: read.earliest,
      latest: read.latest,
      sizeBytes,
    })
  }
  return topics
}

/** Topics of which a partition is said not to exist have vanished and are left out. */
function offsetsByTopic(offsets: readonly PartitionOffset[]): Map<string, number[]> {
  const topics = new Map<string, number[]>()
  const vanished = new Set<string>()
  for (const { topic, partition, offset, error } of offsets) {
    if (error?.code === 'ST350') throw error
    if (error?.code === 'ST351') vanished.add(topic)
    const list = topics.get(topic) ?? []
    list[partition] = error === undefined ? offset : 0
    topics.set(topic, list)
  }
  for (const topic of vanished) topics.delete(topic)
  return topics
}

async function readGroups(cluster: Cluster): Promise<Map<string, GroupSnapshot>> {
  const groups = await cluster.groups()
  const committed = await cluster.committedOffsets(groups.map(({ groupId }) => groupId))
  return new Map(
    groups.map((group) => [group.groupId, { ...group, offsets: committed.get(group.groupId) ?? [] }]),
  )
}

/** Empty where the topic does not exist: nothing was applied to this cluster yet. */
async function readInternal(
  cluster: Cluster,
  described: readonly TopicDescription[],
  topic: string,
): Promise<LogRecord[]> {
  if (!described.some(({ name }) => name === topic)) return []
  try {
    return await cluster.readTopic(topic)
  } catch (error) {
    if (error instanceof StraitError && error.code === 'ST351') return []
    throw error
  }
}
