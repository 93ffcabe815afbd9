import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { codesOf, newTopic, openShared, uniqueName, withAdmin } from './fixture.ts'

const { cluster, bootstrap, ...shared } = await openShared()
after(() => shared[Symbol.asyncDispose]())

test('a cluster is described by its id, controller and brokers', async () => {
  const { clusterId, controller, brokers } = await withAdmin(bootstrap, (admin) => admin.describeCluster())
  assert.deepEqual(await cluster.describe(), {
    clusterId,
    controllerId: controller,
    brokers: brokers.map(({ nodeId, host, port }) => ({ id: nodeId, host, port })),
  })
})

test('a created topic can be read back at once, with its id and partitions', async () => {
  const name = uniqueName('topic')
  const results = await cluster.createTopics([
    { name, partitions: 3, replicationFactor: -1, configs: { 'retention.ms': '60000' } },
  ])
  assert.deepEqual(results, [{ item: name }])
  const [topic] = await cluster.topics([name])
  assert.match(topic?.id ?? '', /^[0-9a-f]{32}$/)
  const { brokers } = await cluster.describe()
  const replicas = brokers.map(({ id }) => id)
  const partition = { leader: replicas[0], leaderEpoch: 0, replicas, isr: replicas }
  assert.deepEqual(topic, {
    name,
    id: topic?.id,
    internal: false,
    partitions: [partition, partition, partition],
  })
  const configs = await cluster.topicConfigs([name])
  assert.equal(configs.get(name)?.find((entry) => entry.name === 'retention.ms')?.value, '60000')
})

test('all topics are listed, and names that do not exist or cannot exist are left out', async () => {
  const name = await newTopic(cluster)
  const all = await cluster.topics()
  assert.ok(all.some((topic) => topic.name === name))
  const named = await cluster.topics([name, uniqueName('nowhere'), 'not/a/name'])
  assert.deepEqual(
    named.map((topic) => topic.name),
    [name],
  )
  assert.deepEqual(await cluster.topics([]), [])
})

test('a topic that is deleted and created again has another id', async () => {
  const name = await newTopic(cluster)
  const before = await cluster.topics([name])
  await withAdmin(bootstrap, (admin) => admin.deleteTopics({ topics: [name] }))
  await cluster.createTopics([{ name, partitions: 1, replicationFactor: -1, configs: {} }])
  const again = await cluster.topics([name])
  assert.equal(again.length, 1)
  assert.notEqual(again[0]?.id, before[0]?.id)
})

test('of several topics each has its own outcome, with the reason of the broker', async () => {
  const existing = await newTopic(cluster)
  const [fine, wide, odd] = [uniqueName('fine'), uniqueName('wide'), uniqueName('odd')]
  const plain = { partitions: 1, replicationFactor: -1, configs: {} }
  const results = await cluster.createTopics([
    { ...plain, name: existing },
    { ...plain, name: fine },
    { ...plain, name: wide, replicationFactor: 3 },
    { ...plain, name: odd, configs: { 'retention.sm': '1' } },
  ])
  assert.deepEqual(codesOf(results), {
    [existing]: 'ST306',
    [fine]: undefined,
    [wide]: 'ST306',
    [odd]: 'ST306',
  })
  assert.equal(
    results[3]?.error?.message,
    `cluster "eu": cannot create topic "${odd}": the broker answered INVALID_CONFIG (40): ` +
      'Unknown topic config name: retention.sm',
  )
  assert.deepEqual(results[0]?.error?.facts, {
    cluster: 'eu',
    operation: 'create',
    resourceType: 'topic',
    resourceName: existing,
    protocolCode: 36,
    protocolName: 'TOPIC_ALREADY_EXISTS',
  })
})

test('a topic grows to the given total, and never shrinks', async () => {
  const [grown, kept, missing] = [
    await newTopic(cluster, 2),
    await newTopic(cluster, 2),
    uniqueName('nowhere'),
  ]
  const results = await cluster.createPartitions([
    { name: grown, partitions: 5 },
    { name: kept, partitions: 1 },
    { name: missing, partitions: 2 },
  ])
  assert.deepEqual(codesOf(results), { [grown]: undefined, [kept]: 'ST306', [missing]: 'ST351' })
  const counts = (await cluster.topics([grown, kept])).map((topic) => topic.partitions.length)
  assert.deepEqual(counts.toSorted(), [2, 5])
})

test('a topic is deleted by its id, and one that was created again under the name is not meant', async () => {
  await using open = await openShared()
  const { cluster } = open
  const name = await newTopic(cluster)
  const [former] = await cluster.topics([name])
  assert(former !== undefined)
  assert.deepEqual(await cluster.deleteTopics([{ name, id: former.id }]), [{ item: name }])
  assert.deepEqual(await cluster.topics([name]), [])
  await cluster.createTopics([{ name, partitions: 1, replicationFactor: -1, configs: {} }])
  const [result] = await cluster.deleteTopics([{ name, id: former.id }])
  assert.notEqual(result?.error, undefined)
  assert.equal((await cluster.topics([name])).length, 1)
})
