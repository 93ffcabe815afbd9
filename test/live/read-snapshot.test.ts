// Two real clusters behind recording proxies: what a snapshot holds, and what was sent to read it.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Acl, Cluster } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import { readSnapshot } from '../../src/live/read-snapshot.ts'
import { controlKey, controlTopic, type FlowEntry } from '../../src/mirror/control.ts'
import { encodePosition } from '../../src/mirror/position-records.ts'
import { type PositionRecord, positionKey, positionsTopic } from '../../src/mirror/positions.ts'
import { startBroker } from '../brokers/broker.ts'
import { record, uniqueName, withAdmin } from '../kafka/fixture.ts'
import { requestCounts } from '../kafka/recorded-requests.ts'
import { flowOf, topologyOf } from '../plan/fixtures.ts'
import { startProxy } from '../proxy/proxy.ts'

const [sourceProxy, targetProxy] = await Promise.all([startProxy(), startProxy()])
const [source, target] = await Promise.all([
  startBroker({ proxy: sourceProxy, authorizer: true }),
  startBroker({ proxy: targetProxy }),
])
const connect = (name: string, bootstrap: string[]) =>
  connectCluster(name, { bootstrap, clientId: 'strait-test', security: {} })
const [us, eu] = [connect('us', source.bootstrap), connect('eu', target.bootstrap)]
const clusters = new Map([
  ['us', us],
  ['eu', eu],
])
after(async () => {
  await Promise.all([us.close(), eu.close()])
  await Promise.all([source.close(), target.close(), sourceProxy.close(), targetProxy.close()])
})

const flow = flowOf()
const topology = topologyOf([flow])
const nowMs = Date.now()
const plain = { replicationFactor: -1, configs: {} }

const acl: Acl = {
  resourceType: 'topic',
  resourceName: 'orders',
  patternType: 'literal',
  principal: 'User:ann',
  host: '*',
  operation: 'read',
  permission: 'allow',
}

const applied: FlowEntry = {
  kind: 'flow',
  name: flow.name,
  state: 'running',
  spec: flow,
  revision: { commit: null, dirty: false, author: null, appliedBy: null },
  appliedAt: '2026-03-01T12:00:00.000Z',
}

const position: PositionRecord = {
  format: 1,
  flow: flow.name,
  topic: 'orders',
  partition: 1,
  chunk: 0,
  runs: [[0, 0, 2]],
  sourceNext: 2,
  targetNext: 2,
  sourceTopicId: '1'.repeat(32),
  targetTopicId: '2'.repeat(32),
  sourceLeaderEpoch: 0,
  producerId: 1,
  producerEpoch: 0,
}

await us.createTopics([
  { ...plain, name: 'orders', partitions: 2, configs: { 'retention.ms': '60000' } },
  { ...plain, name: 'payments', partitions: 1 },
])
await us.append('orders', [record('a', 1), record('b', 1), record('c', 1)])
await withAdmin(source.directBootstrap, async (admin) => {
  await admin.fetchTopicOffsets('orders')
  await admin.deleteTopicRecords({ topic: 'orders', partitions: [{ partition: 1, offset: '1' }] })
})
await us.commitOffsets('shop', [{ topic: 'orders', partition: 1, offset: 2, metadata: 'm' }])
await us.createAcls([acl])

test('a snapshot holds topics, offsets, sizes, configs, groups and ACLs of each cluster', async () => {
  const { clusters: read, takenAtMs } = await readSnapshot({ topology, clusters, nowMs })
  assert.equal(takenAtMs, nowMs)
  assert.deepEqual([...read.keys()], ['us', 'eu'])
  const snapshot = read.get('us')
  assert.equal(snapshot?.description.clusterId, source.clusterId)
  assert.deepEqual([...(snapshot?.topics.keys() ?? [])].toSorted(), [
    '__consumer_offsets',
    'orders',
    'payments',
  ])
  const orders = snapshot?.topics.get('orders')
  assert.deepEqual(orders?.earliest, [0, 1])
  assert.deepEqual(orders?.latest, [0, 3])
  assert.deepEqual(
    orders?.sizeBytes.map((bytes) => bytes > 0),
    [false, true],
  )
  assert.deepEqual(
    orders?.configs.filter((entry) => entry.source === 'topic').map(({ name, value }) => [name, value]),
    [['retention.ms', '60000']],
  )
  assert.deepEqual(snapshot?.groups.get('shop'), {
    groupId: 'shop',
    protocolType: '',
    state: 'Empty',
    members: 0,
    offsets: [{ topic: 'orders', partition: 1, offset: 2, metadata: 'm' }],
  })
  assert.deepEqual(snapshot?.acls, [acl])
})

test('a cluster on which nothing was applied has no control entries, no maps and maybe no authorizer', async () => {
  const snapshot = (await readSnapshot({ topology, clusters, nowMs })).clusters.get('eu')
  assert.deepEqual([snapshot?.control, snapshot?.offsetMaps, snapshot?.acls], [[], new Map(), undefined])
})

test('what was applied and how far it got is folded from the internal topics', async () => {
  const compacted = { ...plain, partitions: 1, configs: { 'cleanup.policy': 'compact' } }
  await eu.createTopics([
    { ...compacted, name: controlTopic },
    { ...compacted, name: positionsTopic },
  ])
  const key = Buffer.from(controlKey(applied))
  const controlRecord = (entry: FlowEntry) => ({
    partition: 0,
    key,
    value: Buffer.from(JSON.stringify(entry)),
  })
  await eu.append(controlTopic, [controlRecord({ ...applied, state: 'paused' }), controlRecord(applied)])
  await eu.createTopics([{ ...plain, name: 'us.orders', partitions: 3 }])
  const [remote] = await eu.topics(['us.orders'])
  const living = { ...position, targetTopicId: remote?.id ?? assert.fail('no topic') }
  await eu.append(positionsTopic, [
    { partition: 0, ...encodePosition(living) },
    { partition: 0, ...encodePosition({ ...position, partition: 2 }) },
  ])
  const snapshot = (await readSnapshot({ topology, clusters, nowMs })).clusters.get('eu')
  assert.deepEqual(snapshot?.control, [applied])
  const { runs, sourceNext, targetNext } =
    snapshot?.offsetMaps.get(positionKey(flow.name, 'orders', 1)) ?? assert.fail('no map')
  assert.deepEqual(
    { runs, sourceNext, targetNext },
    { runs: [{ sourceStart: 0, targetStart: 0, count: 2 }], sourceNext: 2, targetNext: 2 },
  )
  const ofAnother = snapshot?.offsetMaps.get(positionKey(flow.name, 'orders', 2))
  assert.equal(ofAnother, undefined, 'a map into a topic that is gone is left out')
})

test('reading sends read-only requests, one per kind, however many topics and groups there are', async () => {
  const names = Array.from({ length: 30 }, (_, index) => `payments-${index}`)
  await us.createTopics(names.map((name) => ({ ...plain, name, partitions: 2 })))
  for (const name of names) {
    await us.commitOffsets(`group-of-${name}`, [{ topic: name, partition: 0, offset: 0, metadata: '' }])
  }
  await readSnapshot({ topology, clusters, nowMs })
  sourceProxy.record()
  targetProxy.record()
  await readSnapshot({ topology, clusters, nowMs })
  const ofSource = requestCounts(sourceProxy)
  const ofTarget = requestCounts(targetProxy)
  // Of the topics once, with the groups to know the brokers, for the description, and of names that are not there.
  const [sourceMetadata = 0, targetMetadata = 0] = [
    takeOut(ofSource, 'Metadata'),
    takeOut(ofTarget, 'Metadata'),
  ]
  assert.ok(sourceMetadata <= 4 && targetMetadata <= 6, `${sourceMetadata} and ${targetMetadata}`)
  const once = { DescribeAcls: 1, DescribeCluster: 1, DescribeConfigs: 1, DescribeLogDirs: 1, ListGroups: 1 }
  assert.deepEqual(ofSource, { ...once, ListOffsets: 2, FindCoordinator: 1, OffsetFetch: 1 })
  // No groups but those of the source and of the agents, whose rights are asked for, and two internal topics: both
  // ends of each, and its records.
  const ofGroups = { DescribeGroups: 1, DescribeTransactions: 1 }
  assert.deepEqual(ofTarget, { ...once, ...ofGroups, ListOffsets: 2 + 4, Fetch: 2 })
})

function takeOut(counts: Record<string, number>, name: string): number | undefined {
  const count = counts[name]
  delete counts[name]
  return count
}

test('a topic that is deleted while the snapshot is read is left out', async () => {
  const name = uniqueName('vanishing')
  await us.createTopics([{ ...plain, name, partitions: 2 }])
  const vanishing: Cluster = {
    ...us,
    topicsWithRights: async () => {
      const listed = await us.topicsWithRights()
      assert.ok(listed.topics.some((topic) => topic.name === name))
      await withAdmin(source.directBootstrap, (admin) => admin.deleteTopics({ topics: [name] }))
      return listed
    },
  }
  const read = await readSnapshot({ topology, clusters: new Map([['us', vanishing]]), nowMs })
  const topics = read.clusters.get('us')?.topics
  assert.equal(topics?.has(name), false)
  assert.equal(topics?.has('orders'), true)
})
