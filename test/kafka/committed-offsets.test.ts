import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { after, test } from 'node:test'
import { codesOf, kafkajs, newTopic, openShared, uniqueName, withAdmin } from './fixture.ts'

const { cluster, bootstrap, ...shared } = await openShared()
after(() => shared[Symbol.asyncDispose]())

test('offsets of many groups are read in one call, with their metadata', async () => {
  const topic = await newTopic(cluster, 2)
  const [first, second, third] = [uniqueName('first'), uniqueName('second'), uniqueName('none')]
  const offsets = [
    { topic, partition: 0, offset: 7, metadata: 'by hand' },
    { topic, partition: 1, offset: 0, metadata: '' },
  ]
  assert.deepEqual(codesOf(await cluster.commitOffsets(first, offsets)), {
    [`${topic}-0`]: undefined,
    [`${topic}-1`]: undefined,
  })
  await cluster.commitOffsets(second, offsets.slice(0, 1))
  const committed = await cluster.committedOffsets([first, second, third, first])
  assert.deepEqual(
    [...committed].map(([groupId, list]) => [
      groupId,
      list.toSorted((one, other) => one.partition - other.partition),
    ]),
    [
      [first, offsets],
      [second, offsets.slice(0, 1)],
      [third, []],
    ],
  )
  assert.deepEqual(await cluster.committedOffsets([]), new Map())
})

test('another client reads what was committed, and a later commit may go back', async () => {
  const [topic, groupId] = [await newTopic(cluster), uniqueName('group')]
  await cluster.commitOffsets(groupId, [{ topic, partition: 0, offset: 3, metadata: '' }])
  await cluster.commitOffsets(groupId, [{ topic, partition: 0, offset: 1, metadata: 'm' }])
  const fetched = await withAdmin(bootstrap, (admin) => admin.fetchOffsets({ groupId, topics: [topic] }))
  assert.deepEqual(fetched, [{ topic, partitions: [{ partition: 0, offset: '1', metadata: 'm' }] }])
})

test('a commit for a partition that does not exist fails alone', async () => {
  const [topic, groupId] = [await newTopic(cluster), uniqueName('group')]
  const nowhere = uniqueName('nowhere')
  const results = await cluster.commitOffsets(groupId, [
    { topic, partition: 0, offset: 1, metadata: '' },
    { topic: nowhere, partition: 0, offset: 1, metadata: '' },
  ])
  assert.deepEqual(codesOf(results), { [`${topic}-0`]: undefined, [`${nowhere}-0`]: 'ST351' })
  assert.equal((await cluster.committedOffsets([groupId])).get(groupId)?.length, 1)
  assert.deepEqual(await cluster.commitOffsets(groupId, []), [])
})

test('exactly the places that are named are deleted, and what is gone already counts', async () => {
  const [topic, kept, groupId] = [await newTopic(cluster, 2), await newTopic(cluster), uniqueName('group')]
  const place = (name: string, partition: number) => ({ topic: name, partition, offset: 1, metadata: '' })
  await cluster.commitOffsets(groupId, [place(topic, 0), place(topic, 1), place(kept, 0)])
  const nowhere = uniqueName('nowhere')
  for (let times = 0; times < 2; times++) {
    const gone = [place(topic, 1), { topic: nowhere, partition: 0 }]
    assert.deepEqual(codesOf(await cluster.deleteOffsets(groupId, gone)), {
      [`${topic}-1`]: undefined,
      [`${nowhere}-0`]: undefined,
    })
  }
  const left = (await cluster.committedOffsets([groupId])).get(groupId) ?? []
  assert.deepEqual(
    left.map(({ topic: name, partition }) => [name, partition]).sort(),
    [
      [topic, 0],
      [kept, 0],
    ].sort(),
  )
  const never = uniqueName('never')
  assert.deepEqual(codesOf(await cluster.deleteOffsets(never, [place(topic, 0)])), {
    [`${topic}-0`]: undefined,
  })
  assert.deepEqual(await cluster.deleteOffsets(groupId, []), [])
})

test('places of a group with members are not deleted', async () => {
  const [topic, groupId] = [await newTopic(cluster), uniqueName('group')]
  await cluster.commitOffsets(groupId, [{ topic, partition: 0, offset: 0, metadata: '' }])
  const consumer = kafkajs(bootstrap).consumer({ groupId })
  const events = new EventEmitter()
  consumer.on(consumer.events.GROUP_JOIN, () => events.emit('joined'))
  await consumer.connect()
  try {
    await consumer.subscribe({ topic })
    const joined = once(events, 'joined')
    await consumer.run({ autoCommit: false, eachMessage: () => Promise.resolve() })
    await joined
    const results = await cluster.deleteOffsets(groupId, [{ topic, partition: 0 }])
    assert.deepEqual(codesOf(results), { [`${topic}-0`]: 'ST352' })
  } finally {
    await consumer.disconnect()
  }
  assert.equal((await cluster.committedOffsets([groupId])).get(groupId)?.length, 1)
})
