// Explicit defaults are no change: every config that a broker knows for topics, set to the very value that it has
// anyway, on the source, on the target, and on both.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Cluster } from '../../src/kafka/cluster.ts'
import { readSnapshot } from '../../src/live/read-snapshot.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { createTopics } from '../agent/flow-fixture.ts'
import { openScene } from '../agent/flow-scene.ts'
import { context } from '../plan/fixtures.ts'

/** Every writable key with its default, as the brokers say it. */
async function defaultsOf(cluster: Cluster, topic: string): Promise<Record<string, string>> {
  const entries = (await cluster.topicConfigs([topic])).get(topic) ?? []
  return Object.fromEntries(
    entries.flatMap(({ name, value, readOnly, source }) =>
      readOnly || value === null || source === 'topic' || isRefused(name) ? [] : [[name, value]],
    ),
  )
}

/** Kafka takes these only with tiered storage, or not as an empty list. */
function isRefused(name: string): boolean {
  return /^(remote|local)\.|throttled\.replicas$/.test(name)
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
