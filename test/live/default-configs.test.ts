// Explicit defaults are no change: every config that a broker knows for topics, set to the very value that it has
// anyway, on the source, on the target, and on both.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyPlan } from '../../src/apply/apply-plan.ts'
import type { Cluster, ConfigChange } from '../../src/kafka/cluster.ts'
import { readSnapshot } from '../../src/live/read-snapshot.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { defaultConfigExcludes } from '../../src/topology/defaults.ts'
import { createTopics } from '../agent/flow-fixture.ts'
import { openScene, type Scene } from '../agent/flow-scene.ts'
import { context } from '../plan/fixtures.ts'

/** Every writable key with its default, as the brokers say it. */
async function defaultsOf(
  cluster: Cluster,
  topic: string,
  which: 'default' | 'all' = 'default',
): Promise<Record<string, string>> {
  const entries = (await cluster.topicConfigs([topic])).get(topic) ?? []
  return Object.fromEntries(
    entries.flatMap(({ name, value, readOnly, source }) =>
      readOnly || value === null || (which === 'default' && source === 'topic') ? [] : [[name, value]],
    ),
  )
}

test('for every topic config set explicitly to its default the plan is `No changes.`', async (t) => {
  const scene = await openScene(t, { configs: { sync: true, exclude: [] } })
  const words = ['source', 'target', 'both', 'neither']
  const plain = { partitions: 1, replicationFactor: -1, configs: {} }
  await createTopics(
    scene.source,
    words.map((word) => ({ ...plain, name: scene.topic(word) })),
  )
  await createTopics(
    scene.target,
    words.map((word) => ({ ...plain, name: scene.remote(word) })),
  )
  const defaults = await defaultsOf(scene.source, scene.topic('neither'))
  assert.ok(Object.keys(defaults).length > 20, Object.keys(defaults).join())
  const refused = [
    ...(await scene.source.alterTopicConfigs(
      ['source', 'both'].map((word) => ({ topic: scene.topic(word), set: defaults, unset: [] })),
    )),
    ...(await scene.target.alterTopicConfigs(
      ['target', 'both'].map((word) => ({ topic: scene.remote(word), set: defaults, unset: [] })),
    )),
  ].flatMap(({ item, error }) => (error === undefined ? [] : [`${item}: ${error.message}`]))
  assert.deepEqual(refused, [])
  const clusters = new Map([
    ['us', scene.source],
    ['eu', scene.target],
  ])
  const snapshot = await readSnapshot({ topology: scene.topology, clusters, nowMs: Date.now() })
  const explicit = snapshot.clusters.get('us')?.topics.get(scene.topic('source'))?.configs ?? []
  assert.equal(explicit.filter(({ source }) => source === 'topic').length, Object.keys(defaults).length)
  const plan = makePlan(scene.topology, snapshot, context)
  assert.deepEqual(
    plan.resource_changes.filter(({ type, name }) => type === 'topic_config' && name.includes(scene.name)),
    [],
  )
})

/** Another value that the broker takes too. */
function otherValue(name: string, value: string): string {
  const chosen: Readonly<Record<string, string>> = {
    'cleanup.policy': 'compact',
    'compression.type': 'lz4',
    'message.timestamp.type': 'LogAppendTime',
    'min.cleanable.dirty.ratio': '0.25',
    'retention.bytes': '1073741824',
    'local.retention.bytes': '1000',
    'local.retention.ms': '1000',
    'leader.replication.throttled.replicas': '*',
    'follower.replication.throttled.replicas': '*',
  }
  if (chosen[name] !== undefined) return chosen[name]
  if (name.endsWith('.level')) return value === '5' ? '6' : '5'
  if (value === 'true' || value === 'false') return String(value !== 'true')
  return BigInt(value) > 2n ** 31n ? '3600000' : String(BigInt(value) + 1n)
}

function ownerOf(name: string): 'git' | 'source' | 'target' {
  if (/^segment\./.test(name)) return 'git'
  return defaultConfigExcludes.some((pattern) => new RegExp(`^(?:${pattern})$`).test(name))
    ? 'target'
    : 'source'
}

test('every key that differs names its owner, and only what the source owns is brought over and back', async (t) => {
  const exclude = [...defaultConfigExcludes, 'segment\\..*']
  const scene = await openScene(t, { configs: { sync: true, exclude } })
  const [topic, remote] = [scene.topic('orders'), scene.remote('orders')]
  const plain = { partitions: 1, replicationFactor: -1, configs: {} }
  await createTopics(scene.source, [{ ...plain, name: topic }])
  await createTopics(scene.target, [{ ...plain, name: remote }])
  const defaults = await defaultsOf(scene.source, topic)
  // Without remote storage a broker refuses to turn any of it on.
  const others = Object.fromEntries(
    Object.entries(defaults).flatMap(([name, value]) =>
      name.startsWith('remote.') ? [] : [[name, otherValue(name, value)]],
    ),
  )
  const change = async (changes: ConfigChange) => {
    for (const { error } of await scene.source.alterTopicConfigs([changes])) assert.equal(error, undefined)
  }
  await change({ topic, set: others, unset: [] })

  const there = await rowOf(scene, remote)
  assert.deepEqual(
    there?.impact.keys,
    Object.fromEntries(
      Object.entries(others)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, source]) => [name, { source, target: defaults[name], owner: ownerOf(name) }]),
    ),
  )
  await applyRow(scene, remote)
  const brought = await defaultsOf(scene.target, remote, 'all')
  for (const [name, value] of Object.entries(others)) {
    assert.equal(brought[name], ownerOf(name) === 'source' ? value : defaults[name], name)
  }
  assert.equal(await rowOf(scene, remote), undefined, 'nothing is left to change')

  await change({ topic, set: {}, unset: Object.keys(others) })
  // What a broker's own file says of a key describes that cluster: it neither travels nor takes anything away.
  const inFile = ((await scene.source.topicConfigs([topic])).get(topic) ?? []).flatMap(({ name, source }) =>
    source === 'static_broker' ? [name] : [],
  )
  const comesBack = (name: string): boolean => ownerOf(name) === 'source' && !inFile.includes(name)
  assert.deepEqual(
    (await rowOf(scene, remote))?.impact.target_only,
    Object.keys(others).filter(comesBack).sort(),
  )
  await applyRow(scene, remote)
  const back = await defaultsOf(scene.target, remote, 'all')
  for (const name of Object.keys(others).filter(comesBack)) assert.equal(back[name], defaults[name], name)
  assert.equal(await rowOf(scene, remote), undefined)
})

async function planOf(scene: Scene, remote: string) {
  const clusters = new Map([
    ['us', scene.source],
    ['eu', scene.target],
  ])
  // Other tests have flows on the shared target, and their rows are left out.
  const brake = { count: 10_000, percent: 100 }
  const topology = { ...scene.topology, deletes: { configs: true }, brake }
  const plan = makePlan(topology, await readSnapshot({ topology, clusters, nowMs: Date.now() }), context)
  const rows = plan.resource_changes.flatMap((row) =>
    row.type === 'topic_config' && row.name === remote ? [row] : [],
  )
  return { clusters, plan: { ...plan, resource_changes: rows }, row: rows[0] }
}

async function rowOf(scene: Scene, remote: string) {
  return (await planOf(scene, remote)).row
}

async function applyRow(scene: Scene, remote: string): Promise<void> {
  const { plan, clusters } = await planOf(scene, remote)
  const { outcome } = await applyPlan(plan, {
    clusters,
    revision: { commit: null, dirty: false, author: null, appliedBy: 'test' },
    holder: scene.name,
    leasePatienceMs: 60_000,
  })
  assert.equal(outcome, 'done')
}
