// Two clusters with an authorizer: what a planner whose rights are few can plan, and what it is told to be given.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { StraitError } from '../../src/errors/strait-error.ts'
import type { Acl, Cluster } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import { readSnapshot } from '../../src/live/read-snapshot.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { startBroker } from '../brokers/broker.ts'
import { context, flowOf, topologyOf } from '../plan/fixtures.ts'

const names = ['strait', 'few', 'ann', 'none']
const users = names.map((name) => ({ name, password: `${name}-secret` }))
const options = { security: 'sasl_plaintext', authorizer: true, users } as const
const [source, target] = await Promise.all([startBroker(options), startBroker(options)])
const opened: Cluster[] = []
after(async () => {
  await Promise.all(opened.map((cluster) => cluster.close()))
  await Promise.all([source.close(), target.close()])
})

function connect(name: 'us' | 'eu', username: string): Cluster {
  const { bootstrap } = name === 'us' ? source : target
  const sasl = { mechanism: 'scram-sha-512', username, password: `${username}-secret` } as const
  const cluster = connectCluster(name, { bootstrap, clientId: 'strait-test', security: { sasl } })
  opened.push(cluster)
  return cluster
}

type Grant = readonly [type: Acl['resourceType'], name: string, operation: string]

function grants(username: string, given: readonly Grant[]): Acl[] {
  return given.map(([resourceType, resourceName, operation]) => ({
    resourceType,
    resourceName,
    patternType: resourceType === 'cluster' ? 'literal' : 'prefixed',
    principal: `User:${username}`,
    host: '*',
    operation,
    permission: 'allow',
  }))
}

const [us, eu] = [connect('us', 'strait'), connect('eu', 'strait')]
const plain = { partitions: 1, replicationFactor: -1, configs: {} }
await us.createTopics([
  { ...plain, name: 'shop.orders' },
  { ...plain, name: 'secret' },
  { ...plain, name: 'seen' },
])
await eu.createTopics([
  { ...plain, name: 'us.shop.orders' },
  { ...plain, name: 'local' },
])
await us.commitOffsets('shop-billing', [{ topic: 'shop.orders', partition: 0, offset: 0, metadata: '' }])
await us.commitOffsets('other', [{ topic: 'secret', partition: 0, offset: 0, metadata: '' }])

const flow = flowOf({
  topics: { include: ['shop\\..*'], exclude: [] },
  groups: { include: ['shop-.*'], exclude: [] },
  acls: { sync: false },
})
const topology = topologyOf([flow])

function read(username: string) {
  const clusters = new Map([
    ['us', connect('us', username)],
    ['eu', connect('eu', username)],
  ])
  return readSnapshot({ topology, clusters, nowMs: Date.now() })
}

const planning: readonly Grant[] = [
  ['topic', 'shop.', 'describe'],
  ['topic', 'shop.', 'describe_configs'],
  ['group', 'shop-', 'describe'],
]
const planningTarget: readonly Grant[] = [
  ['topic', 'us.shop.', 'describe'],
  ['topic', 'us.shop.', 'describe_configs'],
  ['topic', 'strait.', 'describe'],
  ['topic', 'strait.', 'read'],
  ['group', 'shop-', 'describe'],
]

test('a planner whose rights end at a prefix plans what is under it, beside topics that it may only see', async () => {
  await us.createAcls(grants('few', [...planning, ['topic', 'seen', 'describe']]))
  await eu.createAcls(grants('few', planningTarget))
  const snapshot = await read('few')
  assert.deepEqual([...(snapshot.clusters.get('us')?.topics.keys() ?? [])].sort(), ['seen', 'shop.orders'])
  assert.deepEqual([...(snapshot.clusters.get('us')?.groups.keys() ?? [])], ['shop-billing'])
  assert.equal(snapshot.clusters.get('us')?.sizesKnown, false)
  const plan = makePlan(topology, snapshot, context)
  assert.equal(plan.errored, false)
  const topics = plan.resource_changes.filter(({ type }) => type === 'topic')
  assert.deepEqual(topics, [], 'the remote topic is there already')
  const onIds = plan.missing_permissions.filter(({ resource_type }) => resource_type === 'transactional_id')
  assert.deepEqual(
    onIds.map(({ cluster, resource_names, operation }) => [cluster, resource_names, operation]),
    [['eu', ['strait.us-to-eu.'], 'write']],
  )
})

test('the brokers tell what a principal may do, also with what does not exist yet', async () => {
  await eu.createAcls(grants('few', [['transactional_id', 'strait.us-to-eu.', 'describe']]))
  await eu.commitOffsets('local', [{ topic: 'local', partition: 0, offset: 0, metadata: '' }])
  const rights = await connect('eu', 'few').rights({
    topics: ['us.shop.orders', 'local', 'us.shop.later'],
    groups: ['shop-billing', 'other'],
    transactionalIds: ['strait.us-to-eu.0', 'strait.other.0'],
    keepsOffsets: true,
  })
  assert.deepEqual(rights, {
    principal: 'User:few',
    cluster: [],
    topics: new Map([
      ['us.shop.orders', ['describe', 'describe_configs']],
      ['local', []],
      ['us.shop.later', ['describe', 'describe_configs']],
    ]),
    groups: new Map([
      ['shop-billing', ['describe']],
      ['other', []],
    ]),
    transactionalIds: new Map([
      ['strait.us-to-eu.0', true],
      ['strait.other.0', false],
    ]),
  })
  assert.equal(
    (await eu.topics()).some(({ name }) => name === '__transaction_state'),
    false,
  )
})

test('a topic that is there and hidden is no topic to create: its permission is missing', async () => {
  await us.createAcls(grants('ann', planning))
  await eu.createAcls(grants('ann', planningTarget.slice(2)))
  await assert.rejects(read('ann'), (error: StraitError) => {
    assert.equal(error.code, 'ST350')
    assert.match(
      error.message,
      /^cluster "eu": cannot see topic "us\.shop\.orders": User:ann has no DESCRIBE on /,
    )
    return true
  })
})

test('everything that planning itself lacks is named in one run', async () => {
  await us.createAcls(
    grants('none', [
      ['topic', 'shop.', 'describe'],
      ['group', 'shop-', 'describe'],
    ]),
  )
  await assert.rejects(read('none'), (error: StraitError) => {
    assert.equal(error.code, 'ST403')
    const lines = error.message.split('\n').slice(1)
    assert.deepEqual(
      lines.map((line) =>
        /^ {2}cluster "(\w+)": (.*): User:none has no (\w+) on (.*)\. Grant it/.exec(line)?.slice(1),
      ),
      [
        ['us', 'cannot read the configs of topic "shop.orders"', 'DESCRIBE_CONFIGS', 'topic "shop.orders"'],
        [
          'eu',
          'cannot see 3 topics that the plan is about',
          'DESCRIBE',
          'topics "strait.control.internal", "strait.positions.internal" and "us.shop.orders"',
        ],
        ['eu', 'cannot see group "shop-billing"', 'DESCRIBE', 'group "shop-billing"'],
      ],
    )
    return true
  })
})
