// A broker that looks for expired producers five times a second: whoever writes records of three days ago plainly is
// forgotten at once, and its fence with it.

import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { initProducer } from '../../src/agent/transaction.ts'
import { endpointsOf } from '../../src/kafka/settings.ts'
import { restamp } from '../../src/wire/batch.ts'
import { Brokers } from '../../src/wire/brokers.ts'
import { callApi } from '../../src/wire/call.ts'
import { encodeBatch } from '../../src/wire/records.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { applyFlow, createTopics, recordCount, uniqueName, until } from './flow-fixture.ts'
import { createSource, openScene, type Scene } from './flow-scene.ts'
import { seeded } from './mixed-load.ts'
import { headersOf, produceBatch } from './raw-log.ts'
import { assertSameRecords, readRecords } from './same-records.ts'
import { endAgents, SpawnedAgent } from './spawned-agent.ts'
import { startLoad } from './steady-load.ts'

const dayMs = 24 * 3_600_000
const invalidProducerEpoch = 47
const { signal } = new AbortController()

let broker: Broker
let brokers: Brokers

before(async () => {
  broker = await startBroker({ properties: { 'producer.id.expiration.check.interval.ms': 200 } })
  brokers = new Brokers({ bootstrap: endpointsOf(broker.bootstrap), clientId: 'test', security: {} })
})
after(async () => {
  endAgents()
  await brokers.close()
  await broker.close()
})

/** Both ends of the flow are one broker: only the target's forgetting is looked at. */
async function openOldScene(t: TestContext): Promise<Scene> {
  const scene = await openScene(t, {}, { source: broker.bootstrap, target: broker.bootstrap })
  await applyFlow(scene, scene.spec)
  return scene
}

async function oldSource(scene: Scene, partitions: number): Promise<string> {
  return createSource(scene, 'old', { partitions, configs: { 'retention.ms': '-1' } })
}

let written = 0

function oldRecords(count: number) {
  return Array.from({ length: count }, () => {
    written += 1
    return {
      partition: 0,
      key: null,
      value: Buffer.from(`${written}`),
      timestampMs: Date.now() - 3 * dayMs + written,
    }
  })
}

interface Producer {
  readonly producerId: number
  readonly producerEpoch: number
}

/** The producers that the broker remembers for partition 0. */
async function remembered(topic: string): Promise<Producer[]> {
  const answer = await callApi(await brokers.any('test'), 'describeProducersV0', [
    [{ name: topic, partitionIndexes: [0] }],
  ])
  const producers = answer.topics[0]?.partitions[0]?.activeProducers ?? []
  return producers.map(({ producerId, producerEpoch }) => ({
    producerId: Number(producerId),
    producerEpoch,
  }))
}

function plainBatch(producer: Producer, sequence: number): Buffer {
  const record = { timestampMs: Date.now() - 3 * dayMs, key: null, value: Buffer.from('zombie'), headers: [] }
  const batch = encodeBatch([record], { codec: 'none' })
  restamp(batch, { ...producer, baseSequence: sequence, transactional: false })
  return batch
}

/** Resolves once the broker has looked for expired producers, and thrown a plain writer of old records out. */
async function brokerHasForgotten(scene: Scene): Promise<void> {
  const topic = uniqueName('canary')
  await createTopics(scene.target, [{ name: topic, partitions: 1, replicationFactor: -1, configs: {} }])
  const writer = await initProducer(brokers, { transactionalId: topic, signal })
  const log = { cluster: scene.target, bootstrap: broker.bootstrap, topic }
  assert.equal(await produceBatch(log, plainBatch(writer, 0)), 0)
  await until(async () => (await remembered(topic)).length === 0)
}

test('a former owner stays fenced while old records are copied, and when they are all copied', async (t) => {
  const scene = await openOldScene(t)
  const topic = await oldSource(scene, 1)
  const remote = scene.remote('old')
  const first = await scene.agent()
  await scene.source.append(topic, oldRecords(5))
  await first.copied(5)
  const [former] = await remembered(remote)
  assert.ok(former !== undefined, 'the writer is remembered')
  await first.stop()
  const second = await scene.agent()
  let copied = 0
  for (let round = 0; round < 3; round += 1) {
    await scene.source.append(topic, oldRecords(4))
    copied += 4
    await second.copied(copied)
    await brokerHasForgotten(scene)
    const zombie = await produceBatch(
      { cluster: scene.target, bootstrap: broker.bootstrap, topic: remote },
      plainBatch(former, 5),
    )
    assert.equal(zombie, invalidProducerEpoch)
  }
  await second.stop()
  const [copies, originals] = await Promise.all([
    readRecords({ bootstrap: broker.bootstrap, topic: remote, uncommitted: true }, 17),
    readRecords({ bootstrap: broker.bootstrap, topic }, 17),
  ])
  assertSameRecords(copies, originals)
})

test('only old records are written in transactions, and a commit ends each before long', async (t) => {
  const scene = await openOldScene(t)
  const topic = await oldSource(scene, 1)
  const agent = await scene.agent()
  await scene.source.append(topic, oldRecords(3))
  await agent.copied(3)
  const young = [{ partition: 0, key: null, value: Buffer.from('young') }]
  await scene.source.append(topic, young)
  await agent.copied(4)
  const log = { cluster: scene.target, bootstrap: broker.bootstrap, topic: scene.remote('old') }
  const kinds = (await headersOf(log)).map(({ control, transactional }) =>
    control ? 'marker' : transactional ? 'old' : 'young',
  )
  assert.deepEqual(kinds, ['marker', 'old', 'marker', 'young'])
})

test('a transaction that somebody else ended is sent again: committed readers see each record once', async (t) => {
  const scene = await openOldScene(t)
  const topic = await oldSource(scene, 1)
  await using load = await startLoad({
    bootstrap: broker.bootstrap,
    topic,
    partitions: 1,
    seed: 11,
    ageMs: 3 * dayMs,
  })
  const agent = await scene.agent()
  await agent.copied(300)
  for (let shard = 0; shard < 8; shard += 1) {
    await initProducer(brokers, { transactionalId: `strait.${scene.name}.${shard}`, signal })
  }
  await agent.says(/^fenced: /)
  const records = await load.stop()
  await until(async () => (await recordCount(scene.target, scene.remote('old'))) >= records)
  await agent.stop()
  const [copies, originals] = await Promise.all([
    readRecords({ bootstrap: broker.bootstrap, topic: scene.remote('old') }, records),
    readRecords({ bootstrap: broker.bootstrap, topic }, records),
  ])
  assertSameRecords(copies, originals)
})

test('kill -9 while old records are copied loses and doubles nothing, for uncommitted readers too', async (t) => {
  const scene = await openOldScene(t)
  const partitions = 3
  const topic = await oldSource(scene, partitions)
  await using load = await startLoad({
    bootstrap: broker.bootstrap,
    topic,
    partitions,
    seed: 12,
    ageMs: 3 * dayMs,
  })
  const random = seeded(12)
  for (let kill = 0; kill < 5; kill += 1) {
    const agent = new SpawnedAgent(scene, { agentId: scene.name })
    await agent.says(/shards assigned$/)
    await delay(random() * 900)
    agent.signal('SIGKILL')
    await agent.ended()
  }
  const last = new SpawnedAgent(scene, { agentId: scene.name })
  await last.says(/shards assigned$/)
  const records = await load.stop()
  const remote = scene.remote('old')
  await until(async () => (await recordCount(scene.target, remote)) >= records, { limitMs: 60_000 })
  last.signal('SIGTERM')
  assert.equal(await last.ended(), 0)
  const [originals, committed, all] = await Promise.all([
    readRecords({ bootstrap: broker.bootstrap, topic }, records),
    readRecords({ bootstrap: broker.bootstrap, topic: remote }, records),
    readRecords({ bootstrap: broker.bootstrap, topic: remote, uncommitted: true }, records),
  ])
  assertSameRecords(committed, originals)
  assertSameRecords(all, originals)
})
