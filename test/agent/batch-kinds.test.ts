import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NewRecord } from '../../src/kafka/cluster.ts'
import { encodeBatch, type NewWireRecord } from '../../src/wire/records.ts'
import { applyFlow } from './flow-fixture.ts'
import { createSource, openScene, type Scene } from './flow-scene.ts'
import { headersOf, produceBatch } from './raw-log.ts'
import { assertSameRecords, type ReadRecord, readRecords } from './same-records.ts'

const dayMs = 24 * 3_600_000

function record(word: string, timestampMs = Date.now()): NewRecord {
  return { partition: 0, key: Buffer.from(`key of ${word}`), value: Buffer.from(word), timestampMs }
}

/** Runs an agent until everything is there; answers what kafkajs reads on the target. */
async function copiedRecords(scene: Scene, word: string, records: number): Promise<ReadRecord[][]> {
  const agent = await scene.agent()
  await agent.copied(records)
  const [copies, originals] = await Promise.all([
    readRecords({ bootstrap: scene.bootstrap.target, topic: scene.remote(word) }, records),
    readRecords({ bootstrap: scene.bootstrap.source, topic: scene.topic(word) }, records),
  ])
  assertSameRecords(copies, originals)
  await agent.stop()
  return copies
}

/** The batches of the source's partition 0 as somebody would send them. */
function logOf(scene: Scene, topic: string) {
  return { cluster: scene.source, bootstrap: scene.bootstrap.source, topic }
}

test('the times that a LogAppendTime source gave its records stay on a CreateTime target', async (t) => {
  const scene = await openScene(t, { configs: { sync: true, exclude: ['message\\.timestamp\\.type'] } })
  const topic = await createSource(scene, 'stamped', {
    configs: { 'message.timestamp.type': 'LogAppendTime' },
  })
  await scene.source.append(topic, [record('a', 1_000), record('b', 2_000), record('c', 3_000)])
  await scene.source.append(topic, [record('d', 4_000)])
  await applyFlow(scene, scene.spec)
  const beforeMs = Date.now()
  const [copies = []] = await copiedRecords(scene, 'stamped', 4)
  for (const { timestamp } of copies) {
    assert.ok(Number(timestamp) > beforeMs - 600_000, `${timestamp} is the broker's time, not the client's`)
  }
  const target = { cluster: scene.target, bootstrap: scene.bootstrap.target, topic: scene.remote('stamped') }
  for (const header of await headersOf(target)) assert.equal(header.logAppendTime, false)
})

test('records of any age arrive as they are, also over a restart between them', async (t) => {
  const scene = await openScene(t)
  const topic = await createSource(scene, 'aged', { configs: { 'retention.ms': '-1' } })
  const ages = [0, 1, 3, 400, 20_000, 2]
  await applyFlow(scene, scene.spec)
  for (const round of [1, 2]) {
    const nowMs = Date.now()
    for (const days of ages) await scene.source.append(topic, [record(`${days} days`, nowMs - days * dayMs)])
    const agent = await scene.agent()
    await agent.copied(ages.length)
    await agent.stop()
    assert.equal((await scene.target.readTopic(scene.remote('aged'))).length, round * ages.length)
  }
  const records = 2 * ages.length
  const [copies, originals] = await Promise.all([
    readRecords({ bootstrap: scene.bootstrap.target, topic: scene.remote('aged') }, records),
    readRecords({ bootstrap: scene.bootstrap.source, topic }, records),
  ])
  assertSameRecords(copies, originals)
})

test('batches of the largest size that a topic allows pass, however large that is', async (t) => {
  const scene = await openScene(t)
  await applyFlow(scene, scene.spec)
  for (const [word, sizeBytes] of [
    ['default', 1_048_588],
    ['large', 3_000_000],
    ['larger-than-a-fetch', 12_000_000],
  ] as const) {
    const topic = await createSource(scene, word, { configs: { 'max.message.bytes': `${sizeBytes}` } })
    const batch = batchOfSize(sizeBytes)
    assert.equal(batch.length, sizeBytes)
    assert.equal(await produceBatch(logOf(scene, topic), batch), 0)
    assert.equal(
      await produceBatch(logOf(scene, topic), batchOfSize(sizeBytes + 1)),
      10,
      'one more is refused',
    )
    await scene.source.append(topic, [record('behind it')])
    await copiedRecords(scene, word, 2)
  }
})

test('small batches with every kind of record arrive as they are', async (t) => {
  const scene = await openScene(t)
  const topic = await createSource(scene, 'small')
  const kinds: Omit<NewWireRecord, 'timestampMs'>[] = [
    { key: null, value: null, headers: [] },
    { key: Buffer.alloc(0), value: Buffer.alloc(0), headers: [['', Buffer.alloc(0)]] },
    {
      key: Buffer.from('key'),
      value: null,
      headers: [
        ['again', Buffer.from('1')],
        ['again', Buffer.from('2')],
      ],
    },
    { key: null, value: Buffer.alloc(300, 7), headers: [['bytes', Buffer.from([0, 255])]] },
  ]
  // Times that go back and forth, so that a joined batch has differences of both signs.
  const nowMs = Date.now()
  for (let number = 0; number < 60; number += 1) {
    const timestampMs = nowMs + (number % 2 === 0 ? -number : number) * 40_000
    const records = kinds.slice(0, 1 + (number % kinds.length)).map((kind) => ({ ...kind, timestampMs }))
    assert.equal(await produceBatch(logOf(scene, topic), encodeBatch(records, { codec: 'none' })), 0)
  }
  await applyFlow(scene, scene.spec)
  await copiedRecords(scene, 'small', 150)
})

function batchOfSize(sizeBytes: number): Buffer {
  const timestampMs = Date.now()
  const make = (valueBytes: number): Buffer => {
    const value = Buffer.alloc(valueBytes, 'x')
    return encodeBatch([{ timestampMs, key: null, value, headers: [] }], { codec: 'none' })
  }
  let batch = make(sizeBytes)
  // Again, because the lengths inside shrink with what they count.
  for (let bytes = sizeBytes; batch.length !== sizeBytes; batch = make(bytes))
    bytes -= batch.length - sizeBytes
  return batch
}
