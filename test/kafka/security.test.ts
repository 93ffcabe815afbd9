// One broker with TLS, SASL and an authorizer: kafkajs and wire/ both have to get through, and what a principal
// may not do has to be told as the permission that is missing.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import type { StraitError } from '../../src/errors/strait-error.ts'
import type { Cluster } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import type { ClusterSettings } from '../../src/kafka/settings.ts'
import { startBroker } from '../brokers/broker.ts'
import { newTopic, record } from './fixture.ts'

const users = [
  { name: 'strait', password: 'strait-secret' },
  { name: 'ann', password: 'ann-secret' },
]
const broker = await startBroker({ security: 'sasl_ssl', authorizer: true, users })
after(() => broker.close())
const ca = readFileSync(broker.caFile ?? '', 'utf8')

type Sasl = NonNullable<ClusterSettings['security']['sasl']>

function connect(sasl: Partial<Sasl> = {}, tls: ClusterSettings['security']['tls'] = { ca }): Cluster {
  const { bootstrap } = broker
  const login: Sasl = { mechanism: 'scram-sha-512', username: 'strait', password: 'strait-secret', ...sasl }
  return connectCluster('eu', { bootstrap, clientId: 'strait-test', security: { tls, sasl: login } })
}

async function withCluster<T>(cluster: Cluster, work: (cluster: Cluster) => Promise<T>): Promise<T> {
  try {
    return await work(cluster)
  } finally {
    await cluster.close()
  }
}

for (const mechanism of ['plain', 'scram-sha-256', 'scram-sha-512'] as const) {
  test(`over TLS and ${mechanism} both clients get through`, async () => {
    await withCluster(connect({ mechanism }), async (cluster) => {
      assert.equal((await cluster.describe()).clusterId, broker.clusterId)
      const topic = await newTopic(cluster)
      assert.deepEqual(await cluster.append(topic, [record('x')]), [0])
      assert.equal((await cluster.readTopic(topic)).length, 1)
    })
  })
}

const calls: { name: string; call: (cluster: Cluster) => Promise<unknown> }[] = [
  { name: 'kafkajs', call: (cluster) => cluster.describe() },
  { name: 'wire', call: (cluster) => cluster.topics() },
]

for (const { name, call } of calls) {
  test(`a wrong password is told by ${name} without repeating it`, async () => {
    const rejected = withCluster(connect({ password: 'hunter2' }), call)
    await assert.rejects(rejected, (error: StraitError) => {
      assert.equal(error.code, 'ST302')
      assert.match(error.message, /^cluster "eu": /)
      assert.doesNotMatch(`${error.stack}${JSON.stringify(error)}`, /hunter2/)
      return true
    })
  })

  test(`a broker whose certificate nobody vouches for is refused by ${name}`, async () => {
    await assert.rejects(withCluster(connect({}, {}), call), { code: 'ST308' })
  })
}

test('a broker that wants a login tells whoever has none within seconds', async () => {
  const { bootstrap } = broker
  const cluster = connectCluster('eu', { bootstrap, clientId: 'strait-test', security: { tls: { ca } } })
  const startMs = performance.now()
  await assert.rejects(
    withCluster(cluster, (one) => one.topics()),
    {
      code: 'ST300',
      message: /^cluster "eu": .* if it wants a login, the cluster needs a sasl block$/,
    },
  )
  // Three tries with 0.3 s between them; what may pass by itself is tried for 12.7 s.
  assert.ok(performance.now() - startMs < 6000, `${performance.now() - startMs} ms`)
})

const topicOf = (resourceName: string) => ({ resourceType: 'topic', resourceName })
const cluster = { resourceType: 'cluster', resourceName: 'kafka-cluster' }

/** What somebody without any permission is told. Where one is given, she has these on the topic already. */
const refusals: {
  name: string
  has?: string[]
  call: (cluster: Cluster, topic: string) => Promise<unknown>
  missing: (topic: string) => object
}[] = [
  {
    name: 'describing a topic',
    call: (ann, topic) => ann.topics([topic]),
    missing: (topic) => ({ operation: 'describe', ...topicOf(topic) }),
  },
  {
    name: 'reading configs',
    has: ['describe'],
    call: (ann, topic) => ann.topicConfigs([topic]),
    missing: (topic) => ({ operation: 'describe_configs', ...topicOf(topic) }),
  },
  {
    name: 'reading offsets',
    call: async (ann, topic) => {
      const [answer] = await ann.offsets([{ topic, partition: 0 }], 'latest')
      throw answer?.error
    },
    missing: (topic) => ({ operation: 'describe', ...topicOf(topic) }),
  },
  {
    name: 'reading a topic',
    has: ['describe'],
    call: (ann, topic) => ann.readTopic(topic),
    missing: (topic) => ({ operation: 'read', ...topicOf(topic) }),
  },
  {
    name: 'appending',
    has: ['describe'],
    call: (ann, topic) => ann.append(topic, [record('x')]),
    missing: (topic) => ({ operation: 'write', ...topicOf(topic) }),
  },
  {
    name: 'creating a topic',
    call: async (ann) => {
      const [result] = await ann.createTopics([
        { name: 'anns', partitions: 1, replicationFactor: -1, configs: {} },
      ])
      throw result?.error
    },
    missing: () => ({ operation: 'create', ...topicOf('anns') }),
  },
  {
    name: 'growing a topic',
    has: ['describe'],
    call: async (ann, name) => {
      const [result] = await ann.createPartitions([{ name, partitions: 9 }])
      throw result?.error
    },
    missing: (topic) => ({ operation: 'alter', ...topicOf(topic) }),
  },
  {
    name: 'changing configs',
    has: ['describe'],
    call: async (ann, topic) => {
      const [result] = await ann.alterTopicConfigs([{ topic, set: { 'retention.ms': '1' }, unset: [] }])
      throw result?.error
    },
    missing: (topic) => ({ operation: 'alter_configs', ...topicOf(topic) }),
  },
  { name: 'reading ACLs', call: (ann) => ann.acls(), missing: () => ({ operation: 'describe', ...cluster }) },
  {
    name: 'reading sizes',
    has: ['describe'],
    call: (ann, topic) => ann.sizes([topic]),
    missing: () => ({ operation: 'describe', ...cluster }),
  },
  {
    name: 'writing ACLs',
    call: async (ann, resourceName) => {
      const [result] = await ann.createAcls([allow('User:ann', resourceName, 'read')])
      throw result?.error
    },
    missing: () => ({ operation: 'alter', ...cluster }),
  },
  {
    name: 'reading committed offsets',
    call: (ann) => ann.committedOffsets(['shop']),
    missing: () => ({ operation: 'describe', resourceType: 'group', resourceName: 'shop' }),
  },
  {
    name: 'committing',
    call: (ann, topic) => ann.commitOffsets('shop', [{ topic, partition: 0, offset: 1, metadata: '' }]),
    missing: () => ({ operation: 'describe', resourceType: 'group', resourceName: 'shop' }),
  },
]

for (const { name, has = [], call, missing } of refusals) {
  test(`${name} without the permission names operation, resource and principal`, async () => {
    await withCluster(connect(), async (strait) => {
      const topic = await newTopic(strait)
      await strait.append(topic, [record('x')])
      await strait.createAcls(has.map((operation) => allow('User:ann', topic, operation)))
      await withCluster(connect({ username: 'ann', password: 'ann-secret' }), async (ann) => {
        await assert.rejects(call(ann, topic), (error: StraitError) => {
          const { protocolCode: _, ...facts } = error.facts
          assert.equal(error.code, 'ST350', error.message)
          assert.deepEqual(facts, { cluster: 'eu', principal: 'User:ann', ...missing(topic) })
          return true
        })
      })
    })
  })
}

test('a permission that is granted meanwhile counts for the next call', async () => {
  await withCluster(connect(), async (strait) => {
    const topic = await newTopic(strait)
    await withCluster(connect({ username: 'ann', password: 'ann-secret' }), async (ann) => {
      const latest = async () => (await ann.offsets([{ topic, partition: 0 }], 'latest'))[0]
      assert.equal((await latest())?.error?.code, 'ST350')
      await strait.createAcls([allow('User:ann', topic, 'describe')])
      assert.equal((await latest())?.offset, 0)
    })
  })
})

test('all topics and groups are those that the principal may see', async () => {
  await withCluster(connect(), async (strait) => {
    const [seen, hidden] = [await newTopic(strait), await newTopic(strait)]
    await strait.createAcls([allow('User:ann', seen, 'describe')])
    await strait.commitOffsets('hidden', [{ topic: hidden, partition: 0, offset: 0, metadata: '' }])
    await withCluster(connect({ username: 'ann', password: 'ann-secret' }), async (ann) => {
      const names = (await ann.topics()).map(({ name }) => name)
      assert.ok(names.includes(seen) && !names.includes(hidden))
      assert.deepEqual(await ann.groups(), [])
    })
  })
})

function allow(principal: string, resourceName: string, operation: string) {
  const resource = { resourceType: 'topic', patternType: 'literal', resourceName } as const
  return { ...resource, principal, host: '*', operation, permission: 'allow' } as const
}
