// What a plan says of volume and time, held against an agent that copies real topics under a limit: bytes, seconds,
// and the records that retention takes first.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSnapshot } from '../../src/live/read-snapshot.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { FlowSpec } from '../../src/topology/model.ts'
import { applyFlow, createTopics, until } from '../agent/flow-fixture.ts'
import { openScene, type Scene } from '../agent/flow-scene.ts'
import { context } from '../plan/fixtures.ts'

const hourMs = 3_600_000
const recordBytes = 1000
const body = Buffer.alloc(recordBytes, 'x')
const perBatch = 15

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

async function flowRow(scene: Scene, limits: FlowSpec['limits'] = scene.spec.limits) {
  const topology = { ...scene.topology, flows: { [scene.name]: { ...scene.spec, limits } } }
  const clusters = new Map([
    ['us', scene.source],
    ['eu', scene.target],
  ])
  const snapshot = await readSnapshot({ topology, clusters, nowMs: Date.now(), withAges: true })
  const plan = makePlan(topology, snapshot, context)
  const row = plan.resource_changes.find(({ address }) => address === `flow.${scene.name}`)
  assert.ok(row?.type === 'flow')
  const warnings = plan.warnings.filter(({ code }) => code === 'ST433')
  return { impact: row.impact, warnings }
}

async function create(scene: Scene, configs: Readonly<Record<string, string>>): Promise<void> {
  await createTopics(scene.source, [
    { name: scene.topic('orders'), partitions: 1, replicationFactor: -1, configs },
  ])
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

test('the records that expire before they are copied are as many as the plan said', async (t) => {
  const scene = await openScene(t, { limits: { bytesPerSecond: 100 * 1024 }, onGap: 'record' })
  const records = 12_000
  await create(scene, { 'retention.ms': '-1', 'segment.ms': '50' })
  // The oldest expires in six seconds from here, the newest three seconds later.
  const oldestMs = Date.now() + 8_000 - hourMs
  await fill(scene, records, (index) => oldestMs + Math.floor((index * 3_000) / records))
  const settings = { set: { 'retention.ms': String(hourMs) }, unset: [] }
  await scene.source.alterTopicConfigs([{ topic: scene.topic('orders'), ...settings }])
  const [{ impact, warnings }, quick] = await Promise.all([
    flowRow(scene),
    flowRow(scene, { bytesPerSecond: 1024 ** 3 }),
  ])
  const predicted = impact.pace?.expiring[scene.topic('orders')] ?? 0
  assert.match(warnings[0]?.detail ?? '', new RegExp(`^The oldest ${predicted} records will expire on us`))
  assert.deepEqual(
    [quick.warnings, quick.impact.pace?.expiring],
    [[], {}],
    'no warning where the copy is quick',
  )
  await applyFlow(scene, scene.spec)
  await scene.agent()
  const missing = async (): Promise<number> =>
    (await scene.gaps()).reduce((sum, { start, end }) => sum + end - start, 0)
  await until(async () => {
    const [end] = await scene.source.offsets([{ topic: scene.topic('orders'), partition: 0 }], 'earliest')
    return end?.offset === records && (await missing()) > predicted / 2
  })
  const lost = await missing()
  // Brokers look for what has expired at their own pace, and a busy one later still.
  assert.ok(
    Math.abs(lost - predicted) <= records * 0.15,
    `${lost} lost, predicted ${predicted} of ${records}`,
  )
})
