import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { CompressionTypes } from 'kafkajs'
import { startBroker } from '../brokers/broker.ts'
import {
  deleteRecords,
  newTopic,
  openAt,
  openShared,
  record,
  transactional,
  uniqueName,
  withProducer,
} from './fixture.ts'

const { cluster, bootstrap, ...shared } = await openShared()
after(() => shared[Symbol.asyncDispose]())

test('a topic is read with keys, values, headers and times as another client wrote them', async () => {
  const topic = await newTopic(cluster, 2)
  const timestamp = String(Date.now() - 5000)
  const headers = { trace: Buffer.from('1'), many: [Buffer.from('a'), Buffer.from('b')] }
  const messages = [
    { partition: 1, key: 'k', value: 'v', headers, timestamp },
    { partition: 1, key: null, value: null, timestamp },
    { partition: 0, value: '', timestamp },
  ]
  await withProducer(bootstrap, {}, async (producer) => {
    await producer.send({ topic, compression: CompressionTypes.GZIP, messages })
  })
  const common = { topic, timestampMs: Number(timestamp) }
  assert.deepEqual(await cluster.readTopic(topic), [
    { ...common, partition: 0, offset: 0, key: null, value: Buffer.alloc(0), headers: [] },
    {
      ...common,
      partition: 1,
      offset: 0,
      key: Buffer.from('k'),
      value: Buffer.from('v'),
      headers: [
        ['trace', Buffer.from('1')],
        ['many', Buffer.from('a')],
        ['many', Buffer.from('b')],
      ],
    },
    { ...common, partition: 1, offset: 1, key: null, value: null, headers: [] },
  ])
})

test('an empty topic has no records, and a missing one is an error', async () => {
  assert.deepEqual(await cluster.readTopic(await newTopic(cluster, 3)), [])
  const nowhere = uniqueName('nowhere')
  await assert.rejects(cluster.readTopic(nowhere), {
    code: 'ST351',
    message: `cluster "eu": cannot read topic "${nowhere}": there is no such topic`,
  })
})

test('only committed data is read, up to where a transaction is still open', async () => {
  const topic = await newTopic(cluster)
  const read = await withOpenTransaction(topic, () => cluster.readTopic(topic))
  // Not by offset: a commit is answered before its marker lands, so the plain record may come before the marker.
  assert.deepEqual(
    read.map(({ value }) => value?.toString()),
    ['committed', 'plain'],
  )
})

/** Aborted, committed and plain records, then an open transaction and a plain record behind it. */
async function withOpenTransaction<T>(topic: string, work: () => Promise<T>): Promise<T> {
  const result = Promise.withResolvers<T>()
  await withProducer(bootstrap, transactional(), async (producer) => {
    const aborted = await producer.transaction()
    await aborted.send({ topic, messages: [{ value: 'aborted' }] })
    await aborted.abort()
    const committed = await producer.transaction()
    await committed.send({ topic, messages: [{ value: 'committed' }] })
    await committed.commit()
    await cluster.append(topic, [record('plain')])
    const open = await producer.transaction()
    await open.send({ topic, messages: [{ value: 'open' }] })
    await cluster.append(topic, [record('behind the open one')])
    await work().then(result.resolve, result.reject)
    await open.abort()
  })
  return result.promise
}

test('a topic of many batches and partitions, larger than one answer, is read whole', async () => {
  const topic = await newTopic(cluster, 3)
  const rows = Array.from({ length: 120 }, (_, index) => record(`${index} ${'x'.repeat(100_000)}`, index % 3))
  const offsets = await cluster.append(topic, rows)
  const read = await cluster.readTopic(topic)
  assert.equal(read.length, rows.length)
  const seen = new Map(read.map(({ partition, offset, value }) => [`${partition}/${offset}`, value]))
  for (const [index, { partition, value }] of rows.entries()) {
    assert.deepEqual(seen.get(`${partition}/${offsets[index]}`), value)
  }
})

test('records that were deleted are not waited for', async () => {
  const topic = await newTopic(cluster)
  await cluster.append(topic, [record('a'), record('b'), record('c')])
  await deleteRecords(bootstrap, topic, '2')
  const read = await cluster.readTopic(topic)
  assert.deepEqual(
    read.map(({ offset }) => offset),
    [2],
  )
})

test('of a compacted topic the last record of each key is read, at its own offset', async () => {
  await using broker = await startBroker({ properties: { 'log.cleaner.backoff.ms': 100 } })
  await using own = openAt(broker.bootstrap)
  const topic = await newTopic(own.cluster, 1, {
    'cleanup.policy': 'compact',
    'segment.ms': '1',
    'min.cleanable.dirty.ratio': '0.001',
    'delete.retention.ms': '0',
  })
  for (const [key, value] of [
    ['a', '1'],
    ['b', '1'],
    ['a', '2'],
    ['c', '1'],
    ['b', '2'],
    ['end', '1'],
  ] as const) {
    // A new segment per record: only closed segments are compacted.
    await own.cluster.append(topic, [record(value, 0, key)])
    await delay(2)
  }
  const compacted = async () => {
    const read = await own.cluster.readTopic(topic)
    return read.map(({ offset, key, value }) => `${offset} ${key} ${value}`)
  }
  const wanted = ['2 a 2', '3 c 1', '4 b 2', '5 end 1']
  const limit = AbortSignal.timeout(60_000)
  while ((await compacted()).length > wanted.length) await delay(50, undefined, { signal: limit })
  assert.deepEqual(await compacted(), wanted)
})
