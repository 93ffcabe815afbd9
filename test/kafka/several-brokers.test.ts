// Three brokers: what is asked of leaders and coordinators has to reach the right ones, also after they move.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startCluster } from '../brokers/broker.ts'
import { newTopic, openAt, record } from './fixture.ts'

const brokers = await startCluster(3)
const { cluster, ...open } = openAt(brokers.flatMap(({ bootstrap }) => bootstrap))
after(async () => {
  await open[Symbol.asyncDispose]()
  await Promise.all(brokers.map((broker) => broker.close()))
})

const topic = await newTopic(cluster, 9)
const partitions = Array.from({ length: 9 }, (_, partition) => ({ topic, partition }))
await cluster.append(
  topic,
  partitions.flatMap(({ partition }) =>
    Array.from({ length: partition }, () => record('x'.repeat(100), partition)),
  ),
)

test('partitions of all leaders are read and written together', async () => {
  const [described] = await cluster.topics([topic])
  const leaders = new Set(described?.partitions.map(({ leader }) => leader))
  assert.equal(leaders.size, 3)
  const latest = await cluster.offsets(partitions, 'latest')
  assert.deepEqual(
    latest.map(({ offset }) => offset),
    [0, 1, 2, 3, 4, 5, 6, 7, 8],
  )
  const read = await cluster.readTopic(topic)
  assert.deepEqual(
    partitions.map(({ partition }) => read.filter((one) => one.partition === partition).length),
    [0, 1, 2, 3, 4, 5, 6, 7, 8],
  )
  const sizes = (await cluster.sizes([topic])).get(topic) ?? []
  assert.deepEqual(
    sizes.map((bytes) => bytes > 0),
    [false, ...Array.from({ length: 8 }, () => true)],
  )
})

test('a group is listed once, and configs are dealt out to all brokers', async () => {
  await cluster.commitOffsets('shop', [{ topic, partition: 0, offset: 0, metadata: '' }])
  const groups = (await cluster.groups()).map(({ groupId }) => groupId)
  assert.deepEqual(groups, ['shop'])
  const names = await Promise.all(Array.from({ length: 5 }, () => newTopic(cluster)))
  const configs = await cluster.topicConfigs([topic, ...names])
  assert.deepEqual([...configs.keys()].toSorted(), [topic, ...names].toSorted())
})

test('after a broker died everything is found at the others', async () => {
  const { controllerId } = await cluster.describe()
  const victim = brokers.find(({ nodeId }) => nodeId !== controllerId)
  await victim?.kill()
  const latest = await cluster.offsets(partitions, 'latest')
  assert.deepEqual(
    latest.map(({ offset, error }) => error?.message ?? offset),
    [0, 1, 2, 3, 4, 5, 6, 7, 8],
  )
  assert.equal(
    (
      await cluster.append(
        topic,
        partitions.map(({ partition }) => record('y', partition)),
      )
    ).length,
    9,
  )
  assert.equal((await cluster.readTopic(topic)).length, 36 + 9)
  const committed = await cluster.committedOffsets(['shop'])
  assert.equal(committed.get('shop')?.length, 1)
  assert.ok((await cluster.groups()).some(({ groupId }) => groupId === 'shop'))
  assert.equal((await cluster.topicConfigs([topic])).size, 1)
  assert.equal((await cluster.sizes([topic])).get(topic)?.filter((bytes) => bytes > 0).length, 9)
  assert.ok((await cluster.describe()).brokers.length >= 2)
})
