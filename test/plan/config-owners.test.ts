// Three ways to look at a config, and what is left alone: by key, with who decides.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makePlan } from '../../src/plan/make-plan.ts'
import { sameConfig } from '../../src/plan/planned-configs.ts'
import { defaultConfigExcludes } from '../../src/topology/defaults.ts'
import {
  clusterOf,
  commit,
  context,
  flowOf,
  groupOf,
  readAcl,
  snapshotOf,
  topicOf,
  topologyOf,
} from './fixtures.ts'

const source = topicOf('orders', {
  configs: {
    'retention.ms': '1000',
    'min.insync.replicas': '2',
    'segment.bytes': '5',
    'max.message.bytes': '10',
  },
})
const target = topicOf('us.orders', { configs: { 'segment.bytes': '7', 'max.message.bytes': '10' } })

function planWith(configs: { sync: boolean; exclude: string[] }) {
  const flow = flowOf({ configs, acls: { sync: true } })
  const eu = clusterOf('eu', {
    topics: [target],
    groups: [
      groupOf('billing', []),
      groupOf('theirs', [commit('local', 0, 1)]),
      { ...groupOf('strait.us-to-eu', []), protocolType: 'strait' },
    ],
    acls: [readAcl('local', 'User:b'), readAcl('us.orders', 'User:a')],
  })
  const us = clusterOf('us', {
    topics: [source],
    groups: [groupOf('billing', [commit('orders', 0, 0)])],
    acls: [readAcl('orders', 'User:a')],
  })
  return makePlan(topologyOf([flow]), snapshotOf(us, eu), context)
}

test('every key that differs names its owner: the source, the target, or what git says', () => {
  const plan = planWith({ sync: true, exclude: ['segment\\.bytes', ...defaultConfigExcludes] })
  const row = plan.resource_changes.find(({ type }) => type === 'topic_config')
  assert.ok(row?.type === 'topic_config')
  assert.deepEqual(row.impact.keys, {
    'min.insync.replicas': { source: '2', target: '1', owner: 'target' },
    'retention.ms': { source: '1000', target: '604800000', owner: 'source' },
    'segment.bytes': { source: '5', target: '7', owner: 'git' },
  })
  assert.deepEqual(row.change.after?.configs, {
    'max.message.bytes': '10',
    'retention.ms': '1000',
    'segment.bytes': '7',
  })
})

test('what no flow decides on a target is counted, without the agents’ own group', () => {
  assert.deepEqual(planWith({ sync: false, exclude: [] }).summary.left_alone, {
    eu: { config_keys: 3, acls: 1, groups: 1 },
  })
})

const alike: readonly (readonly [name: string, one: string, other: string])[] = [
  ['min.cleanable.dirty.ratio', '0.5', '0.50'],
  ['min.cleanable.dirty.ratio', '.5', '0.5'],
  ['retention.ms', '604800000', ' 604800000'],
  ['retention.ms', '9223372036854775807', '+9223372036854775807'],
  ['preallocate', 'false', 'FALSE'],
  ['cleanup.policy', 'compact,delete', 'delete, compact'],
]

test('values that mean the same are the same, however they were typed', () => {
  for (const [name, one, other] of alike) assert.ok(sameConfig(name, one, other), `${one} and ${other}`)
  assert.ok(!sameConfig('retention.ms', '9223372036854775807', '9223372036854775806'))
  assert.ok(!sameConfig('compression.type', 'lz4', 'zstd'))
})
