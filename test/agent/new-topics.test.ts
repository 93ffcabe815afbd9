import assert from 'node:assert/strict'
import { test } from 'node:test'
import { offsetMapsFrom } from '../../src/mirror/position-records.ts'
import { positionKey, positionsTopic } from '../../src/mirror/positions.ts'
import { applyFlow, until } from './flow-fixture.ts'
import { createSource, openScene, type Scene } from './flow-scene.ts'
import { assertSameRecords, readRecords } from './same-records.ts'

async function append(scene: Scene, topic: string, partition: number, values: readonly string[]) {
  await scene.source.append(
    topic,
    values.map((value) => ({ partition, key: Buffer.from(`key of ${value}`), value: Buffer.from(value) })),
  )
}

/** Resolves once the agent has written down where this partition begins. */
async function begun(scene: Scene, topic: string, partition: number): Promise<void> {
  await until(async () => {
    const positions = offsetMapsFrom(await scene.target.readTopic(positionsTopic))
    return positions.has(positionKey(scene.name, topic, partition))
  })
}

async function valuesOf(scene: Scene, remote: string): Promise<string[][]> {
  const [topic] = await scene.target.topics([remote])
  const values: string[][] = (topic?.partitions ?? []).map(() => [])
  for (const { partition, value } of await scene.target.readTopic(remote)) {
    values[partition]?.push(value?.toString() ?? '')
  }
  return values
}

test('what appears after the start is copied from its first record, with the topic’s configs', async (t) => {
  const scene = await openScene(t)
  await applyFlow(scene, scene.spec)
  const agent = await scene.agent()
  await agent.says(/shards assigned$/)
  const configs = { 'cleanup.policy': 'compact,delete', 'retention.ms': '7654321', 'segment.ms': '3600000' }
  const topic = await createSource(scene, 'late', { partitions: 3, configs })
  for (const partition of [0, 1, 2]) await append(scene, topic, partition, [`a${partition}`, `b${partition}`])
  await agent.copied(6)
  const [copies, originals] = await Promise.all([
    readRecords({ bootstrap: scene.bootstrap.target, topic: scene.remote('late') }, 6),
    readRecords({ bootstrap: scene.bootstrap.source, topic }, 6),
  ])
  assertSameRecords(copies, originals)
  const entries = (await scene.target.topicConfigs([scene.remote('late')])).get(scene.remote('late')) ?? []
  for (const [name, value] of Object.entries(configs)) {
    const entry = entries.find((candidate) => candidate.name === name)
    assert.deepEqual([entry?.value, entry?.source], [value, 'topic'], name)
  }
})

test('a partition that was added is copied from its first record', async (t) => {
  const scene = await openScene(t)
  const topic = await createSource(scene, 'growing')
  await append(scene, topic, 0, ['before'])
  await applyFlow(scene, scene.spec)
  const agent = await scene.agent()
  await agent.copied(1)
  const [grown] = await scene.source.createPartitions([{ name: topic, partitions: 3 }])
  assert.equal(grown?.error, undefined)
  await append(scene, topic, 2, ['third, first', 'third, second'])
  await append(scene, topic, 0, ['after'])
  await append(scene, topic, 1, ['second, first'])
  await agent.copied(5)
  assert.deepEqual(await valuesOf(scene, scene.remote('growing')), [
    ['before', 'after'],
    ['second, first'],
    ['third, first', 'third, second'],
  ])
})

test('with start = "latest" only what was there at the apply begins at its end', async (t) => {
  const scene = await openScene(t, { start: 'latest' })
  const topic = await createSource(scene, 'old')
  await append(scene, topic, 0, ['old'])
  await applyFlow(scene, scene.spec, 'running', { [topic]: 1 })
  const late = await createSource(scene, 'late')
  await append(scene, late, 0, ['late, first'])
  await scene.source.createPartitions([{ name: topic, partitions: 2 }])
  await append(scene, topic, 1, ['new partition, first'])
  const agent = await scene.agent()
  await begun(scene, topic, 0)
  await append(scene, topic, 0, ['new'])
  await agent.copied(3)
  assert.deepEqual(await valuesOf(scene, scene.remote('old')), [['new'], ['new partition, first']])
  assert.deepEqual(await valuesOf(scene, scene.remote('late')), [['late, first']])
})

test('a start at a time begins at the first record that is not older', async (t) => {
  const scene = await openScene(t, { start: { timestampMs: 2_000 } })
  // Records of 1970 outlive the test only without retention.
  const topic = await createSource(scene, 'dated', { configs: { 'retention.ms': '-1' } })
  const at = (timestampMs: number) => ({
    partition: 0,
    key: null,
    value: Buffer.from(`at ${timestampMs}`),
    timestampMs,
  })
  // One batch: the start lies inside it.
  await scene.source.append(topic, [1_000, 1_999, 2_000, 3_000].map(at))
  await scene.source.append(topic, [at(4_000)])
  await applyFlow(scene, scene.spec)
  const agent = await scene.agent()
  await agent.copied(3)
  assert.deepEqual(await valuesOf(scene, scene.remote('dated')), [['at 2000', 'at 3000', 'at 4000']])
})
