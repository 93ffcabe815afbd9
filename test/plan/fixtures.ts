// Topologies and snapshots written by hand: each builder gives something ordinary, and a test says only what is
// special. Two clusters, us and eu, with one flow from us to eu.

import type { Acl, CommittedOffset, ConfigEntry } from '../../src/kafka/cluster.ts'
import type { ClusterSnapshot, GroupSnapshot, Snapshot, TopicSnapshot } from '../../src/live/snapshot.ts'
import type { AgentEntry, ControlEntry, FlowEntry, Revision } from '../../src/mirror/control.ts'
import type { OffsetMap } from '../../src/mirror/offset-map.ts'
import { positionKey } from '../../src/mirror/positions.ts'
import type { PlanContext } from '../../src/plan/make-plan.ts'
import type { FlowSpec, Topology } from '../../src/topology/model.ts'
import { flowWith } from '../flow-spec.ts'

export const nowMs = Date.parse('2026-03-01T12:00:00.000Z')

export const revision: Revision = { commit: '4f2c9d1', dirty: false, author: 'Ada', appliedBy: null }

export const context: PlanContext = { revision, straitVersion: '0.1.0', nowMs }

/** MM2's own topics are off, so that a case about topics lists only those that it is about. */
export function flowOf(overrides: Partial<FlowSpec> = {}): FlowSpec {
  return flowWith({
    topics: { include: ['orders.*', 'payments'], exclude: [] },
    groups: { include: ['.*'], exclude: ['console-consumer-.*', 'connect-.*', '__.*'] },
    configs: { sync: true, exclude: ['min\\.insync\\.replicas', 'message\\.timestamp\\.type'] },
    acls: { sync: true },
    heartbeats: { emit: false, intervalMs: 1000 },
    checkpoints: { emit: false, intervalMs: 5000 },
    offsetSyncs: { emit: false, location: 'source' },
    refreshIntervalMs: 5000,
    ...overrides,
  })
}

export function topologyOf(
  flows: readonly FlowSpec[] = [flowOf()],
  clusters: Topology['clusters'] = {},
): Topology {
  const names = new Set(flows.flatMap(({ source, target }) => [source, target]))
  return {
    clusters: {
      ...Object.fromEntries([...names].map((name) => [name, { name, bootstrap: [`${name}.example:9092`] }])),
      ...clusters,
    },
    flows: Object.fromEntries(flows.map((flow) => [flow.name, flow])),
  }
}

export interface TopicFacts {
  readonly partitions?: number
  readonly replicas?: number
  /** Set on the topic. */
  readonly configs?: Readonly<Record<string, string>>
  /** Inherited, where it is not what Kafka ships with. */
  readonly inherited?: Readonly<Record<string, Pick<ConfigEntry, 'value' | 'source'>>>
  readonly earliest?: number
  readonly latest?: number
  /** Of each partition. */
  readonly sizeBytes?: number
  readonly id?: string
}

const kafkaDefaults: Readonly<Record<string, string>> = {
  'cleanup.policy': 'delete',
  'compression.type': 'producer',
  'max.message.bytes': '1048588',
  'message.timestamp.after.max.ms': '3600000',
  'message.timestamp.before.max.ms': '9223372036854775807',
  'message.timestamp.type': 'CreateTime',
  'min.insync.replicas': '1',
  'retention.bytes': '-1',
  'retention.ms': '604800000',
}

export function topicOf(name: string, facts: TopicFacts = {}): TopicSnapshot {
  const { partitions = 1, replicas = 1, earliest = 0, latest = 0, sizeBytes = 0 } = facts
  const each = <T>(value: T): T[] => Array.from({ length: partitions }, () => value)
  return {
    name,
    id: facts.id ?? `id-of-${name}`,
    internal: name.startsWith('__'),
    partitions: each({
      leader: 1,
      leaderEpoch: 0,
      replicas: replicaIds(replicas),
      isr: replicaIds(replicas),
    }),
    configs: configsOf(facts),
    earliest: each(earliest),
    latest: each(latest),
    sizeBytes: each(sizeBytes),
  }
}

export function configsOf({
  configs = {},
  inherited = {},
}: Pick<TopicFacts, 'configs' | 'inherited'>): ConfigEntry[] {
  const rest = { readOnly: false, sensitive: false }
  return [
    ...new Set([...Object.keys(kafkaDefaults), ...Object.keys(configs), ...Object.keys(inherited)]),
  ].map((name) => {
    const own = configs[name]
    if (own !== undefined) return { name, value: own, source: 'topic', ...rest }
    return { name, value: kafkaDefaults[name] ?? null, source: 'default', ...rest, ...inherited[name] }
  })
}

export function groupOf(
  groupId: string,
  offsets: readonly CommittedOffset[],
  state = 'Empty',
): GroupSnapshot {
  return { groupId, protocolType: 'consumer', state, members: state === 'Stable' ? 1 : 0, offsets }
}

export function commit(topic: string, partition: number, offset: number): CommittedOffset {
  return { topic, partition, offset, metadata: '' }
}

export function readAcl(topic: string, principal: string): Acl {
  return {
    resourceType: 'topic',
    resourceName: topic,
    patternType: 'literal',
    principal,
    host: '*',
    operation: 'read',
    permission: 'allow',
  }
}

export interface ClusterFacts {
  readonly clusterId?: string
  readonly brokers?: number
  readonly topics?: readonly TopicSnapshot[]
  readonly groups?: readonly GroupSnapshot[]
  readonly acls?: readonly Acl[]
  readonly control?: readonly ControlEntry[]
  readonly maps?: readonly (readonly [flow: string, topic: string, partition: number, map: OffsetMap])[]
}

export function clusterOf(name: string, facts: ClusterFacts = {}): ClusterSnapshot {
  const { brokers = 3, topics = [], groups = [], maps = [] } = facts
  return {
    name,
    description: {
      clusterId: facts.clusterId ?? `id-of-${name}`,
      controllerId: 1,
      brokers: replicaIds(brokers).map((id) => ({ id, host: `${name}-${id}.example`, port: 9092 })),
    },
    topics: new Map(topics.map((topic) => [topic.name, topic])),
    groups: new Map(groups.map((group) => [group.groupId, group])),
    acls: facts.acls,
    control: facts.control ?? [],
    offsetMaps: new Map(
      maps.map(([flow, topic, partition, map]) => [positionKey(flow, topic, partition), map]),
    ),
  }
}

export function snapshotOf(...clusters: readonly ClusterSnapshot[]): Snapshot {
  return { clusters: new Map(clusters.map((cluster) => [cluster.name, cluster])), takenAtMs: nowMs }
}

/** Source offset n stands at target offset n + `shift`, up to `sourceNext`. */
export function mapUpTo(sourceNext: number, shift = 0): OffsetMap {
  const runs = sourceNext === 0 ? [] : [{ sourceStart: 0, targetStart: shift, count: sourceNext }]
  return { runs, sourceNext, targetNext: sourceNext + shift }
}

export function appliedFlow(spec: FlowSpec, overrides: Partial<FlowEntry> = {}): FlowEntry {
  return {
    kind: 'flow',
    name: spec.name,
    state: 'running',
    spec,
    revision,
    appliedAt: '2026-02-01T00:00:00.000Z',
    ...overrides,
  }
}

export function agentOf(flow: string, secondsAgo: number): AgentEntry {
  return {
    kind: 'agent',
    flow,
    agent: 'agent-1',
    at: new Date(nowMs - secondsAgo * 1000).toISOString(),
    state: 'running',
    message: null,
    specHash: 'x',
    partitions: 1,
    halted: 0,
    waiting: 0,
    troubles: [],
    lagRecords: 0,
    recordsTotal: 0,
    bytesTotal: 0,
    bytesUntouched: 0,
    recordsPerSecond: 0,
    bytesPerSecond: 0,
  }
}

export const controlTopics: readonly TopicSnapshot[] = [
  topicOf('strait.control.internal', { replicas: 3, configs: { 'cleanup.policy': 'compact' } }),
  topicOf('strait.positions.internal', { replicas: 3, configs: { 'cleanup.policy': 'compact' } }),
]

function replicaIds(replicas: number): number[] {
  return Array.from({ length: replicas }, (_, index) => index + 1)
}
