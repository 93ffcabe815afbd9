import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readSnapshot } from '../../src/live/read-snapshot.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { context } from '../plan/fixtures.ts'
import { applyFlow, until } from './flow-fixture.ts'
import { createSource, gapsOnceThere, type ObservedAgent, openScene, type Scene } from './flow-scene.ts'

async function append(scene: Scene, side: 'source' | 'target', topic: string, values: readonly string[]) {
  await scene[side].append(
    topic,
    values.map((value) => ({ partition: 0, key: null, value: Buffer.from(value) })),
  )
}

async function valuesOf(scene: Scene, remote: string): Promise<string[]> {
  return (await scene.target.readTopic(remote)).map(({ value }) => `${value}`)
}

async function remove(scene: Scene, side: 'source' | 'target', topic: string): Promise<void> {
  const admin = await scene.admin(side)
  const [before] = await scene[side].topics([topic])
  await admin.deleteTopics({ topics: [topic] })
  await until(async () => (await scene[side].topics([topic]))[0]?.id !== before?.id)
}

/** Deleted, and there again with as many records as before. */
async function recreate(scene: Scene, side: 'source' | 'target', topic: string): Promise<void> {
  await remove(scene, side, topic)
  const again = { name: topic, partitions: 1, replicationFactor: -1, configs: {} }
  const [created] = await scene[side].createTopics([again])
  assert.equal(created?.error, undefined, 'nobody else made it anew')
}

/** Three records copied, of the topic that is meant and of one beside it. */
async function running(scene: Scene): Promise<{ agent: ObservedAgent; topic: string; beside: string }> {
  const topic = await createSource(scene, 'orders')
  const beside = await createSource(scene, 'beside')
  await append(scene, 'source', topic, ['a', 'b'])
  await append(scene, 'source', beside, ['c'])
  await applyFlow(scene, scene.spec)
  const agent = await scene.agent()
  await agent.copied(3)
  return { agent, topic, beside }
}

async function assertHalted(
  scene: Scene,
  agent: ObservedAgent,
  expected: { code: string; says: RegExp },
): Promise<void> {
  const { facts, message } = await agent.says(/^partition halted/)
  assert.deepEqual([facts['code'], facts['topic']], [expected.code, scene.topic('orders')])
  assert.match(message, expected.says)
  const [gap] = await gapsOnceThere(scene, 1)
  assert.deepEqual([gap?.topic, gap?.action, gap?.start], [scene.topic('orders'), 'halted', 2])
}

/** The other topic of the flow still gets its records, and only those. */
async function assertGoesOnBeside(scene: Scene, agent: ObservedAgent): Promise<void> {
  const before = (await valuesOf(scene, scene.remote('beside'))).length
  await append(scene, 'source', scene.topic('beside'), ['and on'])
  await until(async () => (await valuesOf(scene, scene.remote('beside'))).length === before + 1, {
    state: () => agent.figures,
  })
  assert.equal(agent.figures?.halted, 1)
}

/** A group's commit on the new topic means none of the records that were copied of the former one. */
async function assertFollowsNoGroup(scene: Scene, topic: string, beside: string): Promise<void> {
  const [late, marker] = [scene.topic('late'), scene.topic('marker')]
  const place = { partition: 0, offset: 1, metadata: '' }
  await scene.source.commitOffsets(late, [{ topic, ...place }])
  // A round that sees this commit sees the one before it too.
  await scene.source.commitOffsets(marker, [{ topic: beside, ...place }])
  const onTarget = async (group: string) => (await scene.target.committedOffsets([group])).get(group) ?? []
  await until(async () => (await onTarget(marker)).length === 1)
  assert.deepEqual(await onTarget(late), [])
}

/** Nor does a plan move one, and it says why. */
async function assertPlansNoMove(scene: Scene): Promise<void> {
  const clusters = new Map([
    ['us', scene.source],
    ['eu', scene.target],
  ])
  const { topology } = scene
  const plan = makePlan(topology, await readSnapshot({ topology, clusters, nowMs: Date.now() }), context)
  const row = plan.resource_changes.find(({ name }) => name === scene.topic('late'))
  assert.deepEqual([row?.change.actions, row?.action_reason], [['no-op'], 'source_was_recreated'])
}

describe('a topic that was deleted and created again', { concurrency: 3 }, () => {
  test('on the source while no agent ran is not copied at the old offset', async (t) => {
    const scene = await openScene(t)
    const { agent, topic } = await running(scene)
    await agent.stop()
    await recreate(scene, 'source', topic)
    await append(scene, 'source', topic, ['new 1', 'new 2', 'new 3'])
    const next = await scene.agent()
    await assertHalted(scene, next, { code: 'ST513', says: /on the source was deleted and created again/ })
    await assertGoesOnBeside(scene, next)
    assert.deepEqual(await valuesOf(scene, scene.remote('orders')), ['a', 'b'])
  })

  test('on the source under a running agent is not copied at the old offset', async (t) => {
    const scene = await openScene(t)
    const { agent, topic, beside } = await running(scene)
    await recreate(scene, 'source', topic)
    await append(scene, 'source', topic, ['new 1', 'new 2', 'new 3'])
    await assertHalted(scene, agent, { code: 'ST513', says: /on the source was deleted and created again/ })
    await assertFollowsNoGroup(scene, topic, beside)
    await assertPlansNoMove(scene)
    await assertGoesOnBeside(scene, agent)
    assert.deepEqual(await valuesOf(scene, scene.remote('orders')), ['a', 'b'])
  })

  test('on the target while no agent ran is not filled from the middle', async (t) => {
    const scene = await openScene(t)
    const { agent, topic } = await running(scene)
    await agent.stop()
    await recreate(scene, 'target', scene.remote('orders'))
    await append(scene, 'source', topic, ['new'])
    const next = await scene.agent()
    await assertHalted(scene, next, { code: 'ST514', says: /on the target was deleted and created again/ })
    await assertGoesOnBeside(scene, next)
    assert.deepEqual(await valuesOf(scene, scene.remote('orders')), [])
  })

  test('on the target under a running agent is not filled from the middle', async (t) => {
    const scene = await openScene(t)
    const { agent, topic } = await running(scene)
    await recreate(scene, 'target', scene.remote('orders'))
    await append(scene, 'source', topic, ['new'])
    await assertHalted(scene, agent, { code: 'ST514', says: /on the target was deleted/ })
    await assertGoesOnBeside(scene, agent)
    assert.deepEqual(await valuesOf(scene, scene.remote('orders')), [])
  })

  test('on the source, and not there again, halts once its absence lasts', async (t) => {
    const scene = await openScene(t)
    const { agent, topic } = await running(scene)
    await remove(scene, 'source', topic)
    await assertHalted(scene, agent, { code: 'ST513', says: /is gone from the source/ })
    await assertGoesOnBeside(scene, agent)
    assert.deepEqual(await valuesOf(scene, scene.remote('orders')), ['a', 'b'])
  })

  test('on the target, and not there again, is not made anew behind anybody’s back', async (t) => {
    const scene = await openScene(t)
    const { agent, topic } = await running(scene)
    await remove(scene, 'target', scene.remote('orders'))
    await append(scene, 'source', topic, ['new'])
    await assertHalted(scene, agent, { code: 'ST514', says: /on the target was deleted/ })
    await assertGoesOnBeside(scene, agent)
    assert.deepEqual(await scene.target.topics([scene.remote('orders')]), [])
  })
})
