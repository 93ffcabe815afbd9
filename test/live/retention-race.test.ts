// What a plan says of volume and time, held against an agent that copies real topics under a limit: bytes, seconds,
// and the records that retention takes first.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSnapshot } from '../../src/live/read-snapshot.ts'
import type { Snapshot } from '../../src/live/snapshot.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { FlowSpec } from '../../src/topology/model.ts'
import { applyFlow, createTopics, until } from '../agent/flow-fixture.ts'
import { gapsOnceThere, openScene, type Scene } from '../agent/flow-scene.ts'
import { context } from '../plan/fixtures.ts'

const hourMs = 3_600_000
const recordBytes = 1000
const body = Buffer.alloc(recordBytes, 'x')
const perBatch = 15
/** Brokers look for what has expired at their own pace, and a busy one later still. */
const patient = { limitMs: 120_000 }

/** `timestampMs` by the record's number. */
async function fill(scene: Scene, records: number, timestampMs: (index: number) => number): Promise<void> {
  for (let first = 0; first < records; first += perBatch) {
    const size = Math.min(perBatch, records - first)
    await scene.source.append(
      scene.topic('orders'),
      Array.from({ length: size }, (_, at) => ({
        partition: 0,
        key: null,
        value: body,
        timestampMs: timestampMs(first + at),
      })),
    )
  }
}

interface Asked {
  /** A flow of another name has nothing yet. */
  readonly name?: string
  readonly limits?: FlowSpec['limits']
  readonly atMs?: number
  /** Of the source's topic, where they are about to be set. */
  readonly configs?: Readonly<Record<string, string>>
}

async function flowRow(
  scene: Scene,
  { name = scene.name, limits, atMs = Date.now(), configs = {} }: Asked = {},
) {
  const spec = { ...scene.spec, name, limits: limits ?? scene.spec.limits }
  const topology = { ...scene.topology, flows: { [name]: spec } }
  const clusters = new Map([
    ['us', scene.source],
    ['eu', scene.target],
  ])
  const snapshot = await readSnapshot({ topology, clusters, nowMs: atMs, withAges: true })
  const plan = makePlan(topology, withConfigs(snapshot, scene.topic('orders'), configs), context)
  const row = plan.resource_changes.find(({ address }) => address === `flow.${name}`)
  assert.ok(row?.type === 'flow')
  const warnings = plan.warnings.filter(({ code }) => code === 'ST433')
  return { impact: row.impact, warnings }
}

function withConfigs(snapshot: Snapshot, name: string, configs: Readonly<Record<string, string>>): Snapshot {
  const us = snapshot.clusters.get('us')
  const topic = us?.topics.get(name)
  if (us === undefined || topic === undefined) return snapshot
  const set = topic.configs.map((entry) =>
    configs[entry.name] === undefined ? entry : { ...entry, value: configs[entry.name] ?? null },
  )
  const topics = new Map([...us.topics, [name, { ...topic, configs: set }]])
  return { ...snapshot, clusters: new Map([...snapshot.clusters, ['us', { ...us, topics }]]) }
}

async function create(scene: Scene, configs: Readonly<Record<string, string>>): Promise<void> {
  await createTopics(scene.source, [
    { name: scene.topic('orders'), partitions: 1, replicationFactor: -1, configs },
  ])
}

/** Sets `configs`, waits until the log begins at `earliest`, and copies the rest: the records that were gaps. */
async function expire(scene: Scene, configs: Readonly<Record<string, string>>, earliest: number) {
  const orders = scene.topic('orders')
  await scene.source.alterTopicConfigs([{ topic: orders, set: configs, unset: [] }])
  await until(async () => {
    const [begin] = await scene.source.offsets([{ topic: orders, partition: 0 }], 'earliest')
    return begin?.offset === earliest
  }, patient)
  const agent = await scene.agent()
  const [end] = await scene.source.offsets([{ topic: orders, partition: 0 }], 'latest')
  await agent.copied((end?.offset ?? 0) - earliest)
  return (await scene.gaps()).reduce((sum, { start, end: after }) => sum + after - start, 0)
}

test('a copy takes the bytes and the time that the plan said', async (t) => {
  const scene = await openScene(t, { limits: { bytesPerSecond: 1024 * 1024 } })
  await create(scene, {})
  await fill(scene, 9000, () => Date.now())
  const { impact, warnings } = await flowRow(scene)
  assert.deepEqual([impact.records, warnings], [9000, []])
  const { min, max } = impact.pace?.eta_seconds ?? assert.fail('no time')
  assert.equal(impact.pace?.growth.records_per_second.max, 9000 / 3600)
  await applyFlow(scene, scene.spec)
  const agent = await scene.agent()
  await agent.copied(1)
  const begun = performance.now()
  await agent.copied(9000)
  const seconds = (performance.now() - begun) / 1000
  const copied = agent.figures?.bytesTotal ?? 0
  assert.ok(Math.abs(copied - impact.bytes) <= impact.bytes * 0.1, `${copied} bytes, planned ${impact.bytes}`)
  // The bucket is full at the start: a second's worth goes at once.
  const planned = [min - 1, (max ?? 0) - 1]
  assert.ok(
    seconds >= (planned[0] ?? 0) * 0.75 && seconds <= (planned[1] ?? 0) * 1.25,
    `${seconds.toFixed(1)} s, planned ${planned}`,
  )
})

/**
 * The plan is made for the moment `atMs`, and the brokers' clock is not waited for: of records that all expire at one
 * moment, a limited copy has copied up to then what it can in that time. So an agent copies just that, and then the
 * records expire. Pace, limit and the broker's own checks have no say in the count; the test above holds the limit.
 */
test('the records that expire before they are copied are as many as the plan said', async (t) => {
  const scene = await openScene(t, { onGap: 'record' })
  const orders = scene.topic('orders')
  const [records, expiring, copied] = [12_000, 9_000, 3_000]
  await create(scene, { 'retention.ms': String(hourMs), 'segment.ms': '60000' })
  const oldMs = Date.now() - (hourMs * 5) / 6
  await fill(scene, copied, () => oldMs)
  await applyFlow(scene, scene.spec)
  const first = await scene.agent()
  await first.copied(copied)
  await first.stop()
  await fill(scene, expiring - copied, () => oldMs)
  await fill(scene, records - expiring, () => Date.now())

  // A quarter of the time of the whole copy before they expire.
  const bytesPerSecond = 100 * 1024
  const [bytes = 0] = (await scene.source.sizes([orders])).get(orders) ?? []
  const copyMs = (bytes / bytesPerSecond) * 1000
  const atMs = Math.ceil(oldMs + hourMs - (copyMs * copied) / records)
  const fresh = { name: `${scene.name}-fresh`, atMs }
  const [{ impact, warnings }, quick] = await Promise.all([
    flowRow(scene, { ...fresh, limits: { bytesPerSecond } }),
    flowRow(scene, { ...fresh, limits: { bytesPerSecond: 1024 ** 3 } }),
  ])
  const predicted = impact.pace?.expiring[orders] ?? 0
  assert.match(warnings[0]?.detail ?? '', new RegExp(`^The oldest ${predicted} records will expire on us`))
  assert.deepEqual(
    [quick.warnings, quick.impact.pace?.expiring],
    [[], {}],
    'no warning where the copy is quick',
  )

  const lost = await expire(scene, { 'retention.ms': String(hourMs / 2) }, expiring)
  assert.equal(lost, expiring - copied)
  assert.ok(Math.abs(lost - predicted) <= lost * 0.05, `${lost} lost, predicted ${predicted}`)
})

const segmentBytes = 1024 ** 2
const bySize = { 'retention.ms': '-1', 'segment.bytes': String(segmentBytes) }

/** Offsets that were never copied, of the first `records`. */
async function lostOf(scene: Scene, records: number): Promise<number> {
  const gaps = await gapsOnceThere(scene, 1)
  return gaps.reduce((sum, { start, end }) => sum + Math.max(0, Math.min(end, records) - start), 0)
}

async function earliestOf(scene: Scene): Promise<number> {
  const [begin] = await scene.source.offsets([{ topic: scene.topic('orders'), partition: 0 }], 'earliest')
  return begin?.offset ?? 0
}

/** As above no clock is waited for: an agent copies what a limited copy had copied by then, and then the log grows. */
test('the records that a growing log pushes out are as many as the plan said', async (t) => {
  const scene = await openScene(t, { onGap: 'record' })
  const [records, copied] = [12_000, 240]
  await create(scene, { ...bySize, 'retention.bytes': '13000000' })
  const begunMs = Date.now() - hourMs
  const evenly = (index: number): number => begunMs + hourMs / 20 + (index * hourMs * 0.9) / records
  await fill(scene, copied, evenly)
  await applyFlow(scene, scene.spec)
  const first = await scene.agent()
  await first.copied(copied)
  await first.stop()
  await fill(scene, records - copied, (index) => evenly(copied + index))

  // All of it came within the last hour; a copy that is fifty times slower gets a fiftieth of it.
  const [bytes = 0] = (await scene.source.sizes([scene.topic('orders')])).get(scene.topic('orders')) ?? []
  const fresh = { name: `${scene.name}-fresh` }
  const [{ impact, warnings }, quick] = await Promise.all([
    flowRow(scene, { ...fresh, limits: { bytesPerSecond: Math.round(bytes / 3600 / 50) } }),
    flowRow(scene, { ...fresh, limits: { bytesPerSecond: 1024 ** 2 } }),
  ])
  const predicted = impact.pace?.expiring[scene.topic('orders')] ?? 0
  assert.match(warnings[0]?.detail ?? '', new RegExp(`^The oldest ${predicted} records will expire on us`))
  assert.deepEqual([quick.warnings, quick.impact.pace?.expiring], [[], {}])

  await fill(scene, 15_000, () => Date.now())
  await until(async () => (await earliestOf(scene)) >= records, patient)
  await scene.agent()
  const lost = await lostOf(scene, records)
  assert.equal(lost, records - copied)
  assert.ok(Math.abs(lost - predicted) <= lost * 0.05, `${lost} lost, predicted ${predicted}`)
})

test('the records that a smaller retention.bytes lets go of are as many as the plan said', async (t) => {
  const scene = await openScene(t, { onGap: 'record' })
  const orders = scene.topic('orders')
  await create(scene, bySize)
  await fill(scene, 12_000, () => Date.now())
  const limits = { bytesPerSecond: 1024 ** 2 }
  const unbound = await flowRow(scene, { limits })
  assert.deepEqual([unbound.warnings, unbound.impact.pace?.expiring], [[], {}])
  const smaller = { 'retention.bytes': '4000000' }
  const { impact, warnings } = await flowRow(scene, { limits, configs: smaller })
  const predicted = impact.pace?.expiring[orders] ?? 0
  assert.equal(warnings.length, 1)

  await scene.source.alterTopicConfigs([{ topic: orders, set: smaller, unset: [] }])
  await until(async () => (await earliestOf(scene)) > predicted * 0.9, patient)
  const again = flowRow(scene, { name: `${scene.name}-fresh`, limits })
  assert.deepEqual((await again).impact.pace?.expiring, {}, 'a log at rest loses nothing to a quick copy')
  const lost = await earliestOf(scene)
  assert.ok(Math.abs(lost - predicted) <= lost * 0.05, `${lost} lost, predicted ${predicted}`)
})
