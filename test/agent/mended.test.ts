// What people mend elsewhere while an agent runs: it says what is in the way, keeps the rest going, loses and doubles
// nothing, and goes on by itself.

import assert from 'node:assert/strict'
import { after, before, describe, type TestContext, test } from 'node:test'
import { controlTopic } from '../../src/mirror/control.ts'
import { positionsPartitions, positionsTopic } from '../../src/mirror/positions.ts'
import { type Broker, startBroker, startCluster } from '../brokers/broker.ts'
import { startProxy } from '../proxy/proxy.ts'
import { applyFlow, createTopics, recordCount, until } from './flow-fixture.ts'
import { agentEntries, createSource, type ObservedAgent, openScene, type Scene } from './flow-scene.ts'
import { assertSameRecords, readRecords } from './same-records.ts'

let source: Broker
let target: Broker

before(async () => {
  ;[source, target] = await Promise.all([startBroker(), startBroker()])
})
after(() => Promise.all([source?.close(), target?.close()]))

const pair = () => ({ source: source.bootstrap, target: target.bootstrap })

async function append(scene: Scene, word: string, values: readonly string[]): Promise<void> {
  const records = values.map((value) => ({ partition: 0, key: null, value: Buffer.from(value) }))
  await scene.source.append(scene.topic(word), records)
}

async function copied(scene: Scene, word: string, records: number, agent: ObservedAgent): Promise<void> {
  await until(async () => (await recordCount(scene.target, scene.remote(word))) >= records, {
    limitMs: 60_000,
    state: () => ({ figures: agent.figures, said: agent.said.slice(-5) }),
  })
}

async function assertExact(scene: Scene, word: string, records: number): Promise<void> {
  const { source: from, target: to } = scene.bootstrap
  assertSameRecords(
    await readRecords({ bootstrap: to, topic: scene.remote(word) }, records),
    await readRecords({ bootstrap: from, topic: scene.topic(word) }, records),
  )
  assert.equal(await recordCount(scene.target, scene.remote(word)), records)
}

/** Two topics with a record each, copied. */
async function running(scene: Scene): Promise<ObservedAgent> {
  for (const word of ['orders', 'beside']) {
    await createSource(scene, word)
    await append(scene, word, ['one'])
  }
  await applyFlow(scene, scene.spec)
  const agent = await scene.agent()
  await copied(scene, 'orders', 1, agent)
  await copied(scene, 'beside', 1, agent)
  return agent
}

const inTheWay = async (agent: ObservedAgent, pattern: RegExp): Promise<void> =>
  until(() => agent.figures?.troubles.some(({ message }) => pattern.test(message)) === true, {
    limitMs: 60_000,
    state: () => ({ figures: agent.figures, said: agent.said.slice(-5) }),
  })

const nothingInTheWay = async (agent: ObservedAgent): Promise<void> =>
  until(() => agent.figures?.troubles.length === 0 && agent.figures.waiting === 0, {
    limitMs: 60_000,
    state: () => agent.figures,
  })

const tooFew =
  /topic "us\..*orders" takes no records: fewer replicas are in sync than its min\.insync\.replicas/

describe('a remote topic of three replicas that wants all of them, with one away', () => {
  let brokers: Broker[] = []
  before(async () => {
    brokers = await startCluster(3)
  })
  after(() => Promise.all(brokers.map((broker) => broker.close())))

  async function setReplicas(scene: Scene, count: number): Promise<void> {
    const change = { topic: scene.remote('orders'), set: { 'min.insync.replicas': `${count}` }, unset: [] }
    for (const { error } of await scene.target.alterTopicConfigs([change])) assert.equal(error, undefined)
  }

  const shrunk = (scene: Scene): Promise<void> =>
    until(
      async () => (await scene.target.topics([scene.remote('orders')]))[0]?.partitions[0]?.isr.length === 2,
      {
        limitMs: 60_000,
      },
    )

  async function openThree(t: TestContext): Promise<Scene> {
    return openScene(
      t,
      {},
      { source: source.bootstrap, target: brokers.flatMap(({ bootstrap }) => bootstrap) },
    )
  }

  test('waits alone, and its copy goes on where it stood', async (t) => {
    const scene = await openThree(t)
    const agent = await running(scene)
    await setReplicas(scene, 3)
    await brokers[2]?.stop()
    await shrunk(scene)
    await append(scene, 'orders', ['two', 'three'])
    await append(scene, 'beside', ['two'])
    await copied(scene, 'beside', 2, agent)
    await inTheWay(agent, tooFew)
    assert.equal(agent.figures?.waiting, 1)
    await setReplicas(scene, 2)
    await copied(scene, 'orders', 3, agent)
    await nothingInTheWay(agent)
    await assertExact(scene, 'orders', 3)
    await brokers[2]?.start()
  })

  test('is told by an agent that starts, which goes on once the third is back', async (t) => {
    const scene = await openThree(t)
    const agent = await running(scene)
    await agent.stop()
    await setReplicas(scene, 3)
    await brokers[2]?.stop()
    await shrunk(scene)
    await append(scene, 'orders', ['two'])
    const next = await scene.agent()
    await inTheWay(next, tooFew)
    await brokers[2]?.start()
    await copied(scene, 'orders', 2, next)
    await nothingInTheWay(next)
    await assertExact(scene, 'orders', 2)
  })
})

test('an address that leads to another cluster is neither read nor taken for deleted topics', async (t) => {
  await using proxy = await startProxy()
  const own = await startBroker({ proxy })
  const other = await startBroker({ proxy })
  t.after(() => Promise.all([own.close(), other.close()]))
  proxy.forwardTo(own.port)
  const scene = await openScene(t, {}, { source: own.directBootstrap, target: target.bootstrap })
  for (const word of ['orders', 'beside']) await createSource(scene, word)
  await append(scene, 'orders', ['one'])
  await applyFlow(scene, scene.spec)
  const us = { name: 'us', bootstrap: own.bootstrap }
  const topology = { ...scene.topology, clusters: { ...scene.topology.clusters, us } }
  const agent = await scene.agent({ topology })
  await copied(scene, 'orders', 1, agent)
  proxy.forwardTo(other.port)
  await own.stop()
  await inTheWay(agent, new RegExp(`cluster "us" says its id is ${other.clusterId}, it was ${own.clusterId}`))
  // Longer than an absent topic is waited for.
  await new Promise((resolve) => setTimeout(resolve, 12_000))
  assert.deepEqual([agent.figures?.halted, await scene.gaps()], [0, []])
  await own.start()
  proxy.forwardTo(own.port)
  await other.stop()
  await append(scene, 'orders', ['two'])
  await copied(scene, 'orders', 2, agent)
  await nothingInTheWay(agent)
  assert.deepEqual([agent.figures?.halted, await scene.gaps()], [0, []])
  const values = (await scene.target.readTopic(scene.remote('orders'))).map(({ value }) => `${value}`)
  assert.deepEqual(values, ['one', 'two'])
})

async function remove(scene: Scene, topic: string): Promise<void> {
  const admin = await scene.admin('target')
  await admin.deleteTopics({ topics: [topic] })
  await until(async () => (await scene.target.topics([topic])).length === 0)
}

const compacted = { replicationFactor: -1, configs: { 'cleanup.policy': 'compact' } }

test('a control topic that is deleted is told, ends no flow, and is reported to again once it is back', async (t) => {
  const scene = await openScene(t, {}, pair())
  const agent = await running(scene)
  await remove(scene, controlTopic)
  await agent.says(/topic strait\.control\.internal was deleted on cluster "eu": .*run `strait apply`/)
  await append(scene, 'orders', ['two'])
  await copied(scene, 'orders', 2, agent)
  await createTopics(scene.target, [{ name: controlTopic, partitions: 1, ...compacted }])
  await applyFlow(scene, scene.spec)
  await until(async () => (await agentEntries(scene)).length === 1, { state: () => agent.figures })
  await applyFlow(scene, scene.spec, 'paused')
  await agent.says(/^paused: .*waiting for `strait resume`/)
  await applyFlow(scene, scene.spec)
  await append(scene, 'orders', ['three'])
  await copied(scene, 'orders', 3, agent)
  await assertExact(scene, 'orders', 3)
})

test('a positions topic that is deleted is told, and stored anew from what the agent knows once it is back', async (t) => {
  const scene = await openScene(t, {}, pair())
  const agent = await running(scene)
  await remove(scene, positionsTopic)
  await append(scene, 'orders', ['two'])
  await inTheWay(agent, /topic strait\.positions\.internal .*run `strait apply`/)
  await createTopics(scene.target, [{ name: positionsTopic, partitions: positionsPartitions, ...compacted }])
  await copied(scene, 'orders', 2, agent)
  await nothingInTheWay(agent)
  await agent.stop()
  await append(scene, 'orders', ['three'])
  await append(scene, 'beside', ['two'])
  const next = await scene.agent()
  await copied(scene, 'orders', 3, next)
  await copied(scene, 'beside', 2, next)
  assert.equal(next.figures?.halted, 0)
  await assertExact(scene, 'orders', 3)
})

test('partitions that a stranger adds to a remote topic change nothing', async (t) => {
  const scene = await openScene(t, {}, pair())
  const agent = await running(scene)
  await scene.target.createPartitions([{ name: scene.remote('orders'), partitions: 3 }])
  await append(scene, 'orders', ['two'])
  await copied(scene, 'orders', 2, agent)
  assert.deepEqual([agent.figures?.partitions, agent.figures?.halted, agent.figures?.troubles], [2, 0, []])
})
