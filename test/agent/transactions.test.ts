import assert from 'node:assert/strict'
import { test } from 'node:test'
import kafkajs, { type Producer } from 'kafkajs'
import { assertExactMap } from './exact-map.ts'
import { applyFlow, recordCount, until } from './flow-fixture.ts'
import { createSource, openScene, type Scene } from './flow-scene.ts'
import { assertSameRecords, readRecords } from './same-records.ts'
import { send, sendIn, transactionalProducer } from './transactional-load.ts'

const { Kafka, logLevel } = kafkajs

/** Plain and transactional batches, committed, aborted and interleaved: 13 committed records. */
async function produceTangle(producers: readonly [Producer, Producer], plain: Producer, topic: string) {
  const [one, other] = producers
  await send(plain, { topic, values: ['a', 'b'] })
  await sendIn(one, 'commit', { topic, values: ['c', 'd', 'e'] })
  await sendIn(one, 'abort', { topic, values: ['aborted 1', 'aborted 2'] })
  await send(plain, { topic, values: ['f'] })
  const [aborted, committed] = [await one.transaction(), await other.transaction()]
  await send(aborted, { topic, values: ['aborted 3'] })
  await send(committed, { topic, values: ['g', 'h'] })
  await send(plain, { topic, values: ['i'] })
  await send(aborted, { topic, values: ['aborted 4', 'aborted 5'] })
  await committed.commit()
  await send(plain, { topic, values: ['j', 'k'] })
  await aborted.abort()
  await sendIn(one, 'commit', { topic, values: ['l'] })
  await sendIn(other, 'abort', { topic, values: ['aborted 6'] })
  await send(plain, { topic, values: ['m'] })
}

const tangled = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm']

function plainProducer(scene: Scene): Producer {
  return new Kafka({ brokers: [...scene.bootstrap.source], logLevel: logLevel.NOTHING }).producer()
}

async function valuesOf(scene: Scene, remote: string, partition: number): Promise<string[]> {
  const records = await scene.target.readTopic(remote)
  return records.filter((record) => record.partition === partition).map(({ value }) => `${value}`)
}

test('only committed records are copied, in their order', async (t) => {
  const scene = await openScene(t)
  const topic = await createSource(scene, 'tangle')
  const producers = [
    await transactionalProducer(t, scene.bootstrap.source),
    await transactionalProducer(t, scene.bootstrap.source),
  ] as const
  const plain = plainProducer(scene)
  await plain.connect()
  t.after(() => plain.disconnect())
  await applyFlow(scene, scene.spec)
  const agent = await scene.agent()
  for (let round = 1; round <= 5; round += 1) {
    await produceTangle(producers, plain, topic)
    await agent.copied(round * tangled.length)
  }
  await agent.stop()
  const records = 5 * tangled.length
  const [copies, originals] = await Promise.all([
    readRecords({ bootstrap: scene.bootstrap.target, topic: scene.remote('tangle') }, records),
    readRecords({ bootstrap: scene.bootstrap.source, topic }, records),
  ])
  assertSameRecords(copies, originals)
  assert.deepEqual(
    await valuesOf(scene, scene.remote('tangle'), 0),
    Array.from({ length: 5 }, () => tangled).flat(),
  )
})

test('an open transaction holds back what lies behind it, in its own partition only', async (t) => {
  const scene = await openScene(t)
  const topic = await createSource(scene, 'held', { partitions: 2 })
  const producer = await transactionalProducer(t, scene.bootstrap.source)
  const plain = plainProducer(scene)
  await plain.connect()
  t.after(() => plain.disconnect())
  await applyFlow(scene, scene.spec)
  const agent = await scene.agent()
  await send(plain, { topic, values: ['before'] })
  const open = await producer.transaction()
  await send(open, { topic, values: ['open'] })
  await send(plain, { topic, values: ['behind'] })
  await agent.copied(1)
  for (let copied = 2; copied <= 4; copied += 1) {
    await send(plain, { topic, partition: 1, values: [`beside ${copied}`] })
    await agent.copied(copied)
  }
  assert.deepEqual(await valuesOf(scene, scene.remote('held'), 0), ['before'])
  await until(() => (agent.figures?.lagRecords ?? 0) > 0, { state: () => agent.figures })
  await open.commit()
  await agent.copied(6)
  assert.deepEqual(await valuesOf(scene, scene.remote('held'), 0), ['before', 'open', 'behind'])
  await until(() => agent.figures?.lagRecords === 0, { state: () => agent.figures })
})

test('every committed group offset is translated to exactly its record, over markers of both sides', async (t) => {
  const scene = await openScene(t)
  const topic = await createSource(scene, 'mapped')
  const producers = [
    await transactionalProducer(t, scene.bootstrap.source),
    await transactionalProducer(t, scene.bootstrap.source),
  ] as const
  const plain = plainProducer(scene)
  await plain.connect()
  t.after(() => plain.disconnect())
  await applyFlow(scene, scene.spec)
  // Each agent fences the remote partition anew: markers that only the target has.
  for (const round of [1, 2]) {
    await produceTangle(producers, plain, topic)
    const agent = await scene.agent()
    await agent.copied(tangled.length)
    if (round < 2) await agent.stop()
  }
  const records = 2 * tangled.length
  await assertExactMap(scene, 'mapped', records)
  assert.equal(await recordCount(scene.target, scene.remote('mapped')), records)
})
