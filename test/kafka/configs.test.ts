import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { ConfigEntry } from '../../src/kafka/cluster.ts'
import { codesOf, newTopic, openShared, uniqueName, withAdmin } from './fixture.ts'

const { cluster, bootstrap, ...shared } = await openShared()
after(() => shared[Symbol.asyncDispose]())

/** What was set on the topic itself. */
async function ownConfigs(topic: string): Promise<Record<string, string | null>> {
  const entries = (await cluster.topicConfigs([topic])).get(topic) ?? []
  const own = entries.filter(({ source }) => source === 'topic')
  return Object.fromEntries(own.map(({ name, value }) => [name, value]))
}

test('each config of a topic tells its value and where it comes from', async () => {
  const topic = await newTopic(cluster, 1, { 'cleanup.policy': 'compact' })
  const entries = (await cluster.topicConfigs([topic])).get(topic) ?? []
  const named = (name: string) => entries.find((entry) => entry.name === name)
  const common = { readOnly: false, sensitive: false }
  assert.deepEqual([named('cleanup.policy'), named('compression.type')], [
    { name: 'cleanup.policy', value: 'compact', source: 'topic', ...common },
    { name: 'compression.type', value: 'producer', source: 'default', ...common },
  ] satisfies ConfigEntry[])
})

test('a topic that vanished between two calls is left out', async () => {
  const kept = await newTopic(cluster)
  const configs = await cluster.topicConfigs([kept, uniqueName('nowhere')])
  assert.deepEqual([...configs.keys()], [kept])
  assert.deepEqual(await cluster.topicConfigs([]), new Map())
})

test('a change sets and unsets single keys, leaves the others alone, and is in force at once', async () => {
  const topic = await newTopic(cluster, 1, {
    'retention.ms': '60000',
    'cleanup.policy': 'compact',
    'segment.ms': '100000',
  })
  const results = await cluster.alterTopicConfigs([
    { topic, set: { 'retention.ms': '70000', 'max.message.bytes': '2000000' }, unset: ['segment.ms'] },
  ])
  assert.deepEqual(results, [{ item: topic }])
  assert.deepEqual(await ownConfigs(topic), {
    'retention.ms': '70000',
    'cleanup.policy': 'compact',
    'max.message.bytes': '2000000',
  })
})

test('of several changes each has its own outcome, and a refused one changes nothing', async () => {
  const [fine, wrong, missing] = [await newTopic(cluster), await newTopic(cluster), uniqueName('nowhere')]
  const results = await cluster.alterTopicConfigs([
    { topic: fine, set: { 'retention.ms': '60000' }, unset: [] },
    { topic: wrong, set: { 'retention.ms': '60000', 'cleanup.policy': 'shred' }, unset: [] },
    { topic: missing, set: { 'retention.ms': '60000' }, unset: [] },
  ])
  assert.deepEqual(codesOf(results), { [fine]: undefined, [wrong]: 'ST306', [missing]: 'ST351' })
  assert.match(
    results[1]?.error?.message ?? '',
    /INVALID_CONFIG \(40\): Invalid value shred for configuration/,
  )
  assert.deepEqual(await ownConfigs(fine), { 'retention.ms': '60000' })
  assert.deepEqual(await ownConfigs(wrong), {})
})

test('what was set by another client is read as it is, also a list', async () => {
  const topic = uniqueName('topic')
  const configEntries = [{ name: 'cleanup.policy', value: 'compact,delete' }]
  await withAdmin(bootstrap, (admin) => admin.createTopics({ topics: [{ topic, configEntries }] }))
  assert.deepEqual(await ownConfigs(topic), { 'cleanup.policy': 'compact,delete' })
})
