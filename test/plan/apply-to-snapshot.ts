// What a cluster looks like once a plan was carried out: apply without brokers. Pure, so that "plan after apply
// is empty" can be held as a property over many topologies.

import assert from 'node:assert/strict'
import type { ClusterSnapshot, Snapshot, TopicSnapshot } from '../../src/live/snapshot.ts'
import type { ControlEntry, FlowEntry } from '../../src/mirror/control.ts'
import { controlKey } from '../../src/mirror/control.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import type { ResourceChange } from '../../src/plan/resource-change.ts'
import { configChangeOf } from '../../src/plan/topic-configs.ts'
import { appliedFlow, configsOf, topicOf } from './fixtures.ts'

export function applyToSnapshot(plan: Plan, snapshot: Snapshot): Snapshot {
  const clusters = new Map(snapshot.clusters)
  for (const row of plan.resource_changes) {
    if (row.change.actions[0] === 'no-op') continue
    for (const [name, next] of changed(row, clusters, plan.configuration.name)) clusters.set(name, next)
  }
  return { ...snapshot, clusters }
}

type Clusters = ReadonlyMap<string, ClusterSnapshot>

function changed(
  row: ResourceChange,
  clusters: Clusters,
  topology: string | undefined,
): [string, ClusterSnapshot][] {
  const cluster = clusterNamed(clusters, row.cluster)
  const put = (change: Partial<ClusterSnapshot>): [string, ClusterSnapshot][] => [
    [row.cluster, { ...cluster, ...change }],
  ]
  switch (row.type) {
    case 'internal_topic':
      return put({
        topics: withTopic(
          cluster,
          topicOf(row.name, {
            replicas: row.change.after?.replicationFactor ?? 1,
            configs: row.change.after?.configs ?? {},
          }),
        ),
      })
    case 'topic':
      return put({ topics: withTopic(cluster, topicAfter(row, cluster)) })
    case 'topic_config':
      return put({ topics: withTopic(cluster, configuredTopic(row, cluster)) })
    case 'acl':
      assert(row.change.after !== null)
      return put({ acls: [...(cluster.acls ?? []), row.change.after] })
    case 'flow':
      return flowClusters(row, clusters, topology === undefined ? {} : { topology })
    case 'group_offset':
      return put({ groups: movedGroups(row, cluster) })
  }
}

function clusterNamed(clusters: Clusters, name: string): ClusterSnapshot {
  const cluster = clusters.get(name)
  assert(cluster !== undefined)
  return cluster
}

function withTopic(cluster: ClusterSnapshot, topic: TopicSnapshot): ClusterSnapshot['topics'] {
  return new Map(cluster.topics).set(topic.name, topic)
}

function topicAfter(
  row: Extract<ResourceChange, { type: 'topic' }>,
  cluster: ClusterSnapshot,
): TopicSnapshot {
  const { after } = row.change
  assert(after !== null)
  const live = cluster.topics.get(row.name)
  const created = topicOf(row.name, { partitions: after.partitions, configs: after.configs })
  if (live === undefined) return created
  const grown = <T>(old: readonly T[], fresh: readonly T[]): T[] => [...old, ...fresh.slice(old.length)]
  return {
    ...live,
    partitions: grown(live.partitions, created.partitions),
    earliest: grown(live.earliest, created.earliest),
    latest: grown(live.latest, created.latest),
    sizeBytes: grown(live.sizeBytes, created.sizeBytes),
  }
}

function configuredTopic(
  row: Extract<ResourceChange, { type: 'topic_config' }>,
  cluster: ClusterSnapshot,
): TopicSnapshot {
  const live = cluster.topics.get(row.name)
  assert(live !== undefined)
  const { set, unset } = configChangeOf(row)
  const inherited = live.configs.filter(({ source }) => source !== 'topic')
  const own = live.configs.filter(({ name, source }) => source === 'topic' && !unset.includes(name))
  const configs = { ...Object.fromEntries(own.map(({ name, value }) => [name, value ?? ''])), ...set }
  return {
    ...live,
    configs: configsOf({
      configs,
      inherited: Object.fromEntries(inherited.map((entry) => [entry.name, entry])),
    }),
  }
}

function flowClusters(
  row: Extract<ResourceChange, { type: 'flow' }>,
  clusters: Clusters,
  named: Pick<FlowEntry, 'topology'>,
): [string, ClusterSnapshot][] {
  const { before, after } = row.change
  const stoppedOn = after === null ? row.cluster : row.previous_cluster
  const result: [string, ClusterSnapshot][] = []
  if (stoppedOn !== null) {
    assert(before !== null)
    result.push([
      stoppedOn,
      withEntry(clusterNamed(clusters, stoppedOn), appliedFlow(before, { ...named, state: 'stopped' })),
    ])
  }
  if (after !== null) {
    result.push([
      row.cluster,
      withEntry(
        clusterNamed(clusters, row.cluster),
        appliedFlow(after, { ...named, initialTopics: row.initial_topics }),
      ),
    ])
  }
  return result
}

function withEntry(cluster: ClusterSnapshot, entry: ControlEntry): ClusterSnapshot {
  return {
    ...cluster,
    control: [...cluster.control.filter((other) => controlKey(other) !== controlKey(entry)), entry],
  }
}

function movedGroups(
  row: Extract<ResourceChange, { type: 'group_offset' }>,
  cluster: ClusterSnapshot,
): ClusterSnapshot['groups'] {
  const moved = row.change.after?.offsets ?? []
  if (moved.length === 0) return cluster.groups
  const live = cluster.groups.get(row.name)
  const kept = (live?.offsets ?? []).filter(
    (old) => !moved.some((offset) => offset.topic === old.topic && offset.partition === old.partition),
  )
  const group = live ?? { groupId: row.name, protocolType: '', state: 'Empty', members: 0, offsets: [] }
  return new Map(cluster.groups).set(row.name, { ...group, offsets: [...kept, ...moved] })
}
