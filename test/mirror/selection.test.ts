import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  groupSelector,
  type SelectingFlow,
  type TopicVerdict,
  topicSelector,
} from '../../src/mirror/selection.ts'

const flow: SelectingFlow = {
  source: 'us',
  target: 'eu',
  naming: { kind: 'prefix', separator: '.' },
  topics: {
    include: ['orders.*', 'payments', '(?i)audit', 'eu\\..*', '__.*'],
    exclude: ['.*\\.tmp', '.*\\.replica'],
  },
  heartbeats: { emit: true, intervalMs: 1000 },
}

describe('topic selection', () => {
  const rows: [string, Omit<TopicVerdict, 'topic' | 'remoteTopic'>][] = [
    ['orders', { replicated: true, rule: 'included', pattern: 'orders.*' }],
    ['orders.eu', { replicated: true, rule: 'included', pattern: 'orders.*' }],
    ['payments', { replicated: true, rule: 'included', pattern: 'payments' }],
    ['payments2', { replicated: false, rule: 'not_included' }],
    ['my-orders', { replicated: false, rule: 'not_included' }],
    ['AUDIT', { replicated: true, rule: 'included', pattern: '(?i)audit' }],
    ['orders.tmp', { replicated: false, rule: 'excluded', pattern: '.*\\.tmp' }],
    ['users.tmp', { replicated: false, rule: 'excluded', pattern: '.*\\.tmp' }],
    ['eu.orders', { replicated: false, rule: 'cycle' }],
    ['__consumer_offsets', { replicated: false, rule: 'internal' }],
    ['orders.internal', { replicated: true, rule: 'included', pattern: 'orders.*' }],
    ['strait.control.internal', { replicated: false, rule: 'internal' }],
    ['heartbeats', { replicated: true, rule: 'heartbeats' }],
    ['ap.heartbeats', { replicated: true, rule: 'heartbeats' }],
    ['eu.heartbeats', { replicated: false, rule: 'cycle' }],
    [`orders${'x'.repeat(240)}`, { replicated: true, rule: 'included', pattern: 'orders.*' }],
    [`orders${'x'.repeat(241)}`, { replicated: false, rule: 'bad_remote_name' }],
  ]
  for (const [topic, expected] of rows) {
    test(`${topic.slice(0, 40)} is ${expected.rule}`, () => {
      assert.deepEqual(topicSelector(flow)(topic), { topic, remoteTopic: `us.${topic}`, ...expected })
    })
  }

  test('heartbeats obey the filter where none are emitted', () => {
    const select = topicSelector({ ...flow, heartbeats: { emit: false, intervalMs: 1000 } })
    assert.equal(select('heartbeats').rule, 'not_included')
  })

  test('an empty filter selects nothing', () => {
    const select = topicSelector({ ...flow, topics: { include: [], exclude: [] } })
    assert.equal(select('orders').rule, 'not_included')
  })

  test('a template that makes no valid name selects nothing', () => {
    const select = topicSelector({ ...flow, naming: { kind: 'template', template: `\${topic}@\${source}` } })
    assert.deepEqual(select('orders'), {
      topic: 'orders',
      remoteTopic: 'orders@us',
      replicated: false,
      rule: 'bad_remote_name',
    })
  })
})

describe('group selection', () => {
  const select = groupSelector({
    groups: { include: ['.*'], exclude: ['console-consumer-.*', 'connect-.*'] },
  })

  test('a group is in by the pattern that matched', () => {
    assert.deepEqual(select('billing'), {
      groupId: 'billing',
      selected: true,
      rule: 'included',
      pattern: '.*',
    })
  })

  test('exclude wins', () => {
    assert.deepEqual(select('console-consumer-17'), {
      groupId: 'console-consumer-17',
      selected: false,
      rule: 'excluded',
      pattern: 'console-consumer-.*',
    })
  })
})
