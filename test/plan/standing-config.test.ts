// What one config of a copy is, and whose, whether or not anything of the copy changes.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explainStanding } from '../../src/cli/explain-standing.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { foresee } from '../../src/plan/routes.ts'
import { standingConfigs } from '../../src/plan/standing-config.ts'
import { viewOf } from '../../src/plan/view.ts'
import { clusterOf, context, controlTopics, flowOf, snapshotOf, topicOf, topologyOf } from './fixtures.ts'

const topology = topologyOf([
  flowOf({
    configs: { sync: true, exclude: ['min\\.insync\\.replicas', 'segment\\.bytes'] },
    lifecycle: { protect: false, drift: 'report' },
  }),
])
const snapshot = snapshotOf(
  clusterOf('us', {
    topics: [topicOf('orders', { configs: { 'retention.ms': '7', 'segment.bytes': '5' } })],
  }),
  clusterOf('eu', {
    topics: [
      ...controlTopics,
      topicOf('us.orders', {
        configs: { 'retention.ms': '7', 'min.insync.replicas': '2', 'max.message.bytes': '9' },
      }),
    ],
  }),
)
const outlook = foresee(viewOf(topology, snapshot))
const copy = { flow: 'us-to-eu', name: 'us.orders' }

test('a config is told with its value, with that of the source, and with who decides it', () => {
  const configs = standingConfigs(outlook, copy)
  const set = { isSet: true, kept: undefined }
  assert.deepEqual(configs?.get('retention.ms'), { ...set, value: '7', onSource: '7', owner: 'source' })
  assert.deepEqual(configs?.get('min.insync.replicas'), {
    ...set,
    value: '2',
    onSource: '1',
    owner: 'target',
  })
  assert.deepEqual(configs?.get('segment.bytes'), {
    value: null,
    isSet: false,
    kept: undefined,
    onSource: '5',
    owner: 'git',
  })
  assert.equal(configs?.get('max.message.bytes')?.kept, 'report')
  assert.equal(standingConfigs(outlook, { ...copy, name: 'us.gone' }), undefined)
})

test('explain answers the key that was asked for, and says where there is no such key', () => {
  const plan = makePlan(topology, snapshot, context)
  const owner = { address: 'topic_config.eu["us.orders"]', type: 'topic_config', ...copy } as const
  assert.deepEqual(explainStanding(owner, 'configs.retention.ms', { plan, outlook }), {
    title: 'topic_config.eu["us.orders"].configs.retention.ms',
    facts: [
      ['what', 'nothing changes for topic_config.eu["us.orders"].configs.retention.ms'],
      ['value', '"7", set on the topic'],
      ['from', 'the source: 7 on us'],
      ['managed', 'by flow.us-to-eu'],
    ],
  })
  const { facts } = explainStanding(owner, 'configs.max.message.bytes', { plan, outlook })
  assert.deepEqual(facts[3], ['because', 'somebody changed it, and it is left so (drift = "report")'])
  assert.throws(() => explainStanding(owner, 'configs.retention.m', { plan, outlook }), {
    code: 'ST550',
    message: 'topic_config.eu["us.orders"] has no config retention.m. Did you mean retention.ms?',
  })
  assert.throws(() => explainStanding(owner, 'colour', { plan, outlook }), {
    code: 'ST550',
    message: /has no value colour .* as topic_config\.eu\["us\.orders"\]\.configs\.retention\.ms\.$/,
  })
})
