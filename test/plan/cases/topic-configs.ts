// Configs of remote topics that exist: the source's where it has any, the target's own where the flow excludes
// them, compared by what applies in the end.

import { clusterOf, flowOf, snapshotOf, topicOf, type TopicFacts, topologyOf } from '../fixtures.ts'
import type { RowCase } from '../row-case.ts'

function pair(source: TopicFacts, target: TopicFacts) {
  return snapshotOf(
    clusterOf('us', { topics: [topicOf('orders', source)] }),
    clusterOf('eu', { topics: [topicOf('us.orders', target)] }),
  )
}

interface Changed {
  readonly before: Readonly<Record<string, string>>
  readonly after: Readonly<Record<string, string>>
  readonly targetOnly?: readonly string[]
  readonly risk?: unknown
}

function updated({ before, after, targetOnly = [], risk = { level: 'low', reasons: [] } }: Changed) {
  return {
    address: 'topic_config.eu["us.orders"]',
    type: 'topic_config',
    name: 'us.orders',
    cluster: 'eu',
    flow: 'us-to-eu',
    change: {
      actions: ['update'],
      before: { configs: before },
      after: { configs: after },
      after_unknown: {},
      replace_paths: [],
    },
    action_reason: 'source_differs',
    impact: { groups: [], target_only: targetOnly },
    risk,
  }
}

export const topicConfigCases: readonly RowCase[] = [
  {
    name: 'a config that is set on the source is set on the target, beside those that are equal',
    snapshot: pair(
      { configs: { 'max.message.bytes': '2000000', 'retention.bytes': '5' } },
      { configs: { 'retention.bytes': '5' } },
    ),
    type: 'topic_config',
    rows: [
      updated({
        before: { 'retention.bytes': '5' },
        after: { 'max.message.bytes': '2000000', 'retention.bytes': '5' },
      }),
    ],
  },
  {
    name: 'a shorter retention is a high risk',
    snapshot: pair({ configs: { 'retention.ms': '3600000' } }, { configs: { 'retention.ms': '86400000' } }),
    type: 'topic_config',
    rows: [
      updated({
        before: { 'retention.ms': '86400000' },
        after: { 'retention.ms': '3600000' },
        risk: { level: 'high', reasons: ['brokers delete records that retention.ms no longer keeps'] },
      }),
    ],
  },
  {
    name: 'a config that only the target sets is unset where that is opted in',
    topology: { ...topologyOf(), deletes: { configs: true } },
    snapshot: pair({}, { configs: { 'max.message.bytes': '3000000' } }),
    type: 'topic_config',
    rows: [updated({ before: { 'max.message.bytes': '3000000' }, after: {}, targetOnly: ['max.message.bytes'] })],
  },
  {
    name: 'a config that only the target sets stays when it is what the source has by default',
    snapshot: pair({}, { configs: { 'retention.ms': '604800000' } }),
    type: 'topic_config',
    rows: [],
  },
  {
    name: 'a config that is set on the source to what applies on the target anyway is no change',
    snapshot: pair({ configs: { 'retention.ms': '604800000' } }, {}),
    type: 'topic_config',
    rows: [],
  },
  {
    name: 'a value that the source takes from its brokers at run time is set on the target',
    snapshot: pair({ inherited: { 'max.message.bytes': { value: '2000000', source: 'dynamic_broker' } } }, {}),
    type: 'topic_config',
    rows: [updated({ before: {}, after: { 'max.message.bytes': '2000000' } })],
  },
  {
    name: "a value from a broker's own file is neither set nor unset",
    snapshot: pair(
      { inherited: { 'max.message.bytes': { value: '2000000', source: 'static_broker' } } },
      { configs: { 'max.message.bytes': '3000000' } },
    ),
    type: 'topic_config',
    rows: [],
  },
  {
    name: "an excluded config is the target's own, set or not",
    snapshot: pair(
      { configs: { 'message.timestamp.type': 'LogAppendTime' } },
      { configs: { 'min.insync.replicas': '2' } },
    ),
    type: 'topic_config',
    rows: [],
  },
  {
    name: 'the order of cleanup policies is no difference',
    snapshot: pair(
      { configs: { 'cleanup.policy': 'compact,delete' } },
      { configs: { 'cleanup.policy': 'delete, compact' } },
    ),
    type: 'topic_config',
    rows: [],
  },
  {
    name: 'configs that are not synced are not compared',
    topology: topologyOf([flowOf({ configs: { sync: false, exclude: [] } })]),
    snapshot: pair({ configs: { 'retention.ms': '1' } }, { configs: { 'max.message.bytes': '2' } }),
    type: 'topic_config',
    rows: [],
  },
]
