import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { OffsetAt } from '../../src/kafka/cluster.ts'
import {
  deleteRecords,
  newTopic,
  openShared,
  record,
  transactional,
  uniqueName,
  withAdmin,
  withProducer,
} from './fixture.ts'

const { cluster, bootstrap, ...shared } = await openShared()
after(() => shared[Symbol.asyncDispose]())

test('offsets are told at both ends, at the last stable one and at a time', async () => {
  const topic = await newTopic(cluster, 2)
  const minute = 60_000
  const start = Date.now() - 10 * minute
  await cluster.append(
    topic,
    [0, 1, 2, 3].map((index) => ({ ...record('x'), timestampMs: start + index * minute })),
  )
  const partitions = [0, 1].map((partition) => ({ topic, partition }))
  const cases: { at: OffsetAt; offsets: number[] }[] = [
    { at: 'earliest', offsets: [0, 0] },
    { at: 'latest', offsets: [4, 0] },
    { at: 'stable', offsets: [4, 0] },
    { at: { timestampMs: start + 2 * minute }, offsets: [2, -1] },
    { at: { timestampMs: start + 2 * minute + 1 }, offsets: [3, -1] },
    { at: { timestampMs: start + 4 * minute }, offsets: [-1, -1] },
  ]
  for (const { at, offsets } of cases) {
    const answers = await cluster.offsets(partitions, at)
    assert.deepEqual(
      answers.map(({ offset }) => offset),
      offsets,
      JSON.stringify(at),
    )
  }
})

test('an open transaction holds back the last stable offset, not the log end', async () => {
  const topic = await newTopic(cluster)
  await cluster.append(topic, [record('committed')])
  await withProducer(bootstrap, transactional(), async (producer) => {
    const transaction = await producer.transaction()
    await transaction.send({ topic, messages: [{ value: 'open' }] })
    const partitions = [{ topic, partition: 0 }]
    const [stable] = await cluster.offsets(partitions, 'stable')
    const [latest] = await cluster.offsets(partitions, 'latest')
    await transaction.abort()
    assert.deepEqual([stable?.offset, latest?.offset], [1, 2])
  })
})

test('the log start moves up when records are deleted', async () => {
  const topic = await newTopic(cluster)
  await cluster.append(topic, [record('a'), record('b'), record('c')])
  await deleteRecords(bootstrap, topic, '2')
  assert.deepEqual(await cluster.offsets([{ topic, partition: 0 }], 'earliest'), [
    { topic, partition: 0, offset: 2, leaderEpoch: 0 },
  ])
})

test('answers come in the order asked, and a partition that does not exist carries its error alone', async () => {
  const topic = await newTopic(cluster)
  const nowhere = uniqueName('nowhere')
  const asked = [
    { topic: nowhere, partition: 0 },
    { topic, partition: 0 },
    { topic, partition: 7 },
  ]
  const answers = await cluster.offsets(asked, 'latest')
  assert.deepEqual(
    answers.map(({ topic: name, partition, offset, error }) => [name, partition, offset, error?.code]),
    [
      [nowhere, 0, -1, 'ST351'],
      [topic, 0, 0, undefined],
      [topic, 7, -1, 'ST351'],
    ],
  )
})

test('a topic that was deleted after its leader was learnt is said not to exist', async () => {
  const topic = await newTopic(cluster)
  const partitions = [{ topic, partition: 0 }]
  assert.equal((await cluster.offsets(partitions, 'latest'))[0]?.error, undefined)
  await withAdmin(bootstrap, (admin) => admin.deleteTopics({ topics: [topic] }))
  // The controller has deleted it; a busy broker hears of that a moment later, and answers until then.
  const answer = async () => (await cluster.offsets(partitions, 'latest'))[0]?.error?.code
  let code = await answer()
  while (code === undefined) code = await answer()
  assert.equal(code, 'ST351')
})

test('sizes are the bytes on disk, by partition', async () => {
  const [topic, nowhere] = [await newTopic(cluster, 2), uniqueName('nowhere')]
  await cluster.append(topic, [record('x'.repeat(1000), 1)])
  const sizes = await cluster.sizes([topic, nowhere])
  assert.deepEqual([...sizes.keys()], [topic])
  const [empty = -1, filled = -1] = sizes.get(topic) ?? []
  assert.equal(empty, 0)
  assert.ok(filled > 1000 && filled < 1200, `${filled} bytes`)
})
