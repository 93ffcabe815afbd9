import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { after, before, suite, test } from 'node:test'
import { StraitError } from '../../src/errors/strait-error.ts'
import { Brokers } from '../../src/wire/brokers.ts'
import { callApi } from '../../src/wire/call.ts'
import { type Broker, startCluster } from '../brokers/broker.ts'
import { sharedClusters } from '../brokers/shared.ts'
import { startProxy } from '../proxy/proxy.ts'
import { endpointOf, RawClient } from './raw-client.ts'

const clientId = 'strait-test'

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'none'
  } catch (error) {
    assert.ok(error instanceof StraitError, String(error))
    return error.code
  }
}

suite('one broker', () => {
  let client: RawClient
  let brokers: Brokers
  before(async () => {
    client = new RawClient((await sharedClusters()).source.bootstrap)
    brokers = client.brokers
  })
  after(() => brokers.close())

  test('metadata tells topics, ids, leaders and unknown names, and makes no topic by asking', async () => {
    const topic = await client.createTopic('metadata', { partitions: 3 })
    const missing = `wire-missing-${randomBytes(4).toString('hex')}`
    for (let round = 0; round < 2; round += 1) {
      const { topics, clusterId, brokers: live, controllerId } = await brokers.metadata([topic.name, missing])
      assert.equal(clusterId.length, 22)
      assert.equal(live.length, 1)
      assert.equal(live[0]?.id, controllerId)
      const byName = new Map(topics.map((row) => [row.name, row]))
      assert.equal(byName.get(missing)?.errorCode, 3)
      const leader = {
        leader: live[0]?.id,
        leaderEpoch: 0,
        replicas: [live[0]?.id],
        isr: [live[0]?.id],
        errorCode: 0,
      }
      assert.deepEqual(byName.get(topic.name), {
        name: topic.name,
        id: topic.id,
        internal: false,
        errorCode: 0,
        partitions: [0, 1, 2].map((partition) => ({ partition, ...leader })),
        operations: undefined,
      })
      assert.match(topic.id, /^[0-9a-f]{32}$/)
    }
    const all = (await brokers.metadata()).topics.map(({ name }) => name)
    assert.ok(all.includes(topic.name))
    assert.ok(!all.includes(missing))
    assert.deepEqual((await brokers.metadata([])).topics, [])
  })

  test('one live connection per broker and lane, opened again after it died', async () => {
    const id = (await brokers.metadata([])).controllerId
    const first = await brokers.connection(id, 'one')
    assert.equal(await brokers.connection(id, 'one'), first)
    assert.notEqual(await brokers.connection(id, 'two'), first)
    const both = await Promise.all([brokers.connection(id, 'three'), brokers.connection(id, 'three')])
    assert.equal(both[0], both[1])
    first.abort(new StraitError('ST300', 'the test wants it'))
    await first.closed
    const again = await brokers.connection(id, 'one')
    assert.notEqual(again, first)
    assert.ok((await brokers.metadata([])).brokers.length > 0)
  })

  test('a broker id that the cluster does not have is retriable: it may come back', async () => {
    assert.equal(await codeOf(brokers.connection(4711, 'one')), 'ST300')
  })

  test('bootstrap goes past addresses where nobody answers', async () => {
    const gone = await startProxy()
    await gone.close()
    const dead = { host: '127.0.0.1', port: gone.port }
    const [address = ''] = (await sharedClusters()).source.bootstrap
    const other = new Brokers({ bootstrap: [dead, endpointOf(address)], clientId, security: {} })
    assert.equal((await other.metadata([])).brokers.length, 1)
    await other.close()
    const none = new Brokers({ bootstrap: [dead], clientId, security: {} })
    await assert.rejects(none.metadata([]), {
      code: 'ST300',
      message: new RegExp(`tried 127.0.0.1:${gone.port}`),
    })
    await none.close()
  })

  test('coordinators of groups and transactions are found, and asked until they are ready', async () => {
    const key = `wire-${randomBytes(4).toString('hex')}`
    const group = await brokers.coordinator('group', key, 'groups')
    assert.equal(await brokers.coordinator('group', key, 'groups'), group)
    const at = { kind: 'transaction', key, lane: 'transactions' } as const
    const first = await brokers.atCoordinator(at, (coordinator) => {
      return callApi(coordinator, 'initProducerIdV4', [key, 60_000, -1n, -1])
    })
    assert.equal(first.producerEpoch, 0)
  })

  test('what a coordinator refuses for good is not asked again', async () => {
    let attempts = 0
    const at = { kind: 'transaction', key: 'wire-refused', lane: 'transactions' } as const
    const refused = brokers.atCoordinator(at, (coordinator) => {
      attempts += 1
      return callApi(coordinator, 'initProducerIdV4', ['wire-refused', 2_000_000_000, -1n, -1])
    })
    assert.equal(await codeOf(refused), 'ST306')
    assert.equal(attempts, 1)
  })

  test('after close nothing is opened any more', async () => {
    const [address = ''] = (await sharedClusters()).source.bootstrap
    const closed = new Brokers({ bootstrap: [endpointOf(address)], clientId, security: {} })
    await closed.metadata([])
    await Promise.all([closed.close(), closed.close()])
    assert.equal(await codeOf(closed.metadata([])), 'ST300')
  })
})

// With the usual 30 s the test would time out.
test('close waits for no broker that never said a word', { timeout: 20_000 }, async () => {
  const server = createServer().listen(0, '127.0.0.1')
  const connected = once(server, 'connection') as Promise<[Socket]>
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const brokers = new Brokers({ bootstrap: [{ host: '127.0.0.1', port }], clientId, security: {} })
  const asked = codeOf(brokers.metadata([]))
  const [socket] = await connected
  await brokers.close()
  assert.equal(await asked, 'ST300')
  socket.destroy()
  server.close()
  await once(server, 'close')
})

suite('two brokers', () => {
  let cluster: Broker[]
  let client: RawClient
  before(async () => {
    cluster = await startCluster(2)
    client = new RawClient(cluster.flatMap(({ bootstrap }) => bootstrap))
  })
  after(async () => {
    await client.brokers.close()
    await Promise.all(cluster.map((broker) => broker.close()))
  })

  test('each broker is reached by its id, and a restarted one by the next call', async () => {
    const { brokers } = await client.brokers.metadata([])
    assert.deepEqual(
      brokers.map(({ id }) => id),
      [1, 2],
    )
    const two = await client.brokers.connection(2, 'data')
    assert.equal(two.endpoint.port, cluster[1]?.port)
    await cluster[1]?.restart()
    assert.equal((await two.closed).code, 'ST300')
    const again = await client.brokers.connection(2, 'data')
    assert.notEqual(again, two)
    assert.ok(again.version(3, { min: 0, max: 12 }) > 0)
  })
})
