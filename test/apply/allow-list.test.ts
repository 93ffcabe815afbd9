// The guard in front of a cluster: what the plan does not list never gets through.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowOnly } from '../../src/apply/allow-list.ts'
import type { Call } from '../../src/apply/call.ts'
import { leaseKey } from '../../src/apply/lease-log.ts'
import type { Cluster } from '../../src/kafka/cluster.ts'
import { type ControlEntry, controlKey, controlTopic } from '../../src/mirror/control.ts'
import { positionsTopic } from '../../src/mirror/positions.ts'
import { acl } from './everything.ts'
import { flowSpec } from './rows.ts'

const topic = { name: 'a', partitions: 1, replicationFactor: 1, configs: {} }
const offset = { topic: 'a', partition: 0, offset: 5, metadata: '' }
const revision = { commit: null, dirty: false, author: null, appliedBy: null }
const managed = { kind: 'managed', address: 'a', flow: 'f', protect: false } as const
const flow = {
  kind: 'flow',
  name: 'us-to-eu',
  state: 'running',
  spec: flowSpec(),
  revision,
  appliedAt: '',
} as const

const calls: Call[] = [
  { verb: 'create_topic', topic },
  { verb: 'grow_topic', topic: 'a', partitions: 4 },
  { verb: 'alter_configs', change: { topic: 'a', set: { k: '1' }, unset: [] } },
  { verb: 'create_acl', acl },
  { verb: 'commit_offsets', groupId: 'g', before: [], after: [offset] },
  { verb: 'delete_offsets', groupId: 'left', before: [offset], movesOn: true },
  { verb: 'delete_topic', topic: 'gone', id: 'id-1' },
  { verb: 'delete_acl', acl },
  { verb: 'forget_managed', address: 'topic.eu["gone"]' },
  { verb: 'forget_positions', flow: 'f', topic: 'orders' },
  { verb: 'write_managed', entry: managed },
  { verb: 'record_topic', topic: 'a', entry: managed },
  { verb: 'write_flow', entry: flow },
]

/** A cluster that notes what reaches it. */
function recording(): { cluster: Cluster; reached: string[] } {
  const reached: string[] = []
  const note = (name: string) => async () => {
    reached.push(name)
    return []
  }
  const names = [
    ...[
      'describe',
      'topics',
      'topicConfigs',
      'acls',
      'groups',
      'committedOffsets',
      'offsets',
      'sizes',
      'readTopic',
    ],
    ...[
      'createTopics',
      'createPartitions',
      'alterTopicConfigs',
      'createAcls',
      'deleteTopics',
      'deleteAcls',
      'commitOffsets',
      'deleteOffsets',
      'append',
      'close',
    ],
  ]
  const cluster = Object.fromEntries(names.map((name) => [name, note(name)]))
  return { cluster: { ...cluster, name: 'eu' } as unknown as Cluster, reached }
}

function ended(key: readonly unknown[]) {
  return { partition: 0, key: Buffer.from(JSON.stringify(key)), value: null }
}

function entry(of: ControlEntry) {
  return { partition: 0, key: Buffer.from(controlKey(of)), value: Buffer.from(JSON.stringify(of)) }
}

const allowed: Record<string, (cluster: Cluster) => Promise<unknown>> = {
  createTopics: (cluster) => cluster.createTopics([topic]),
  createPartitions: (cluster) => cluster.createPartitions([{ name: 'a', partitions: 4 }]),
  alterTopicConfigs: (cluster) => cluster.alterTopicConfigs([{ topic: 'a', set: { k: '1' }, unset: [] }]),
  createAcls: (cluster) => cluster.createAcls([acl]),
  deleteTopics: (cluster) => cluster.deleteTopics([{ name: 'gone', id: 'id-1' }]),
  deleteAcls: (cluster) => cluster.deleteAcls([acl]),
  commitOffsets: (cluster) => cluster.commitOffsets('g', [offset]),
  deleteOffsets: (cluster) => cluster.deleteOffsets('left', [{ topic: 'a', partition: 0 }]),
  append: (cluster) =>
    cluster.append(controlTopic, [
      entry(managed),
      entry({ ...managed, topicId: 'as the broker gave it' }),
      ended(['managed', 'topic.eu["gone"]']),
      entry({ ...flow, state: 'paused', appliedAt: 'now' }),
      { partition: 0, key: Buffer.from(leaseKey), value: null },
    ]),
}

for (const [name, call] of Object.entries(allowed)) {
  test(`${name} as the plan lists it gets through`, async () => {
    const { cluster, reached } = recording()
    await call(allowOnly(cluster, calls))
    assert.deepEqual(reached, [name])
  })
}

test('positions of a topic that is deleted end, and none is written', async () => {
  const { cluster, reached } = recording()
  const guarded = allowOnly(cluster, calls)
  await guarded.append(positionsTopic, [ended(['f', 'orders', 3, 0])])
  assert.deepEqual(reached, ['append'])
  for (const record of [
    ended(['g', 'orders', 3, 0]),
    ended(['f', 'payments', 3, 0]),
    { ...ended(['f', 'orders', 3, 0]), value: Buffer.from('{}') },
  ]) {
    await assert.rejects(guarded.append(positionsTopic, [record]), { code: 'ST453' })
  }
})

const refused: Record<string, (cluster: Cluster) => Promise<unknown>> = {
  'a topic that is not listed': (cluster) => cluster.createTopics([{ ...topic, name: 'b' }]),
  'a listed topic with other partitions': (cluster) => cluster.createTopics([{ ...topic, partitions: 2 }]),
  'a listed topic with another config': (cluster) =>
    cluster.createTopics([{ ...topic, configs: { k: '1' } }]),
  'a listed topic beside one that is not': (cluster) =>
    cluster.createTopics([topic, { ...topic, name: 'b' }]),
  'other partitions': (cluster) => cluster.createPartitions([{ name: 'a', partitions: 5 }]),
  'another config value': (cluster) =>
    cluster.alterTopicConfigs([{ topic: 'a', set: { k: '2' }, unset: [] }]),
  'an unset config': (cluster) => cluster.alterTopicConfigs([{ topic: 'a', set: { k: '1' }, unset: ['x'] }]),
  'an ACL for another principal': (cluster) => cluster.createAcls([{ ...acl, principal: 'User:eve' }]),
  'another topic under a name that is listed': (cluster) =>
    cluster.deleteTopics([{ name: 'gone', id: 'id-2' }]),
  'the end of a topic that is not listed': (cluster) => cluster.deleteTopics([{ name: 'a', id: 'id-1' }]),
  'the end of another ACL': (cluster) => cluster.deleteAcls([{ ...acl, principal: 'User:eve' }]),
  'the end of another entry': (cluster) =>
    cluster.append(controlTopic, [ended(['managed', 'topic.eu["kept"]'])]),
  'another group': (cluster) => cluster.commitOffsets('h', [offset]),
  'another offset': (cluster) => cluster.commitOffsets('g', [{ ...offset, offset: 6 }]),
  'the place of another group': (cluster) => cluster.deleteOffsets('g', [offset]),
  'a place of the group that is not listed': (cluster) =>
    cluster.deleteOffsets('left', [offset, { topic: 'a', partition: 1 }]),
  'a record in another topic': (cluster) => cluster.append('a', [entry(managed)]),
  'an entry of another owner': (cluster) => cluster.append(controlTopic, [entry({ ...managed, flow: 'g' })]),
  'a flow with another spec': (cluster) =>
    cluster.append(controlTopic, [entry({ ...flow, spec: flowSpec({ start: 'latest' }) })]),
  'a flow that is stopped': (cluster) => cluster.append(controlTopic, [entry({ ...flow, state: 'stopped' })]),
  'the end of an entry': (cluster) =>
    cluster.append(controlTopic, [{ partition: 0, key: Buffer.from(controlKey(flow)), value: null }]),
}

for (const [name, call] of Object.entries(refused)) {
  test(`${name} is refused before it reaches the cluster`, async () => {
    const { cluster, reached } = recording()
    await assert.rejects(call(allowOnly(cluster, calls)), { code: 'ST453' })
    assert.deepEqual(reached, [])
  })
}

test('reads pass', async () => {
  const { cluster, reached } = recording()
  const guarded = allowOnly(cluster, [])
  await guarded.describe()
  await guarded.topics(['a'])
  await guarded.readTopic('a')
  assert.deepEqual(reached, ['describe', 'topics', 'readTopic'])
})
