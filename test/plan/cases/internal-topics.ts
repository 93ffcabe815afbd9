// The topics that Strait and MM2's clients need.

import { clusterOf, controlTopics, flowOf, snapshotOf, topicOf, topologyOf } from '../fixtures.ts'
import type { RowCase } from '../row-case.ts'

function created(
  cluster: string,
  topic: string,
  { flow = null, replicas = 3, partitions = 1 }: { flow?: string | null; replicas?: number; partitions?: number } = {},
) {
  return {
    address: `internal_topic.${cluster}["${topic}"]`,
    type: 'internal_topic',
    name: topic,
    cluster,
    flow,
    change: {
      actions: ['create'],
      before: null,
      after: { partitions, replicationFactor: replicas, configs: { 'cleanup.policy': 'compact' } },
      after_unknown: {},
      replace_paths: [],
    },
    action_reason: null,
    impact: {},
    risk: { level: 'low', reasons: [] },
  }
}

const emitting = flowOf({
  heartbeats: { emit: true, intervalMs: 1000 },
  checkpoints: { emit: true, intervalMs: 5000 },
  offsetSyncs: { emit: true, location: 'source' },
})

export const internalTopicCases: readonly RowCase[] = [
  {
    name: "a target gets Strait's own topics, the control topic first, with no more replicas than brokers",
    snapshot: snapshotOf(clusterOf('us'), clusterOf('eu', { brokers: 1 })),
    type: 'internal_topic',
    rows: [
      created('eu', 'strait.control.internal', { replicas: 1 }),
      created('eu', 'strait.positions.internal', { replicas: 1, partitions: 8 }),
    ],
  },
  {
    name: "a flow that emits MM2's topics gets them where MM2 has them",
    topology: topologyOf([emitting]),
    snapshot: snapshotOf(clusterOf('us'), clusterOf('eu', { brokers: 5 })),
    type: 'internal_topic',
    rows: [
      created('eu', 'strait.control.internal'),
      created('eu', 'heartbeats'),
      created('eu', 'strait.positions.internal', { partitions: 8 }),
      created('eu', 'us.checkpoints.internal', { flow: 'us-to-eu' }),
      created('us', 'heartbeats'),
      created('us', 'mm2-offset-syncs.eu.internal', { flow: 'us-to-eu' }),
    ],
  },
  {
    name: "offset syncs on the target are named after the source, with the naming's separator",
    topology: topologyOf([
      flowOf({ naming: { kind: 'prefix', separator: '_' }, offsetSyncs: { emit: true, location: 'target' } }),
    ]),
    snapshot: snapshotOf(clusterOf('us'), clusterOf('eu', { topics: controlTopics })),
    type: 'internal_topic',
    rows: [created('eu', 'mm2-offset-syncs_us_internal', { flow: 'us-to-eu' })],
  },
  {
    name: 'topics that several flows need are created once and belong to none of them',
    topology: topologyOf([
      flowOf({ offsetSyncs: { emit: true, location: 'source' } }),
      flowOf({
        name: 'us-to-eu-2',
        topics: { include: ['other'], exclude: [] },
        offsetSyncs: { emit: true, location: 'source' },
      }),
    ]),
    snapshot: snapshotOf(clusterOf('us'), clusterOf('eu', { topics: controlTopics })),
    type: 'internal_topic',
    rows: [created('us', 'mm2-offset-syncs.eu.internal')],
  },
  {
    name: 'topics that exist are left as they are',
    topology: topologyOf([flowOf({ heartbeats: { emit: true, intervalMs: 1000 } })]),
    snapshot: snapshotOf(
      clusterOf('us', { topics: [topicOf('heartbeats')] }),
      clusterOf('eu', { topics: [...controlTopics, topicOf('heartbeats', { partitions: 4 })] }),
    ),
    type: 'internal_topic',
    rows: [],
  },
]
