// Remote topics: created as their source is, grown with it, and otherwise left alone.

import { flowOf, snapshotOf, clusterOf, topicOf, topologyOf, appliedFlow } from '../fixtures.ts'
import type { RowCase } from '../row-case.ts'

const created = {
  address: 'topic.eu["us.orders"]',
  type: 'topic',
  name: 'us.orders',
  cluster: 'eu',
  flow: 'us-to-eu',
  change: {
    actions: ['create'],
    before: null,
    after: { sourceTopic: 'orders', partitions: 6, replicationFactor: -1, configs: {} },
    after_unknown: {},
    replace_paths: [],
  },
  action_reason: null,
  impact: { records: 0, bytes: 0, groups: [] },
  risk: { level: 'low', reasons: [] },
} as const

export const topicCases: readonly RowCase[] = [
  {
    name: 'a selected topic is created with the partitions of its source',
    snapshot: snapshotOf(clusterOf('us', { topics: [topicOf('orders', { partitions: 6 })] }), clusterOf('eu')),
    type: 'topic',
    rows: [created],
  },
  {
    name: 'a new topic says how many records and bytes the flow will copy into it',
    snapshot: snapshotOf(
      clusterOf('us', { topics: [topicOf('orders', { partitions: 6, earliest: 50, latest: 150, sizeBytes: 4096 })] }),
      clusterOf('eu'),
    ),
    type: 'topic',
    rows: [{ ...created, impact: { records: 600, bytes: 24_576, groups: [] } }],
  },
  {
    name: 'a new topic takes the replication factor of its flow',
    topology: topologyOf([flowOf({ replicationFactor: 2 })]),
    snapshot: snapshotOf(clusterOf('us', { topics: [topicOf('orders', { partitions: 6 })] }), clusterOf('eu')),
    type: 'topic',
    rows: [
      {
        ...created,
        change: { ...created.change, after: { sourceTopic: 'orders', partitions: 6, replicationFactor: 2, configs: {} } },
      },
    ],
  },
  {
    name: 'a new topic takes what is set on its source or dynamically on the brokers, and nothing that is excluded, static or a default',
    snapshot: snapshotOf(
      clusterOf('us', {
        topics: [
          topicOf('orders', {
            partitions: 6,
            configs: { 'retention.ms': '86400000', 'min.insync.replicas': '2' },
            inherited: {
              'max.message.bytes': { value: '2000000', source: 'dynamic_default_broker' },
              'retention.bytes': { value: '1000000', source: 'static_broker' },
            },
          }),
        ],
      }),
      clusterOf('eu'),
    ),
    type: 'topic',
    rows: [
      {
        ...created,
        change: {
          ...created.change,
          after: {
            sourceTopic: 'orders',
            partitions: 6,
            replicationFactor: -1,
            configs: { 'retention.ms': '86400000', 'max.message.bytes': '2000000' },
          },
        },
      },
    ],
  },
  {
    name: 'topics that the filter leaves out, internal topics and topics that would go round are not created',
    topology: topologyOf([flowOf({ topics: { include: ['.*'], exclude: ['.*\\.tmp'] } })]),
    snapshot: snapshotOf(
      clusterOf('us', {
        topics: [topicOf('a.tmp'), topicOf('__consumer_offsets'), topicOf('mm2-x.internal'), topicOf('eu.orders')],
      }),
      clusterOf('eu'),
    ),
    type: 'topic',
    rows: [],
  },
  {
    name: 'a topic is grown to the partitions of its source, with its configs as they are',
    topology: topologyOf([flowOf()]),
    snapshot: snapshotOf(
      clusterOf('us', { topics: [topicOf('orders', { partitions: 6, configs: { 'retention.ms': '1000' } })] }),
      clusterOf('eu', {
        topics: [topicOf('us.orders', { partitions: 4, replicas: 3, configs: { 'retention.ms': '1000' } })],
        control: [appliedFlow(flowOf())],
      }),
    ),
    type: 'topic',
    rows: [
      {
        ...created,
        change: {
          ...created.change,
          actions: ['update'],
          before: { sourceTopic: 'orders', partitions: 4, replicationFactor: 3, configs: { 'retention.ms': '1000' } },
          after: { sourceTopic: 'orders', partitions: 6, replicationFactor: 3, configs: { 'retention.ms': '1000' } },
        },
        action_reason: 'source_has_more_partitions',
        risk: { level: 'medium', reasons: ['new partitions change where keys of other producers land'] },
      },
    ],
  },
  {
    name: 'a topic with more partitions than its source is not made smaller',
    snapshot: snapshotOf(
      clusterOf('us', { topics: [topicOf('orders', { partitions: 2 })] }),
      clusterOf('eu', { topics: [topicOf('us.orders', { partitions: 4 })] }),
    ),
    type: 'topic',
    rows: [],
  },
  {
    name: 'topics of the target that no flow writes to are left alone',
    snapshot: snapshotOf(clusterOf('us'), clusterOf('eu', { topics: [topicOf('us.gone'), topicOf('local')] })),
    type: 'topic',
    rows: [],
  },
  {
    name: 'one plan settles a chain of flows',
    topology: topologyOf([
      flowOf({ topics: { include: ['orders'], exclude: [] } }),
      flowOf({ name: 'eu-to-ap', source: 'eu', target: 'ap', topics: { include: ['us\\..*'], exclude: [] } }),
    ]),
    snapshot: snapshotOf(
      clusterOf('us', { topics: [topicOf('orders', { partitions: 6 })] }),
      clusterOf('eu'),
      clusterOf('ap'),
    ),
    type: 'topic',
    rows: [
      {
        ...created,
        address: 'topic.ap["eu.us.orders"]',
        name: 'eu.us.orders',
        cluster: 'ap',
        flow: 'eu-to-ap',
        change: {
          ...created.change,
          after: { sourceTopic: 'us.orders', partitions: 6, replicationFactor: -1, configs: {} },
        },
      },
      created,
    ],
  },
]
