// A password that is changed on the brokers while an agent runs: it says that it is refused, tries on, and goes on once
// it has the right one, from its file or because the old one is back.

import assert from 'node:assert/strict'
import { pbkdf2Sync, randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { ClusterSpec } from '../../src/topology/model.ts'
import { Brokers } from '../../src/wire/brokers.ts'
import { callApi } from '../../src/wire/call.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { type FaultProxy, startProxy } from '../proxy/proxy.ts'
import { applyFlow, recordCount, until } from './flow-fixture.ts'
import { createSource, openScene } from './flow-scene.ts'

const first = 'canary-first-4711'
const second = 'canary-second-4711'
let proxy: FaultProxy
let source: Broker
let target: Broker

before(async () => {
  proxy = await startProxy()
  const users = [{ name: 'copier', password: first }]
  ;[source, target] = await Promise.all([
    startBroker({ security: 'sasl_plaintext', users, proxy }),
    startBroker(),
  ])
})
after(async () => {
  await Promise.all([source?.close(), target?.close()])
  await proxy?.close()
})

/** As `kafka-configs.sh --alter --add-config SCRAM-SHA-512=[password=…]`. */
async function changePassword(password: string): Promise<void> {
  const [address = ''] = source.directBootstrap
  const [host = '', port] = address.split(':')
  const brokers = new Brokers({ bootstrap: [{ host, port: Number(port) }], clientId: 'test', security: {} })
  const [salt, iterations] = [randomBytes(16), 4096]
  const saltedPassword = pbkdf2Sync(password, salt, iterations, 64, 'sha512')
  await callApi(await brokers.any('control'), 'alterUserScramCredentialsV0', [
    [],
    [{ name: 'copier', mechanism: 2, iterations, salt, saltedPassword }],
  ])
  await brokers.close()
}

for (const way of ['its file has the new one', 'the old one is back'] as const) {
  test(`a password that was changed stops nothing for good: the agent goes on once ${way}`, async (t) => {
    await changePassword(first)
    const scene = await openScene(t, {}, { source: source.directBootstrap, target: target.bootstrap })
    const topic = await createSource(scene, 'orders')
    const append = (value: string) =>
      scene.source.append(topic, [{ partition: 0, key: null, value: Buffer.from(value) }])
    await append('one')
    await applyFlow(scene, scene.spec)
    const us: ClusterSpec = {
      name: 'us',
      bootstrap: source.bootstrap,
      sasl: { mechanism: 'scram-sha-512', username: 'copier', password: { file: 'password' } },
    }
    const topology = { ...scene.topology, clusters: { ...scene.topology.clusters, us } }
    let inFile = first
    const agent = await scene.agent({ topology, readSecret: () => inFile })
    await agent.copied(1)
    await changePassword(second)
    proxy.drop()
    await append('two')
    const refused = /refused user "copier"/
    await until(() => agent.figures?.troubles.some(({ message }) => refused.test(message)) === true, {
      state: () => agent.figures,
    })
    assert.equal(agent.figures?.halted, 0)
    if (way === 'the old one is back') await changePassword(first)
    else inFile = second
    await agent.copied(2)
    await until(() => agent.figures?.troubles.length === 0, { limitMs: 60_000, state: () => agent.figures })
    assert.equal(await recordCount(scene.target, scene.remote('orders')), 2)
    const told = JSON.stringify(agent.said)
    assert.ok(!told.includes(first) && !told.includes(second), 'no password in the log')
  })
}
