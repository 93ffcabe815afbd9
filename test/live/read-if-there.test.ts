// Strait's own topics, where there is none yet and where a broker has not heard of one: neither is a failure.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Leaders } from '../../src/kafka/leaders.ts'
import type { Link } from '../../src/kafka/link.ts'
import { readTopic } from '../../src/kafka/read-topic.ts'
import { readIfThere } from '../../src/live/read-if-there.ts'
import type { Brokers } from '../../src/wire/brokers.ts'
import { newTopic, openShared, record, uniqueName } from '../kafka/fixture.ts'

const { cluster, ...shared } = await openShared()
after(() => shared[Symbol.asyncDispose]())

test('a topic that is not there holds nothing, and one that is holds its records', async () => {
  assert.deepEqual(await readIfThere(cluster, uniqueName('nowhere')), [])
  const topic = await newTopic(cluster)
  await cluster.append(topic, [record('one', 0)])
  assert.deepEqual(
    (await readIfThere(cluster, topic)).map(({ value }) => value?.toString()),
    ['one'],
  )
})

test('what else keeps a topic from being read is a failure', async () => {
  const readTopic = () => Promise.reject(new Error('the disk is gone'))
  await assert.rejects(readIfThere({ readTopic }, 'orders'), /the disk is gone/)
})

test('a topic that was there is asked for again: the broker that answers may be the last to hear of it', async () => {
  const here = { name: 'orders', id: '0'.repeat(32), internal: false, errorCode: 0, operations: undefined }
  const absent = { ...here, errorCode: 3, partitions: [] }
  const answers = [absent, absent, { ...here, partitions: [] }]
  const metadata = () => Promise.resolve({ topics: answers.splice(0, 1) })
  const brokers = { metadata } as unknown as Brokers
  const leaders = new Leaders(brokers)
  leaders.learn([{ ...here, partitions: [{ leader: 1, leaderEpoch: 0, replicas: [1], isr: [1] }] as never }])
  const link = { cluster: 'eu', brokers, leaders } as unknown as Link
  assert.deepEqual(await readTopic(link, 'orders'), [])
  assert.deepEqual(answers, [])
})
