import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyFlow, until } from './flow-fixture.ts'
import { createSource, gapsOnceThere, openScene, type Scene } from './flow-scene.ts'
import { rewindPosition } from './late-position.ts'
import { send, transactionalProducer } from './transactional-load.ts'

async function append(scene: Scene, topic: string, partition: number, values: readonly string[]) {
  for (const value of values) {
    await scene.source.append(topic, [{ partition, key: null, value: Buffer.from(value) }])
  }
}

async function deleteBefore(scene: Scene, topic: string, offset: number): Promise<void> {
  const admin = await scene.admin('source')
  // Makes kafkajs read the topic's metadata, which it needs and does not fetch by itself.
  await admin.fetchTopicOffsets(topic)
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: `${offset}` }] })
}

async function copied(scene: Scene, word: string): Promise<string[]> {
  const records = await scene.target.readTopic(scene.remote(word))
  return records.map(({ partition, value }) => `${partition} ${value}`).sort()
}

/** Two records of partition 0 are copied, three more come while no agent runs, and the first two of them go. */
async function overtaken(scene: Scene): Promise<string> {
  const topic = await createSource(scene, 'orders', { partitions: 2 })
  await append(scene, topic, 0, ['a', 'b'])
  await applyFlow(scene, scene.spec)
  const agent = await scene.agent()
  await agent.copied(2)
  await agent.stop()
  await append(scene, topic, 0, ['c', 'd', 'e'])
  await append(scene, topic, 1, ['beside'])
  await deleteBefore(scene, topic, 4)
  return topic
}

test('records that the source deleted before they were copied halt their partition, with the range', async (t) => {
  const scene = await openScene(t)
  const topic = await overtaken(scene)
  const agent = await scene.agent()
  const { facts, message } = await agent.says(/^partition halted/)
  assert.deepEqual([facts['code'], facts['partition']], ['ST520', 0])
  assert.match(message, /the source deleted offsets 2–3 before they were copied/)
  assert.match(message, /set on_gap = "record" and apply/)
  await agent.copied(1)
  assert.deepEqual(await copied(scene, 'orders'), ['0 a', '0 b', '1 beside'])
  const [gap] = await gapsOnceThere(scene, 1)
  assert.deepEqual(
    [gap?.topic, gap?.partition, gap?.start, gap?.end, gap?.action],
    [topic, 0, 2, 4, 'halted'],
  )
})

test('with on_gap = "record" the range is written down and the copy goes on behind it', async (t) => {
  const scene = await openScene(t)
  const topic = await overtaken(scene)
  const halted = await scene.agent()
  await halted.says(/^partition halted/)
  await gapsOnceThere(scene, 1)
  // The running agent follows what is applied.
  await applyFlow(scene, { ...scene.spec, onGap: 'record' })
  await halted.says(/^gap recorded/)
  await append(scene, topic, 0, ['f'])
  await until(async () => (await copied(scene, 'orders')).length >= 5, { state: () => halted.figures })
  assert.deepEqual(await copied(scene, 'orders'), ['0 a', '0 b', '0 e', '0 f', '1 beside'])
  const [gap, ...others] = await scene.gaps()
  assert.deepEqual([gap?.start, gap?.end, gap?.action, others], [2, 4, 'recorded', []])
})

for (const { onGap, says, goesOn } of [
  { onGap: 'halt', says: /^partition halted: .*the source deleted offsets 1–2/, goesOn: false },
  { onGap: 'record', says: /^gap recorded/, goesOn: true },
] as const) {
  test(`deletion under a running agent is met the same way (on_gap = "${onGap}")`, async (t) => {
    const scene = await openScene(t, { onGap })
    const topic = await createSource(scene, 'orders', { partitions: 2 })
    await append(scene, topic, 0, ['a'])
    await applyFlow(scene, scene.spec)
    const agent = await scene.agent()
    await agent.copied(1)
    // An open transaction keeps the agent before offset 1 while the log is cut behind it.
    const open = await (await transactionalProducer(t, scene.bootstrap.source)).transaction()
    await send(open, { topic, values: ['open'] })
    await append(scene, topic, 0, ['hidden', 'behind'])
    await deleteBefore(scene, topic, 3)
    await agent.says(says)
    const [gap] = await gapsOnceThere(scene, 1)
    assert.deepEqual([gap?.start, gap?.end, gap?.action], [1, 3, goesOn ? 'recorded' : 'halted'])
    await open.commit()
    await append(scene, topic, 1, ['beside'])
    await agent.copied(goesOn ? 3 : 2)
    assert.deepEqual(
      await copied(scene, 'orders'),
      goesOn ? ['0 a', '0 behind', '1 beside'] : ['0 a', '1 beside'],
    )
  })
}

for (const { name, before, gap } of [
  { name: 'some of what was copied', before: 2, gap: [] },
  { name: 'all of what was copied', before: 3, gap: [] },
  { name: 'more than was copied', before: 4, gap: [[3, 4, 'recorded']] },
]) {
  test(`${name}, deleted behind the position of a killed agent, is known to be there`, async (t) => {
    const scene = await openScene(t, { onGap: 'record' })
    const topic = await createSource(scene, 'orders')
    await applyFlow(scene, scene.spec)
    const killed = await scene.agent()
    await append(scene, topic, 0, ['a', 'b', 'c'])
    await killed.copied(3)
    await killed.stop()
    await rewindPosition(scene, topic)
    await append(scene, topic, 0, ['d', 'e'])
    await deleteBefore(scene, topic, before)
    const next = await scene.agent()
    await next.copied(5 - Math.max(3, before))
    const left = gap.length === 0 ? ['0 d', '0 e'] : ['0 e']
    assert.deepEqual(await copied(scene, 'orders'), ['0 a', '0 b', '0 c', ...left])
    const gaps = await scene.gaps()
    assert.deepEqual(
      gaps.map(({ start, end, action }) => [start, end, action]),
      gap,
    )
  })
}
