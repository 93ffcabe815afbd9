import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { after, before, describe, test } from 'node:test'
import { Kafka, logLevel } from 'kafkajs'
import { syncGroups } from '../../src/agent/group-sync.ts'
import type { CommittedOffset } from '../../src/kafka/cluster.ts'
import type { FlowSpec } from '../../src/topology/model.ts'
import {
  committedAt,
  copied,
  fill,
  flowBetween,
  observe,
  openPair,
  type Pair,
  run,
  uniqueName,
} from './service-fixture.ts'

let pair: Pair
before(async () => {
  pair = await openPair()
})
after(() => pair[Symbol.asyncDispose]())

interface Scene {
  readonly topic: string
  readonly remote: string
  readonly group: string
  readonly flow: FlowSpec
}

/** 20 offsets on the source, their 18 records on the target. */
async function scene(change: Partial<FlowSpec> = {}): Promise<Scene> {
  const topic = uniqueName('orders')
  const group = uniqueName('billing')
  const flow = flowBetween({
    topics: { include: [topic], exclude: [] },
    groups: { include: [group], exclude: [] },
    ...change,
  })
  const remote = `${flow.source}.${topic}`
  await Promise.all([fill(pair.source, topic, 20), fill(pair.target, remote, 18)])
  return { topic, remote, group, flow }
}

function at(topic: string, offset: number, metadata = ''): CommittedOffset {
  return { topic, partition: 0, offset, metadata }
}

/** Runs the service for some whole rounds. */
async function syncRounds({ flow, topic }: Scene, rounds = 1): Promise<void> {
  const source = observe(pair.source)
  const service = run((options) =>
    syncGroups({
      ...options,
      flow,
      source: source.cluster,
      target: pair.target,
      offsetMap: (name) => (name === topic ? copied : undefined),
      notes: { committed: () => undefined, write: () => Promise.resolve() },
    }),
  )
  for (let round = 0; round <= rounds; round++) await source.called('groups')
  await service.stop()
  assert.deepEqual(service.errors, [])
}

describe('group sync on brokers', () => {
  test('a new group stands at exactly the same record on the target, with its metadata', async () => {
    const here = await scene()
    const { group, topic, remote } = here
    await pair.source.commitOffsets(group, [at(topic, 14, 'note')])
    await syncRounds(here)
    const committed = await pair.target.committedOffsets([group])
    assert.deepEqual(committed.get(group), [at(remote, 12, 'note')])
  })

  test('it follows forwards, and backwards only when told', async () => {
    const here = await scene()
    const { group, topic, remote, flow } = here
    const target = { group, topic: remote }
    await pair.source.commitOffsets(group, [at(topic, 5)])
    await syncRounds(here)
    assert.equal(await committedAt(pair.target, target), 5)
    await pair.source.commitOffsets(group, [at(topic, 20)])
    await syncRounds(here)
    assert.equal(await committedAt(pair.target, target), 18)
    await pair.source.commitOffsets(group, [at(topic, 8)])
    await syncRounds(here, 2)
    assert.equal(await committedAt(pair.target, target), 18)
    await syncRounds({ ...here, flow: { ...flow, offsets: { ...flow.offsets, onConflict: 'rewind' } } })
    assert.equal(await committedAt(pair.target, target), 8)
  })

  test('a group that others exclude, and a topic that the target lacks, stay as they are', async () => {
    const here = await scene()
    const { group, topic, remote } = here
    const absent = uniqueName('absent')
    await fill(pair.source, absent, 5)
    await pair.source.commitOffsets(`${group}-out`, [at(topic, 14)])
    await pair.source.commitOffsets(group, [at(absent, 3), at(topic, 4)])
    await syncRounds({ ...here, flow: { ...here.flow, topics: { include: [topic, absent], exclude: [] } } })
    const committed = await pair.target.committedOffsets([group, `${group}-out`])
    assert.deepEqual(committed.get(group), [at(remote, 4)])
    assert.deepEqual(committed.get(`${group}-out`) ?? [], [])
  })

  test('a group with members on the target is not touched, and is once they left', async () => {
    const here = await scene()
    const { group, topic, remote } = here
    const target = { group, topic: remote }
    await pair.target.commitOffsets(group, [at(remote, 2)])
    await pair.source.commitOffsets(group, [at(topic, 14)])
    const events = new EventEmitter()
    const kafka = new Kafka({ brokers: pair.targetBootstrap.split(','), logLevel: logLevel.NOTHING })
    const consumer = kafka.consumer({ groupId: group })
    consumer.on(consumer.events.GROUP_JOIN, () => events.emit('joined'))
    await consumer.connect()
    await consumer.subscribe({ topic: remote })
    const joined = once(events, 'joined')
    await consumer.run({ autoCommit: false, eachMessage: () => Promise.resolve() })
    await joined
    await syncRounds(here, 2)
    assert.equal(await committedAt(pair.target, target), 2)
    await consumer.disconnect()
    await syncRounds(here)
    assert.equal(await committedAt(pair.target, target), 12)
  })
})
