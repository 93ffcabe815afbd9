// A plan with every kind of row, in the order that plans have, for one cluster `eu` with an authorizer.

import type { Plan } from '../../src/plan/plan-file.ts'
import { controlRow, flowSpec, planOf, row } from './rows.ts'

export const acl = {
  resourceType: 'topic',
  resourceName: 'us.orders',
  patternType: 'literal',
  principal: 'User:billing',
  host: '*',
  operation: 'read',
  permission: 'allow',
} as const

const none = { sourceTopic: 'x', replicationFactor: 1, configs: {} }
const offset = { topic: 'grows', partition: 0, offset: 0, metadata: 'moved' }

/** Expects the topic `grows` with 2 partitions and `retention.ms` and `segment.bytes` set. */
export const everything: Plan = planOf([
  controlRow,
  row('internal_topic', {
    name: 'strait.positions.internal',
    flow: null,
    after: { partitions: 1, replicationFactor: 1, configs: { 'cleanup.policy': 'compact' } },
  }),
  row('topic', { name: 'grows', before: { ...none, partitions: 2 }, after: { ...none, partitions: 4 } }),
  row('topic', {
    name: 'us.orders',
    after: { ...none, partitions: 3, configs: { 'max.message.bytes': '2000000' } },
  }),
  row('topic', { name: 'us.payments', after: { ...none, partitions: 1 } }),
  row('topic_config', {
    name: 'grows',
    before: { configs: { 'retention.ms': '1000000', 'segment.bytes': '2000000' } },
    after: { configs: { 'retention.ms': '2000000' } },
  }),
  row('acl', { name: 'acl', after: acl }),
  row('flow', {
    name: 'us-to-eu',
    address: 'flow.us-to-eu',
    after: flowSpec(),
    initial_topics: { orders: 3 },
  }),
  row('group_offset', { name: 'billing', after: { offsets: [offset] } }),
])

/** The topic that the plan expects. */
export const grows = {
  name: 'grows',
  partitions: 2,
  replicationFactor: 1,
  configs: { 'retention.ms': '1000000', 'segment.bytes': '2000000' },
}
