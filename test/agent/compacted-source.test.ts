import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import kafkajs, { type Producer } from 'kafkajs'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { sharedClusters } from '../brokers/shared.ts'
import { assertExactMap } from './exact-map.ts'
import { applyFlow, until } from './flow-fixture.ts'
import { type Bootstraps, createSource, openScene, type Scene } from './flow-scene.ts'
import { rewindPosition } from './late-position.ts'
import { headersOf } from './raw-log.ts'
import { assertSameRecords, readRecords } from './same-records.ts'

const { Kafka, CompressionTypes, logLevel } = kafkajs

let source: Broker
let bootstraps: Bootstraps

before(async () => {
  source = await startBroker({ properties: { 'log.cleaner.backoff.ms': 100 } })
  bootstraps = { source: source.bootstrap, target: (await sharedClusters()).target.bootstrap }
})
after(() => source.close())

/** Cleans as soon as a segment is closed, and closes it as soon as the next batch comes. */
const compactsAtOnce = {
  'cleanup.policy': 'compact',
  'min.cleanable.dirty.ratio': '0.0',
  'segment.ms': '1',
  'delete.retention.ms': '600000',
}

async function idempotentProducer(): Promise<Producer> {
  const producer = new Kafka({ brokers: [...source.bootstrap], logLevel: logLevel.NOTHING }).producer({
    idempotent: true,
    maxInFlightRequests: 1,
  })
  await producer.connect()
  return producer
}

type Entry = readonly [key: string, value: string | null]

async function send(
  producer: Producer,
  topic: string,
  batch: {
    entries: readonly Entry[]
    compression?: (typeof CompressionTypes)[keyof typeof CompressionTypes]
  },
): Promise<void> {
  const { entries, compression = CompressionTypes.None } = batch
  await producer.send({
    topic,
    acks: -1,
    compression,
    messages: entries.map(([key, value], index) => ({
      partition: 0,
      key,
      value,
      headers: { at: [`${index}`, 'again'] },
      timestamp: String(Date.now() - 5_000 - index),
    })),
  })
}

/** Two producers whose keys replace each other: holes in most batches, and one producer's last batch is emptied. */
async function produceReplaced(topic: string, rounds: number): Promise<void> {
  const [replaced, replacing] = [await idempotentProducer(), await idempotentProducer()]
  const codecs = [CompressionTypes.None, CompressionTypes.GZIP, CompressionTypes.LZ4, CompressionTypes.ZSTD]
  for (let round = 0; round < rounds; round += 1) {
    const compression = codecs[round % codecs.length] ?? CompressionTypes.None
    const entries: Entry[] = [
      [`kept-${round}-a`, `value ${round} a`],
      ['often', `old ${round}`],
      ['often', `new ${round}`],
      [`kept-${round}-b`, round % 3 === 0 ? null : `value ${round} b`],
      ['seldom', `${round}`],
    ]
    await send(replacing, topic, { entries, compression })
  }
  await send(replaced, topic, {
    entries: [
      ['all', 'gone'],
      ['often', 'gone too'],
    ],
  })
  await send(replacing, topic, {
    entries: [
      ['all', 'there'],
      ['often', 'last'],
      ['tail', 'end'],
    ],
  })
  // Closes the segment before it: what is behind stays as it is.
  await send(replacing, topic, { entries: [['active', 'segment']] })
  await Promise.all([replaced.disconnect(), replacing.disconnect()])
}

async function holesIn(
  scene: Scene,
  topic: string,
): Promise<{ holes: number; empty: number; records: number }> {
  const headers = await headersOf({ cluster: scene.source, bootstrap: scene.bootstrap.source, topic })
  return {
    holes: headers.filter(({ count, lastOffsetDelta }) => count > 0 && count <= lastOffsetDelta).length,
    empty: headers.filter(({ count }) => count === 0).length,
    records: headers.reduce((sum, { count }) => sum + count, 0),
  }
}

test('a compacted source’s holes close on the way: same records, dense batches, exact map', async (t) => {
  const scene = await openScene(t, {}, bootstraps)
  const topic = await createSource(scene, 'compacted', { configs: compactsAtOnce })
  const rounds = 12
  await produceReplaced(topic, rounds)
  // Of each round two keys are kept; then `seldom`, `all`, `often`, `tail` and `active` once each.
  const records = rounds * 2 + 5
  let found = { holes: 0, empty: 0, records: 0 }
  await until(
    async () => {
      found = await holesIn(scene, topic)
      return found.records === records
    },
    { state: () => found },
  )
  assert.ok(found.holes > 5, 'the cleaner left holes')
  assert.ok(found.empty > 0, 'the cleaner left an empty batch')
  await applyFlow(scene, scene.spec)
  const agent = await scene.agent()
  await agent.copied(records)
  const [copies, originals] = await Promise.all([
    readRecords({ bootstrap: scene.bootstrap.target, topic: scene.remote('compacted') }, records),
    readRecords({ bootstrap: scene.bootstrap.source, topic }, records),
  ])
  assertSameRecords(copies, originals)
  await assertExactMap(scene, 'compacted', records)
  assert.deepEqual(await scene.gaps(), [])
})

test('what the cleaner took behind the position of a killed agent is no foreign record', async (t) => {
  const scene = await openScene(t, { configs: { sync: false, exclude: [] } }, bootstraps)
  const topic = await createSource(scene, 'replaced', { configs: compactsAtOnce })
  const producer = await idempotentProducer()
  t.after(() => producer.disconnect())
  await applyFlow(scene, scene.spec)
  const killed = await scene.agent()
  await send(producer, topic, {
    entries: [
      ['a', '1'],
      ['b', '1'],
    ],
  })
  await killed.copied(2)
  await send(producer, topic, {
    entries: [
      ['a', '2'],
      ['c', '1'],
    ],
  })
  await killed.copied(4)
  await killed.stop()
  await rewindPosition(scene, topic)
  await send(producer, topic, {
    entries: [
      ['b', '2'],
      ['a', '3'],
    ],
  })
  await send(producer, topic, { entries: [['d', '1']] })
  await send(producer, topic, { entries: [['active', 'segment']] })
  const kept = ['c 1', 'b 2', 'a 3', 'd 1', 'active segment']
  await until(async () => isSame(await entriesOf(scene.source, topic), kept))
  const next = await scene.agent()
  await next.copied(4)
  const copied = ['a 1', 'b 1', 'a 2', 'c 1', 'b 2', 'a 3', 'd 1', 'active segment']
  assert.deepEqual(await entriesOf(scene.target, scene.remote('replaced')), copied)
  assert.deepEqual(await scene.gaps(), [])
})

async function entriesOf(cluster: Scene['source'], topic: string): Promise<string[]> {
  return (await cluster.readTopic(topic)).map(({ key, value }) => `${key} ${value}`)
}

function isSame(entries: readonly string[], others: readonly string[]): boolean {
  return entries.join() === others.join()
}
