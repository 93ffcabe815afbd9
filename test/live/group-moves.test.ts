// Group moves of a plan, held against the records that are really there: what is re-delivered and what is skipped is
// counted by reading, across offsets that an aborted transaction took.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSnapshot } from '../../src/live/read-snapshot.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { FlowSpec } from '../../src/topology/model.ts'
import { applyFlow, createTopics } from '../agent/flow-fixture.ts'
import { openScene, type Scene } from '../agent/flow-scene.ts'
import { transactional, withProducer } from '../kafka/fixture.ts'
import { context } from '../plan/fixtures.ts'

const half = 50
const aborted = 10

/** 50 records, 10 that were aborted with their marker, 50 records. */
async function fill(scene: Scene): Promise<void> {
  const topic = scene.topic('orders')
  const records = (from: number) =>
    Array.from({ length: half }, (_, at) => ({
      partition: 0,
      key: null,
      value: Buffer.from(String(from + at)),
    }))
  await scene.source.append(topic, records(0))
  await withProducer([...scene.bootstrap.source], transactional(), async (producer) => {
    const transaction = await producer.transaction()
    const messages = Array.from({ length: aborted }, () => ({ value: 'aborted', partition: 0 }))
    await transaction.send({ topic, messages })
    await transaction.abort()
  })
  await scene.source.append(topic, records(half))
}

/** Where the record that was written as the nth stands. */
async function placesOf(scene: Scene, side: 'source' | 'target'): Promise<(nth: number) => number> {
  const topic = side === 'source' ? scene.topic('orders') : scene.remote('orders')
  const records = await scene[side].readTopic(topic)
  const places = new Map(records.map(({ value, offset }) => [String(value), offset]))
  return (nth) => places.get(String(nth)) ?? assert.fail(`no record ${nth} on the ${side}`)
}

async function rowsOf(scene: Scene, onConflict: FlowSpec['offsets']['onConflict']) {
  const spec = { ...scene.spec, offsets: { ...scene.spec.offsets, onConflict } }
  await applyFlow(scene, spec)
  const topology = { ...scene.topology, flows: { [scene.name]: spec } }
  const clusters = new Map([
    ['us', scene.source],
    ['eu', scene.target],
  ])
  const plan = makePlan(topology, await readSnapshot({ topology, clusters, nowMs: Date.now() }), context)
  return plan.resource_changes.flatMap((row) =>
    row.type === 'group_offset' && row.flow === scene.name ? [row] : [],
  )
}

test('re-delivered and skipped records of a move are those that reading counts', async (t) => {
  const scene = await openScene(t)
  await createTopics(scene.source, [
    { name: scene.topic('orders'), partitions: 1, replicationFactor: -1, configs: {} },
  ])
  await fill(scene)
  await applyFlow(scene, scene.spec)
  const agent = await scene.agent()
  await agent.copied(2 * half)
  await agent.stop()
  const [source, target] = [await placesOf(scene, 'source'), await placesOf(scene, 'target')]
  const commit = async (group: string, at: { source: number; target?: number }): Promise<string> => {
    const id = scene.topic(group)
    const offset = (topic: string, place: number) => [{ topic, partition: 0, offset: place, metadata: '' }]
    await scene.source.commitOffsets(id, offset(scene.topic('orders'), source(at.source)))
    if (at.target !== undefined) {
      await scene.target.commitOffsets(id, offset(scene.remote('orders'), target(at.target)))
    }
    return id
  }
  const fresh = await commit('fresh', { source: 30 })
  const behind = await commit('behind', { source: 80, target: 10 })
  const ahead = await commit('ahead', { source: 20, target: 90 })
  const equal = await commit('equal', { source: 60, target: 60 })

  const never = new Map((await rowsOf(scene, 'never_rewind')).map((row) => [row.name, row]))
  assert.deepEqual([...never.keys()].sort(), [ahead, behind, fresh].sort(), `${equal} stays without a word`)
  assert.deepEqual(never.get(ahead)?.action_reason, 'target_is_ahead')
  const moved = never.get(behind)
  assert.deepEqual([moved?.impact.redelivered, moved?.impact.skipped, moved?.impact.missing], [0, 0, 0])
  const rewinding = new Map((await rowsOf(scene, 'rewind')).map((row) => [row.name, row]))
  const back = rewinding.get(ahead)
  assert.deepEqual([back?.impact.redelivered, back?.impact.skipped, back?.impact.rewinds], [70, 0, 1])

  const copies = await scene.target.readTopic(scene.remote('orders'))
  for (const [row, nth] of [
    [moved, 80],
    [back, 20],
    [never.get(fresh), 30],
  ] as const) {
    const offsets = row?.change.after?.offsets ?? []
    assert.deepEqual(
      offsets.map(({ offset }) => offset),
      [target(nth)],
    )
    const results = await scene.target.commitOffsets(row?.name ?? '', offsets)
    assert.deepEqual(
      results.map(({ error }) => error),
      [undefined],
    )
    const next = copies.find(({ offset }) => offset >= (offsets[0]?.offset ?? 0))
    assert.equal(String(next?.value), String(nth), 'the group goes on at the very record')
  }
  // Going forward skips nothing: what lies between was read on the source. Going back repeats what was read here.
  const again = copies.filter(({ offset }) => offset >= target(20) && offset < target(90))
  assert.equal(again.length, back?.impact.redelivered)
})
