import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { StraitError } from '../../src/errors/strait-error.ts'
import { controlTopic } from '../../src/mirror/control.ts'
import type { ClusterSpec, SecretRef, Topology } from '../../src/topology/model.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { applyFlow } from './flow-fixture.ts'
import { createSource, ObservedAgent, openScene, type Scene } from './flow-scene.ts'
import { assertSameRecords, readRecords } from './same-records.ts'

const password = 'canary-secret-4711'
const wrongPassword = 'canary-wrong-4711'

let scram: Broker
let tls: Broker

before(async () => {
  const users = [{ name: 'copier', password }]
  ;[scram, tls] = await Promise.all([
    startBroker({ security: 'sasl_ssl', users }),
    startBroker({ security: 'tls' }),
  ])
})
after(() => Promise.all([scram?.close(), tls?.close()]))

function specOf(name: string, broker: Broker): ClusterSpec {
  const caFile = broker.caFile ?? ''
  const spec = { name, bootstrap: broker.bootstrap, tls: { caFile } }
  if (broker !== scram) return spec
  return { ...spec, sasl: { mechanism: 'scram-sha-512', username: 'copier', password: { env: 'PASSWORD' } } }
}

/** The test itself looks past TLS and SASL; only the agent goes through them. */
function plainly(source: Broker, target: Broker) {
  return { source: source.directBootstrap, target: target.directBootstrap }
}

function secureTopology(scene: Scene, source: Broker, target: Broker): Topology {
  const clusters = { us: specOf('us', source), eu: specOf('eu', target) }
  return { ...scene.topology, clusters }
}

function readSecret(ref: SecretRef): string {
  assert.deepEqual(ref, { env: 'PASSWORD' })
  return password
}

async function fill(scene: Scene): Promise<void> {
  const topic = await createSource(scene, 'orders', { partitions: 2 })
  const records = Array.from({ length: 200 }, (_, index) => ({
    partition: index % 2,
    key: Buffer.from(`${index}`),
    value: Buffer.alloc(2_000, `${index}`),
  }))
  await scene.source.append(topic, records)
}

for (const direction of ['from SCRAM over TLS to TLS', 'from TLS to SCRAM over TLS'] as const) {
  test(`a flow runs ${direction}`, async (t) => {
    const [source, target] = direction === 'from TLS to SCRAM over TLS' ? [tls, scram] : [scram, tls]
    const scene = await openScene(t, {}, plainly(source, target))
    await fill(scene)
    await applyFlow(scene, scene.spec)
    const agent = await scene.agent({ topology: secureTopology(scene, source, target), readSecret })
    await agent.copied(200)
    await agent.stop()
    const [copies, originals] = await Promise.all([
      readRecords({ bootstrap: scene.bootstrap.target, topic: scene.remote('orders') }, 200),
      readRecords({ bootstrap: scene.bootstrap.source, topic: scene.topic('orders') }, 200),
    ])
    assertSameRecords(copies, originals)
    const control = (await scene.target.readTopic(controlTopic)).map(({ value }) => `${value}`)
    assert.ok(!`${control.join()}${JSON.stringify(agent.said)}`.includes(password))
    const complaints = agent.said.filter(({ level }) => level !== 'info').map(({ message }) => message)
    assert.deepEqual(complaints, [])
  })
}

/** Why an agent does not start. */
async function refusal(agent: ObservedAgent): Promise<StraitError> {
  const failure = await agent.start().then(
    () => undefined,
    (error: StraitError) => error,
  )
  if (failure === undefined) await agent.stop()
  assert.ok(failure !== undefined, 'the agent started')
  return failure
}

test('a wrong password ends the start with the user and the cluster, and is written nowhere', async (t) => {
  const scene = await openScene(t, {}, plainly(scram, tls))
  await applyFlow(scene, scene.spec)
  const topology = secureTopology(scene, scram, tls)
  const agent = new ObservedAgent(scene, { topology, readSecret: () => wrongPassword })
  const failure = await refusal(agent)
  assert.equal(failure.code, 'ST302')
  assert.match(failure.message, /cluster "us": broker .* refused user "copier".*invalid credentials/)
  const told = [failure.message, failure.stack, JSON.stringify(failure), JSON.stringify(agent.said)].join()
  assert.ok(!told.includes(wrongPassword))
})

test('a broker that another authority vouches for ends the start before anything is sent to it', async (t) => {
  const scene = await openScene(t, {}, plainly(scram, tls))
  const secure = secureTopology(scene, scram, tls)
  const us = { ...specOf('us', scram), tls: { caFile: tls.caFile ?? '' } }
  const topology = { ...secure, clusters: { ...secure.clusters, us } }
  const failure = await refusal(new ObservedAgent(scene, { topology, readSecret }))
  assert.equal(failure.code, 'ST308')
  assert.match(failure.message, /cluster "us"/)
})

test('another cluster than the one that the topology names ends the start', async (t) => {
  const scene = await openScene(t, {}, plainly(scram, tls))
  const secure = secureTopology(scene, scram, tls)
  const us = { ...specOf('us', scram), clusterId: tls.clusterId }
  const topology = { ...secure, clusters: { ...secure.clusters, us } }
  const failure = await refusal(new ObservedAgent(scene, { topology, readSecret }))
  assert.equal(failure.code, 'ST522')
})

test('a cluster that is away does not keep the flows between the others from running', async (t) => {
  const scene = await openScene(t, {}, plainly(scram, tls))
  await fill(scene)
  await applyFlow(scene, scene.spec)
  const secure = secureTopology(scene, scram, tls)
  const away: ClusterSpec = { name: 'away', bootstrap: ['127.0.0.1:1'] }
  const topology = { ...secure, clusters: { ...secure.clusters, away } }
  const agent = await scene.agent({ topology, readSecret })
  await agent.copied(200)
  assert.match((await agent.says(/trying on$/)).message, /cluster "away"/)
})
