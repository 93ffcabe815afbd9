import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { startBroker } from '../brokers/broker.ts'
import { startProxy } from '../proxy/proxy.ts'
import { newTopic, openAt, openShared, record, uniqueName } from './fixture.ts'

const { cluster, ...shared } = await openShared()
after(() => shared[Symbol.asyncDispose]())

test('records are appended in order, and each record gets its own offset', async () => {
  const topic = await newTopic(cluster, 2)
  const rows = [record('a', 0), record('b', 1), record('c', 0), record(null, 1, 'k')]
  assert.deepEqual(await cluster.append(topic, rows), [0, 0, 1, 1])
  assert.deepEqual(await cluster.append(topic, [record('d', 0)]), [2])
  const read = await cluster.readTopic(topic)
  assert.deepEqual(
    read.map(({ partition, offset, key, value }) => [partition, offset, key?.toString(), value?.toString()]),
    [
      [0, 0, undefined, 'a'],
      [0, 1, undefined, 'c'],
      [0, 2, undefined, 'd'],
      [1, 0, undefined, 'b'],
      [1, 1, 'k', undefined],
    ],
  )
})

test('appends that are made at once keep their order', async () => {
  const topic = await newTopic(cluster)
  const values = Array.from({ length: 30 }, (_, index) => String(index))
  const offsets = await Promise.all(values.map((value) => cluster.append(topic, [record(value)])))
  assert.deepEqual(
    offsets.flat(),
    values.map((_, index) => index),
  )
  const read = await cluster.readTopic(topic)
  assert.deepEqual(
    read.map(({ value }) => value?.toString()),
    values,
  )
})

test('more than a batch holds goes in several, still in order', async () => {
  const topic = await newTopic(cluster)
  const large = 'x'.repeat(300_000)
  const offsets = await cluster.append(topic, [record(large), record(large), record(large)])
  assert.deepEqual(offsets, [0, 1, 2])
})

test('nothing to append is no request', async () => {
  assert.deepEqual(await cluster.append(uniqueName('nowhere'), []), [])
})

test('a topic that does not exist and a record that is too large are refused, and the next append works', async () => {
  const topic = await newTopic(cluster, 1, { 'max.message.bytes': '1000' })
  await assert.rejects(cluster.append(uniqueName('nowhere'), [record('x')]), { code: 'ST351' })
  await assert.rejects(cluster.append(topic, [record('x'.repeat(2000))]), {
    code: 'ST306',
    message: new RegExp(`cluster "eu": cannot write to topic "${topic}": .*MESSAGE_TOO_LARGE \\(10\\)`),
  })
  assert.deepEqual(await cluster.append(topic, [record('fits')]), [0])
})

test('an append whose answer is lost lands once', async () => {
  await using proxy = await startProxy()
  await using broker = await startBroker({ proxy })
  await using open = openAt(broker.bootstrap)
  await using direct = openAt(broker.directBootstrap)
  const topic = await newTopic(open.cluster)
  assert.deepEqual(await open.cluster.append(topic, [record('before')]), [0])

  proxy.set({ swallow: 'answers' })
  const appended = open.cluster.append(topic, [record('once')])
  while ((await direct.cluster.offsets([{ topic, partition: 0 }], 'latest'))[0]?.offset !== 2) await delay(5)
  proxy.pass()
  proxy.drop()

  assert.deepEqual(await appended, [1])
  assert.deepEqual(await open.cluster.append(topic, [record('after')]), [2])
  const read = await direct.cluster.readTopic(topic)
  assert.deepEqual(
    read.map(({ value }) => value?.toString()),
    ['before', 'once', 'after'],
  )
})
