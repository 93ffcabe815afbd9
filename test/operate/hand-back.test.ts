// When a flow may go back to MirrorMaker and what is written for it. test/movein does it with the real MirrorMaker.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Cluster, GroupDescription, LogRecord, NewRecord } from '../../src/kafka/cluster.ts'
import { connectOffsetsTopic, encodeSourceOffset } from '../../src/mirror/connect-offsets.ts'
import { controlTopic, type FlowEntry } from '../../src/mirror/control.ts'
import { encodePosition } from '../../src/mirror/position-records.ts'
import { positionsTopic } from '../../src/mirror/positions.ts'
import { readHandBack, writeHandBack } from '../../src/operate/hand-back.ts'
import { connectBody, renderHandBack } from '../../src/render/hand-back.ts'
import { appliedFlow, flowOf } from '../plan/fixtures.ts'

const flow = flowOf()
const topology = {}
const [sourceId, targetId] = ['a'.repeat(32), 'b'.repeat(32)]
const offsetsTopic = connectOffsetsTopic('us')

interface World {
  readonly entry?: Partial<FlowEntry>
  readonly groups?: readonly GroupDescription[]
  /** The end of us.orders-0 on the target. */
  readonly end?: number
  /** What MirrorMaker wrote down; undefined where it never ran. */
  readonly before?: number
}

function pick(methods: Partial<Cluster>): Cluster {
  return new Proxy(methods, {
    get: (known, name) => {
      if (name === 'then') return undefined
      if (name in known) return known[name as keyof Cluster]
      throw new Error(`nobody expected ${String(name)}`)
    },
  }) as Cluster
}

function worldOf({ entry = {}, groups = [], end = 7, before }: World) {
  const written: NewRecord[] = []
  const made: string[] = []
  const log = (records: { key: Buffer; value: Buffer | null }[]): LogRecord[] =>
    records.map((record, offset) => ({
      ...record,
      offset,
      topic: '',
      partition: 0,
      timestampMs: 0,
      headers: [],
    }))
  const position = (partition: number, next: number) =>
    encodePosition({
      ...{ format: 1, flow: flow.name, topic: 'orders', partition, chunk: 0, sourceLeaderEpoch: 0 },
      ...{ sourceTopicId: sourceId, targetTopicId: targetId, producerId: 1, producerEpoch: 0 },
      ...{ runs: [], sourceNext: next === 0 ? 0 : next + 10, targetNext: next },
    })
  const old = { connector: 'MirrorSourceConnector', cluster: 'us', topic: 'orders', partition: 0 }
  const logs: Record<string, LogRecord[]> = {
    [controlTopic]: log([
      {
        key: Buffer.from(JSON.stringify(['flow', flow.name])),
        value: Buffer.from(JSON.stringify({ ...appliedFlow(flow), state: 'paused', ...entry })),
      },
    ]),
    [positionsTopic]: log([position(0, 7), position(1, 0)]),
    [offsetsTopic]: before === undefined ? [] : log([encodeSourceOffset({ ...old, lastOffset: before })]),
  }
  const described = (name: string, id: string) => ({ name, id, internal: false, partitions: [] })
  const storage = {
    ...described(offsetsTopic, 'c'),
    partitions: Array.from({ length: 25 }, () => ({}) as never),
  }
  const source = pick({ name: 'us', topics: async () => [described('orders', sourceId)] })
  const target = pick({
    name: 'eu',
    groups: async () => [...groups],
    readTopic: async (topic) => logs[topic] ?? [],
    topics: async (names = []) =>
      names.flatMap((name) => {
        if (name === 'us.orders') return [described(name, targetId)]
        return name === offsetsTopic && before !== undefined ? [storage] : []
      }),
    offsets: async (places) =>
      places.map((place) => ({ ...place, offset: place.partition === 0 ? end : 0, leaderEpoch: 0 })),
    createTopics: async ([topic]) => {
      made.push(`${topic?.name} ${topic?.partitions}`)
      return [{ item: topic?.name ?? '' }]
    },
    append: async (_, records) => {
      written.push(...records)
      return records.map((_, at) => at)
    },
  })
  return { request: { flow: flow.name, topology, source, target, patienceMs: 0 }, target, written, made }
}

test('the last source offset of every partition is written under MirrorMaker’s own keys', async () => {
  const { request, target, written, made } = worldOf({ before: 3 })
  const handBack = await readHandBack(request)
  assert.deepEqual(
    handBack.rows.map(({ partition, lastOffset, before }) => [partition, lastOffset, before]),
    [
      [0, 16, 3],
      [1, -1, undefined],
    ],
  )
  assert.equal(await writeHandBack(target, handBack), 1)
  const expected = { connector: 'MirrorSourceConnector', cluster: 'us', topic: 'orders', partition: 0 }
  assert.deepEqual(written, [encodeSourceOffset({ ...expected, lastOffset: 16 })])
  assert.deepEqual(made, [])
  assert.match(renderHandBack(handBack), /^ {2}orders-0 +goes on at 17, instead of 4$/m)
  assert.match(renderHandBack(handBack), /^ {2}orders-1 +goes on at its first record$/m)
  assert.deepEqual(connectBody(handBack).offsets[0], {
    partition: { cluster: 'us', partition: 0, topic: 'orders' },
    offset: { offset: 16 },
  })
})

test('what stands there already is not written again, and the topic is made where MirrorMaker never ran', async () => {
  const same = worldOf({ before: 16 })
  assert.equal(await writeHandBack(same.target, await readHandBack(same.request)), 0)
  const first = worldOf({})
  assert.equal(await writeHandBack(first.target, await readHandBack(first.request)), 1)
  assert.deepEqual(first.made, [`${offsetsTopic} 25`])
})

const group = (groupId: string, protocolType: string): GroupDescription => ({
  ...{ groupId, protocolType, state: 'Stable', members: 1 },
})

for (const [name, world, why] of [
  ['that runs', { entry: { state: 'running' } }, /it runs: strait pause us-to-eu/],
  ['whose agents hold it', { groups: [group('strait.us-to-eu', 'strait')] }, /1 of its agents/],
  ['while MirrorMaker runs', { groups: [group('us-mm2', 'connect')] }, /MirrorMaker runs \(group us-mm2\)/],
  ['whose agent was killed', { end: 9 }, /the logs of us\.orders-0 do not end where its agent/],
  [
    'whose names are a template',
    { entry: { spec: { ...flow, naming: { kind: 'template', template: `x.\${topic}` } } } },
    /named by a template/,
  ],
] satisfies [string, World, RegExp][]) {
  test(`a flow ${name} is not handed back`, async () => {
    await assert.rejects(readHandBack(worldOf(world).request), { code: 'ST622', message: why })
  })
}
