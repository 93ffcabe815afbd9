import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { endpointsOf } from '../../src/kafka/settings.ts'
import { Brokers } from '../../src/wire/brokers.ts'
import { callApi } from '../../src/wire/call.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { applyFlow, until } from './flow-fixture.ts'
import { createSource, openScene } from './flow-scene.ts'
import { assertSameRecords, readRecords } from './same-records.ts'

const dayMs = 24 * 3_600_000

let broker: Broker

before(async () => {
  broker = await startBroker({ properties: { 'producer.id.expiration.check.interval.ms': 200 } })
})
after(() => broker.close())

/** How many producers the broker remembers for partition 0. */
async function remembered(brokers: Brokers, topic: string): Promise<number> {
  const answer = await callApi(await brokers.any('test'), 'describeProducersV0', [
    [{ name: topic, partitionIndexes: [0] }],
  ])
  return answer.topics[0]?.partitions[0]?.activeProducers.length ?? -1
}

test('a target that forgets the producer of old records still gets each of them once, in order', async (t) => {
  // Both ends of the flow are one broker: only the target's forgetting is looked at.
  const scene = await openScene(
    t,
    {},
    {
      source: broker.bootstrap,
      target: broker.bootstrap,
    },
  )
  const topic = await createSource(scene, 'old', { configs: { 'retention.ms': '-1' } })
  const brokers = new Brokers({ bootstrap: endpointsOf(broker.bootstrap), clientId: 'test', security: {} })
  t.after(() => brokers.close())
  let appended = 0
  const append = async (batches: number): Promise<void> => {
    for (let batch = 0; batch < batches; batch += 1) {
      const records = ['first', 'second'].map((word) => ({
        partition: 0,
        key: null,
        value: Buffer.from(`${word} of batch ${appended / 2}`),
        timestampMs: Date.now() - 3 * dayMs + appended,
      }))
      await scene.source.append(topic, records)
      appended += 2
    }
  }
  await applyFlow(scene, scene.spec)
  for (let agents = 0; agents < 2; agents += 1) {
    const agent = await scene.agent()
    const before = appended
    for (let forgotten = 0; forgotten < 2; forgotten += 1) {
      await append(5)
      await agent.copied(appended - before)
      await until(async () => (await remembered(brokers, scene.remote('old'))) === 0)
    }
    await agent.stop()
  }
  const [copies, originals] = await Promise.all([
    readRecords({ bootstrap: broker.bootstrap, topic: scene.remote('old') }, appended),
    readRecords({ bootstrap: broker.bootstrap, topic }, appended),
  ])
  assertSameRecords(copies, originals)
  assert.equal((await scene.target.readTopic(scene.remote('old'))).length, appended)
})
