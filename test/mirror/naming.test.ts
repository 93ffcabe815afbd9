import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  checkpointsTopic,
  isCheckpointsTopic,
  isCycle,
  isHeartbeatsTopic,
  isInternalTopic,
  type NamedFlow,
  offsetSyncsTopic,
  originalTopic,
  remoteTopic,
  topicSource,
  upstreamTopic,
} from '../../src/mirror/naming.ts'

const prefix: NamedFlow = { source: 'us', target: 'eu', naming: { kind: 'prefix', separator: '.' } }
const under: NamedFlow = { ...prefix, naming: { kind: 'prefix', separator: '__' } }
const identity: NamedFlow = { ...prefix, naming: { kind: 'identity' } }
const template: NamedFlow = { ...prefix, naming: { kind: 'template', template: `\${topic}.of.\${source}` } }
const plainTemplate: NamedFlow = { ...prefix, naming: { kind: 'template', template: `copy-\${topic}` } }

describe('remote topic names', () => {
  const rows: [string, NamedFlow, string, string][] = [
    ['prefix', prefix, 'orders', 'us.orders'],
    ['prefix', prefix, 'heartbeats', 'us.heartbeats'],
    ['prefix, another separator', under, 'orders', 'us__orders'],
    ['identity', identity, 'orders', 'orders'],
    ['identity', identity, 'heartbeats', 'us.heartbeats'],
    ['identity, as MM2 does', identity, 'my-heartbeats', 'us.my-heartbeats'],
    ['template', template, 'orders', 'orders.of.us'],
    ['template', template, 'heartbeats', 'us.heartbeats'],
    ['template', template, 'my-heartbeats', 'my-heartbeats.of.us'],
    ['template, text that looks like a replacement', template, '$&', '$&.of.us'],
    ['template without source', plainTemplate, 'orders', 'copy-orders'],
  ]
  for (const [name, flow, topic, expected] of rows) {
    test(`${name}: ${topic} is called ${expected}`, () => assert.equal(remoteTopic(flow, topic), expected))
  }
})

describe('where a name says that a topic came from', () => {
  const rows: [string, NamedFlow, string, string | undefined, string | undefined, string][] = [
    ['prefix', prefix, 'us.orders', 'us', 'orders', 'orders'],
    ['prefix', prefix, 'us.ap.orders', 'us', 'ap.orders', 'orders'],
    ['prefix', prefix, 'orders', undefined, undefined, 'orders'],
    ['prefix', prefix, 'us.', undefined, undefined, 'us.'],
    ['prefix', prefix, 'us..', undefined, undefined, 'us..'],
    ['prefix', prefix, '.x', '', 'x', 'x'],
    ['prefix, a local topic with a dot', prefix, 'foo.bar', 'foo', 'bar', 'bar'],
    ['another separator', under, 'us__a.b', 'us', 'a.b', 'a.b'],
    ['identity', identity, 'orders', 'us', 'orders', 'orders'],
    ['identity', identity, 'us.heartbeats', 'us', 'heartbeats', 'heartbeats'],
    ['template', template, 'orders.of.us', 'us', 'orders', 'orders'],
    ['template', template, 'orders.of.ap.of.us', 'us', 'orders.of.ap', 'orders'],
    ['template', template, 'orders', undefined, undefined, 'orders'],
    ['template without source', plainTemplate, 'copy-orders', 'us', 'orders', 'orders'],
    ['template without source', plainTemplate, 'orders', undefined, undefined, 'orders'],
  ]
  for (const [name, flow, topic, source, upstream, original] of rows) {
    test(`${name}: ${topic}`, () => {
      assert.equal(topicSource(flow, topic), source)
      assert.equal(upstreamTopic(flow, topic), upstream)
      assert.equal(originalTopic(flow, topic), original)
    })
  }

  test('a template that names its source twice means the same cluster', () => {
    const twice: NamedFlow = {
      ...prefix,
      naming: { kind: 'template', template: `\${source}-\${topic}-\${source}` },
    }
    assert.equal(topicSource(twice, 'ap-orders-ap'), 'ap')
    assert.equal(topicSource(twice, 'ap-orders-us'), undefined)
  })

  test("a cluster whose name holds the template's own text is found by its flow", () => {
    const flow: NamedFlow = {
      source: 'us_west',
      target: 'eu_north',
      naming: { kind: 'template', template: `\${source}_\${topic}` },
    }
    assert.equal(topicSource(flow, 'us_west_orders'), 'us_west')
    assert.equal(isCycle(flow, 'eu_north_orders'), true)
  })
})

describe('cycles', () => {
  const rows: [NamedFlow, string, boolean][] = [
    [prefix, 'orders', false],
    [prefix, 'eu.orders', true],
    [prefix, 'ap.eu.orders', true],
    [prefix, 'ap.orders', false],
    [prefix, 'eu', false],
    [identity, 'eu.orders', false],
    [identity, 'eu.heartbeats', true],
    [template, 'orders.of.eu', true],
    [template, 'orders.of.eu.of.ap', true],
    [template, 'orders.of.ap', false],
    [plainTemplate, 'copy-copy-orders', false],
  ]
  for (const [flow, topic, expected] of rows) {
    test(`${flow.naming.kind}: ${topic} ${expected ? 'goes round' : 'does not go round'}`, () => {
      assert.equal(isCycle(flow, topic), expected)
    })
  }
})

describe("topics of the system's own", () => {
  const internal: [NamedFlow, string, boolean][] = [
    [prefix, '__consumer_offsets', true],
    [prefix, '.hidden', true],
    [prefix, 'us.checkpoints.internal', true],
    [under, 'us__checkpoints__internal', true],
    [prefix, 'mm2-offset-syncs.eu.internal', true],
    [under, 'mm2-offset-syncs__eu__internal', true],
    [under, 'mm2-offsets.us.internal', true],
    [identity, 'mm2-offsets.us.internal', true],
    [prefix, 'strait.control.internal', true],
    [under, 'strait.positions.internal', true],
    [prefix, 'orders.internal', false],
    [prefix, 'connect-offsets-internal', false],
    [prefix, 'mm2-notes', false],
    [prefix, 'strait.orders', false],
    [prefix, 'internal.orders', false],
  ]
  for (const [flow, topic, expected] of internal) {
    test(`${topic} is ${expected ? '' : 'not '}internal`, () => {
      assert.equal(isInternalTopic(flow, topic), expected)
    })
  }

  test("MM2's topics take the separator of the naming, and the alias of the other cluster", () => {
    assert.equal(checkpointsTopic(prefix), 'us.checkpoints.internal')
    assert.equal(checkpointsTopic(under), 'us__checkpoints__internal')
    assert.equal(checkpointsTopic(identity), 'us.checkpoints.internal')
    assert.equal(checkpointsTopic(template), 'us.checkpoints.internal')
    assert.equal(offsetSyncsTopic(prefix, 'source'), 'mm2-offset-syncs.eu.internal')
    assert.equal(offsetSyncsTopic(prefix, 'target'), 'mm2-offset-syncs.us.internal')
    assert.equal(offsetSyncsTopic(under, 'source'), 'mm2-offset-syncs__eu__internal')
    assert.equal(isCheckpointsTopic(prefix, 'ap.checkpoints.internal'), true)
    assert.equal(isCheckpointsTopic(under, 'ap.checkpoints.internal'), false)
  })

  test('heartbeats are recognised after every hop, and nothing else is', () => {
    assert.equal(isHeartbeatsTopic(prefix, 'heartbeats'), true)
    assert.equal(isHeartbeatsTopic(prefix, 'us.ap.heartbeats'), true)
    assert.equal(isHeartbeatsTopic(identity, 'us.heartbeats'), true)
    assert.equal(isHeartbeatsTopic(template, 'us.heartbeats'), true)
    assert.equal(isHeartbeatsTopic(prefix, 'my-heartbeats'), false)
  })
})
