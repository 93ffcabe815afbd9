import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NewRecord } from '../../src/kafka/cluster.ts'
import { applyFlow, createTopics } from './flow-fixture.ts'
import { createSource, gapsOnceThere, openScene } from './flow-scene.ts'

const hourMs = 3_600_000

function record(value: string, change: Partial<NewRecord> = {}): NewRecord {
  return { partition: 0, key: Buffer.from('key'), value: Buffer.from(value), ...change }
}

interface Case {
  readonly name: string
  /** Of the remote topic, made before the flow starts: stricter than the source. */
  readonly remoteConfigs: Record<string, string>
  readonly sourceConfigs?: Record<string, string>
  readonly refused: readonly NewRecord[]
  readonly reason: RegExp
}

const cases: Case[] = [
  {
    name: 'a batch larger than the remote topic takes',
    remoteConfigs: { 'max.message.bytes': '2000' },
    refused: [record('x'.repeat(3_000))],
    reason: /larger than the target topic allows \(max\.message\.bytes, segment\.bytes\)/,
  },
  {
    name: 'a record too far in the future for the remote topic',
    sourceConfigs: { 'message.timestamp.after.max.ms': `${100 * hourMs}` },
    remoteConfigs: { 'message.timestamp.after.max.ms': `${hourMs}` },
    refused: [record('later', { timestampMs: Date.now() + 2 * hourMs })],
    reason: /timestamp lies outside the target topic's window/,
  },
  {
    name: 'a record too old for the remote topic',
    remoteConfigs: { 'message.timestamp.before.max.ms': `${hourMs}` },
    refused: [record('in time'), record('earlier', { timestampMs: Date.now() - 2 * hourMs })],
    reason: /timestamp lies outside the target topic's window/,
  },
  {
    name: 'a record without a key for a compacted remote topic',
    remoteConfigs: { 'cleanup.policy': 'compact' },
    refused: [record('keyed'), record('without key', { key: null })],
    reason: /a compacted topic wants keys/,
  },
]

for (const { name, remoteConfigs, sourceConfigs = {}, refused, reason } of cases) {
  test(`${name} halts its partition alone, with a durable gap entry`, async (t) => {
    const scene = await openScene(t)
    const topic = await createSource(scene, 'orders', { partitions: 2, configs: sourceConfigs })
    const remote = scene.remote('orders')
    await createTopics(scene.target, [
      { name: remote, partitions: 2, replicationFactor: -1, configs: remoteConfigs },
    ])
    const good = ['before 1', 'before 2', 'before 3'].map((value) => record(value))
    for (const one of good) await scene.source.append(topic, [one])
    await scene.source.append(topic, refused)
    for (const value of ['behind 1', 'behind 2']) await scene.source.append(topic, [record(value)])
    await applyFlow(scene, scene.spec)
    const agent = await scene.agent()
    const said = await agent.says(/^partition halted/)
    assert.deepEqual(
      { code: said.facts['code'], topic: said.facts['topic'], partition: said.facts['partition'] },
      { code: 'ST518', topic, partition: 0 },
    )
    const [gap, ...others] = await gapsOnceThere(scene, 1)
    assert.deepEqual(others, [])
    assert.ok(gap !== undefined)
    const end = 3 + refused.length
    assert.deepEqual(
      { partition: gap.partition, start: gap.start, end: gap.end, action: gap.action },
      { partition: 0, start: 3, end, action: 'halted' },
    )
    assert.match(gap.reason, new RegExp(`source offsets 3–${end - 1}`))
    assert.match(gap.reason, reason)
    for (const value of ['beside 1', 'beside 2']) {
      await scene.source.append(topic, [record(value, { partition: 1 })])
    }
    await agent.copied(5)
    assert.equal(agent.figures?.halted, 1)
    const copies = await scene.target.readTopic(remote)
    assert.deepEqual(copies.map(({ partition, value }) => `${partition} ${value}`).sort(), [
      '0 before 1',
      '0 before 2',
      '0 before 3',
      '1 beside 1',
      '1 beside 2',
    ])
  })
}

test('a halted partition goes on where it stood once the target takes the batch, after a restart', async (t) => {
  const scene = await openScene(t)
  const topic = await createSource(scene, 'orders')
  const remote = scene.remote('orders')
  const configs = { 'max.message.bytes': '2000' }
  await createTopics(scene.target, [{ name: remote, partitions: 1, replicationFactor: -1, configs }])
  for (const value of ['before', 'x'.repeat(3_000), 'behind'])
    await scene.source.append(topic, [record(value)])
  await applyFlow(scene, scene.spec)
  const first = await scene.agent()
  await first.says(/^partition halted/)
  await first.stop()
  const second = await scene.agent()
  await second.says(/^partition halted/)
  assert.equal((await scene.target.readTopic(remote)).length, 1)
  await second.stop()
  await scene.target.alterTopicConfigs([{ topic: remote, set: { 'max.message.bytes': '9000' }, unset: [] }])
  const third = await scene.agent()
  await third.copied(2)
  const copies = await scene.target.readTopic(remote)
  assert.deepEqual(
    copies.map(({ value }) => `${value}`),
    ['before', 'x'.repeat(3_000), 'behind'],
  )
  assert.equal((await scene.gaps()).length, 1, 'the same gap is one entry')
})

test('once the remote topic takes the batch, the copy goes on at it and its halt is over', async (t) => {
  const scene = await openScene(t)
  const topic = await createSource(scene, 'orders')
  const remote = scene.remote('orders')
  const configs = { 'max.message.bytes': '2000' }
  await createTopics(scene.target, [{ name: remote, partitions: 1, replicationFactor: -1, configs }])
  for (const value of ['before', 'x'.repeat(3_000), 'behind'])
    await scene.source.append(topic, [record(value)])
  await applyFlow(scene, scene.spec)
  const agent = await scene.agent()
  await gapsOnceThere(scene, 1)
  await agent.stop()
  await scene.target.alterTopicConfigs([
    { topic: remote, set: { 'max.message.bytes': '1000000' }, unset: [] },
  ])
  const next = await scene.agent()
  await next.says(/is copied again: its halt is over$/)
  assert.deepEqual(await scene.gaps(), [])
  const sizes = (await scene.target.readTopic(remote)).map(({ value }) => value?.length)
  assert.deepEqual(sizes, [6, 3_000, 6])
})
