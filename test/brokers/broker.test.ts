import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { access } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Kafka, type KafkaConfig, logLevel } from 'kafkajs'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import { type FaultProxy, startProxy } from '../proxy/proxy.ts'
import { type Broker, startBroker, startCluster } from './broker.ts'
import { sharedClusters } from './shared.ts'

const OWNER = fileURLToPath(new URL('broker-owner.ts', import.meta.url))

function clientOf(bootstrap: string[], config: Partial<KafkaConfig> = {}): Kafka {
  return new Kafka({ clientId: 'harness', brokers: bootstrap, logLevel: logLevel.NOTHING, ...config })
}

async function listTopics(kafka: Kafka): Promise<string[]> {
  const admin = kafka.admin()
  await admin.connect()
  try {
    return await admin.listTopics()
  } finally {
    await admin.disconnect()
  }
}

async function createTopic(kafka: Kafka, topic: string): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] })
  await admin.disconnect()
}

test('the shared source and target are two different clusters', async () => {
  const { source, target } = await sharedClusters()
  const idOf = async ({ bootstrap }: { bootstrap: string[] }) => {
    const admin = clientOf(bootstrap).admin()
    await admin.connect()
    const { clusterId } = await admin.describeCluster()
    await admin.disconnect()
    return clusterId
  }
  assert.notEqual(await idOf(source), await idOf(target))
})

test('a restarted or killed broker keeps its port, its cluster id and its data', async () => {
  await using broker = await startBroker()
  const [bootstrap, clusterId, pid] = [broker.bootstrap, broker.clusterId, broker.pid]
  await createTopic(clientOf(bootstrap), 'kept')
  await broker.restart()
  assert.deepEqual(broker.bootstrap, bootstrap)
  assert.notEqual(broker.pid, pid)
  assert.deepEqual(await listTopics(clientOf(bootstrap)), ['kept'])
  await broker.kill()
  assert.equal(broker.pid, undefined)
  await broker.start()
  assert.deepEqual(await listTopics(clientOf(bootstrap)), ['kept'])
  assert.match(
    readFileSync(`${broker.logDir}/meta.properties`, 'utf8'),
    new RegExp(`cluster.id=${clusterId}`),
  )
})

test('a TLS and SASL listener serves the user with the password and nobody else', async () => {
  await using broker = await startBroker({ security: 'sasl_ssl', authorizer: true, clientCertificates: true })
  const { caFile = '', certificates, users } = broker
  const [user] = users
  assert.ok(certificates && user)
  const ssl = {
    ca: readFileSync(caFile),
    cert: readFileSync(certificates.clientCertFile),
    key: readFileSync(certificates.clientKeyFile),
  }
  for (const mechanism of ['plain', 'scram-sha-256', 'scram-sha-512'] as const) {
    const login = (password: string): Kafka =>
      clientOf(broker.bootstrap, {
        ssl,
        sasl: { mechanism: mechanism as 'plain', username: user.name, password },
        retry: { retries: 0 },
      })
    assert.deepEqual(await listTopics(login(user.password)), [])
    await assert.rejects(listTopics(login('wrong')), { name: 'KafkaJSSASLAuthenticationError' })
  }
  const withoutCertificate = { ssl: { ca: ssl.ca }, retry: { retries: 0 } }
  await assert.rejects(listTopics(clientOf(broker.bootstrap, withoutCertificate)))
  assert.deepEqual(await listTopics(clientOf(broker.directBootstrap)), [])
})

test('three nodes form one cluster that survives the loss of any one', { timeout: 90_000 }, async () => {
  const brokers = await startCluster(3)
  after(() => Promise.all(brokers.map((broker) => broker.close())))
  const [first, ...rest] = brokers
  await first?.kill()
  const cluster = connectCluster('three', {
    bootstrap: rest.flatMap(({ bootstrap }) => bootstrap),
    clientId: 'harness',
    security: {},
  })
  // Until the others have elected a controller, and it has noticed the loss, nobody can create anything.
  const topic = { name: 'replicated', partitions: 1, replicationFactor: 2, configs: {} }
  await until(async () => {
    await cluster.createTopics([topic]).catch(() => undefined)
    return (await cluster.topics(['replicated']).catch(() => [])).length > 0
  })
  const [made] = await cluster.topics(['replicated'])
  await cluster.close()
  assert.equal(made?.partitions[0]?.replicas.length, 2)
})

test('a broker ends and leaves no folder when the process that started it is killed', async () => {
  const owner = spawn(process.execPath, [OWNER], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface({ input: owner.stdout }), 'line')
  const { pid, logDir } = JSON.parse(line) as { pid: number; logDir: string }
  await access(logDir)
  owner.kill('SIGKILL')
  await until(() => !isAlive(pid))
  await until(() =>
    access(logDir).then(
      () => false,
      () => true,
    ),
  )
})

test('clients reach a broker only through its proxy, and feel its faults', async (t) => {
  await using proxy = await startProxy()
  await using broker = await startBroker({ proxy })
  await createTopic(clientOf(broker.directBootstrap), 'seen')
  await proxyFaults(t, proxy, broker)
})

async function proxyFaults(t: import('node:test').TestContext, proxy: FaultProxy, broker: Broker) {
  const ask = (requestTimeout = 10_000) =>
    listTopics(clientOf(broker.bootstrap, { requestTimeout, retry: { retries: 0 }, connectionTimeout: 2000 }))

  await t.test('a healthy proxy passes and records both directions', async () => {
    proxy.record()
    assert.deepEqual(await ask(), ['seen'])
    const directions = new Set(proxy.recorded.map(({ direction }) => direction))
    assert.deepEqual([...directions].sort(), ['answers', 'requests'])
  })
  await t.test('sliced and slow bytes still arrive whole', async () => {
    proxy.set({ sliceBytes: 1, latencyMs: 5 })
    assert.deepEqual(await ask(), ['seen'])
  })
  await t.test('a black hole ends in a request timeout', async () => {
    proxy.set({ swallow: 'both' })
    await assert.rejects(ask(500), /timed out/)
  })
  await t.test('a half-open link loses the answers only', async () => {
    proxy.set({ swallow: 'answers' })
    proxy.record()
    await assert.rejects(ask(500), /timed out/)
    assert.ok(proxy.recorded.some(({ direction }) => direction === 'requests'))
    assert.ok(!proxy.recorded.some(({ direction }) => direction === 'answers'))
  })
  await t.test('a cut happens after exactly the bytes that were allowed', async () => {
    proxy.set({ cutAfter: { direction: 'answers', bytes: 10 } })
    const cut = once(proxy, 'cut')
    await assert.rejects(ask())
    await cut
  })
  await t.test('a refusing proxy drops new connections, and a healed one serves again', async () => {
    proxy.set({ refuse: true })
    await assert.rejects(ask())
    proxy.pass()
    assert.deepEqual(await ask(), ['seen'])
  })
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Asks again and again: the end of a process that is not our child raises no event. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(20)
}
