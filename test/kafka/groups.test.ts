import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { Consumer } from '@platformatic/kafka'
import type { GroupDescription } from '../../src/kafka/cluster.ts'
import { codesOf, kafkajs, newTopic, openShared, record, uniqueName } from './fixture.ts'

const { cluster, bootstrap, ...shared } = await openShared()
after(() => shared[Symbol.asyncDispose]())

async function groupNamed(groupId: string): Promise<GroupDescription | undefined> {
  return (await cluster.groups()).find((group) => group.groupId === groupId)
}

test('a group that was only committed for is empty and has no protocol', async () => {
  const [topic, groupId] = [await newTopic(cluster), uniqueName('group')]
  assert.equal(await groupNamed(groupId), undefined)
  await cluster.commitOffsets(groupId, [{ topic, partition: 0, offset: 0, metadata: '' }])
  assert.deepEqual(await groupNamed(groupId), { groupId, protocolType: '', state: 'Empty', members: 0 })
})

test('a live classic group has members, and its offsets are not written', async () => {
  const [topic, groupId] = [await newTopic(cluster), uniqueName('group')]
  const consumer = kafkajs(bootstrap).consumer({ groupId, maxWaitTimeInMs: 100 })
  try {
    await consumer.connect()
    await consumer.subscribe({ topics: [topic] })
    const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve))
    await consumer.run({ eachMessage: async () => {} })
    await joined
    assert.deepEqual(await groupNamed(groupId), {
      groupId,
      protocolType: 'consumer',
      state: 'Stable',
      members: 1,
    })
    const results = await cluster.commitOffsets(groupId, [{ topic, partition: 0, offset: 5, metadata: '' }])
    assert.deepEqual(codesOf(results), { [`${topic}-0`]: 'ST352' })
    assert.equal(
      results[0]?.error?.message,
      `cluster "eu": cannot commit ${topic}-0 for group "${groupId}": the group has members; its offsets are ` +
        'moved only while nobody consumes with it',
    )
  } finally {
    await consumer.disconnect()
  }
  assert.deepEqual(await groupNamed(groupId), {
    groupId,
    protocolType: 'consumer',
    state: 'Empty',
    members: 0,
  })
  assert.deepEqual((await cluster.committedOffsets([groupId])).get(groupId), [])
})

test('a live group of the consumer protocol is told as live, and its offsets are not written', async () => {
  const [topic, groupId] = [await newTopic(cluster), uniqueName('group')]
  await cluster.append(topic, [record('x')])
  const consumer = new Consumer({
    clientId: 'platformatic-test',
    bootstrapBrokers: bootstrap,
    groupId,
    groupProtocol: 'consumer',
    autocommit: false,
  })
  try {
    const stream = await consumer.consume({ topics: [topic], mode: 'earliest' })
    await once(stream, 'data')
    assert.deepEqual(await groupNamed(groupId), {
      groupId,
      protocolType: 'consumer',
      state: 'Stable',
      members: 1,
    })
    const results = await cluster.commitOffsets(groupId, [{ topic, partition: 0, offset: 0, metadata: '' }])
    assert.deepEqual(codesOf(results), { [`${topic}-0`]: 'ST352' })
    await stream.close()
  } finally {
    await consumer.close(true)
  }
})
