import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import kafkajs from 'kafkajs'
import type { Cluster } from '../../src/kafka/cluster.ts'
import { applyFlow, until } from './flow-fixture.ts'
import { createSource, openScene, type Scene } from './flow-scene.ts'
import { send, transactionalProducer } from './transactional-load.ts'

const { Kafka, logLevel } = kafkajs

async function committedAt(cluster: Cluster, group: string): Promise<number | undefined> {
  return (await cluster.committedOffsets([group])).get(group)?.[0]?.offset
}

async function commit(cluster: Cluster, place: { group: string; topic: string }, offset: number) {
  const { group, topic } = place
  const [done] = await cluster.commitOffsets(group, [{ topic, partition: 0, offset, metadata: '' }])
  assert.equal(done?.error, undefined)
}

/** Resolves once the agent has looked at groups after now: a group of its own was followed. */
async function nextRound(scene: Scene, topic: string): Promise<void> {
  const group = `${scene.name}.round-${process.hrtime.bigint()}`
  await commit(scene.source, { group, topic }, 1)
  await until(async () => (await committedAt(scene.target, group)) !== undefined)
}

/** A consumer that has joined its group on the target and commits nothing. */
async function joined(t: TestContext, scene: Scene, place: { group: string; topic: string }) {
  const kafka = new Kafka({ brokers: [...scene.bootstrap.target], logLevel: logLevel.NOTHING })
  const consumer = kafka.consumer({ groupId: place.group, maxWaitTimeInMs: 50 })
  const signal = new EventTarget()
  consumer.on(consumer.events.GROUP_JOIN, () => signal.dispatchEvent(new Event('joined')))
  await consumer.connect()
  await consumer.subscribe({ topic: place.topic })
  const joining = once(signal, 'joined')
  await consumer.run({ autoCommit: false, eachMessage: () => Promise.resolve() })
  await joining
  t.after(() => consumer.disconnect())
  return consumer
}

async function filled(scene: Scene, word: string, records: number): Promise<string> {
  const topic = await createSource(scene, word)
  const values = Array.from({ length: records }, (_, index) => ({
    partition: 0,
    key: null,
    value: Buffer.from(`${index}`),
  }))
  await scene.source.append(topic, values)
  return topic
}

test('a group that is used on the target is never touched, and followed once it is left', async (t) => {
  const scene = await openScene(t)
  const topic = await filled(scene, 'orders', 20)
  await applyFlow(scene, scene.spec)
  const agent = await scene.agent()
  await agent.copied(20)
  const group = `${scene.name}.live`
  const remote = scene.remote('orders')
  const consumer = await joined(t, scene, { group, topic: remote })
  await commit(scene.source, { group, topic }, 15)
  await nextRound(scene, topic)
  await nextRound(scene, topic)
  assert.equal(await committedAt(scene.target, group), undefined)
  await consumer.disconnect()
  await until(async () => (await committedAt(scene.target, group)) !== undefined)
  // One marker, of the fence, lies before the records on the target.
  assert.equal(await committedAt(scene.target, group), 16)
})

test('a group behind on the target moves up to its record, a group ahead stays where it is', async (t) => {
  const scene = await openScene(t)
  const topic = await filled(scene, 'orders', 20)
  const remote = scene.remote('orders')
  await applyFlow(scene, scene.spec)
  const agent = await scene.agent()
  await agent.copied(20)
  const [behind, ahead] = [`${scene.name}.behind`, `${scene.name}.ahead`]
  await commit(scene.target, { group: behind, topic: remote }, 3)
  await commit(scene.target, { group: ahead, topic: remote }, 19)
  for (const group of [behind, ahead]) await commit(scene.source, { group, topic }, 10)
  await until(async () => (await committedAt(scene.target, behind)) !== 3)
  await nextRound(scene, topic)
  assert.equal(await committedAt(scene.target, behind), 11)
  assert.equal(await committedAt(scene.target, ahead), 19)
})

test('a group ahead of the copy waits at the copy’s end, and moves on with it', async (t) => {
  const scene = await openScene(t)
  const topic = await filled(scene, 'orders', 5)
  const producer = await transactionalProducer(t, scene.bootstrap.source)
  await applyFlow(scene, scene.spec)
  const agent = await scene.agent()
  await agent.copied(5)
  const open = await producer.transaction()
  await send(open, { topic, values: ['open 1', 'open 2', 'open 3'] })
  const group = `${scene.name}.eager`
  await commit(scene.source, { group, topic }, 7)
  await until(async () => (await committedAt(scene.target, group)) !== undefined)
  assert.equal(await committedAt(scene.target, group), 6)
  await open.commit()
  await until(async () => (await committedAt(scene.target, group)) !== 6)
  assert.equal(await committedAt(scene.target, group), 8)
})

test('a commit past the source’s own end is no position and is not followed', async (t) => {
  const scene = await openScene(t)
  const topic = await filled(scene, 'orders', 5)
  await applyFlow(scene, scene.spec)
  const agent = await scene.agent()
  await agent.copied(5)
  const group = `${scene.name}.stale`
  await commit(scene.source, { group, topic }, 900)
  await nextRound(scene, topic)
  await nextRound(scene, topic)
  assert.equal(await committedAt(scene.target, group), undefined)
})
