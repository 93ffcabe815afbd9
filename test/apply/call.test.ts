import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callsOf, type PlacedCall, type Stamp } from '../../src/apply/call.ts'
import { specHash } from '../../src/mirror/spec-hash.ts'
import type { ResourceChange } from '../../src/plan/resource-change.ts'
import { flowSpec, row } from './rows.ts'

const revision = { commit: 'c0ffee', dirty: false, author: 'Ada', appliedBy: 'ada' }
const stamp: Stamp = { revision, appliedAt: '2030-01-01T00:00:00.000Z', flows: { 'us-to-eu': flowSpec() } }
const topic = {
  sourceTopic: 'orders',
  partitions: 6,
  replicationFactor: -1,
  configs: { 'retention.ms': '1000' },
}
const acl = {
  resourceType: 'topic',
  resourceName: 'us.orders',
  patternType: 'literal',
  principal: 'User:a',
  host: '*',
  operation: 'read',
  permission: 'allow',
} as const
const spec = flowSpec()

function managed(address: string, rest: object = {}): PlacedCall {
  return {
    cluster: 'eu',
    call: {
      verb: 'write_managed',
      entry: { kind: 'managed', address, flow: 'us-to-eu', protect: false, ...rest },
    },
  }
}

function flowEntry(cluster: string, rest: object): PlacedCall {
  const entry = { kind: 'flow', name: 'us-to-eu', revision, appliedAt: stamp.appliedAt, spec, ...rest }
  return { cluster, call: { verb: 'write_flow', entry } } as PlacedCall
}

const place = { topic: 'us.orders', partition: 0, offset: 9, metadata: '' }
const groupNote = { address: 'group_offset.us-to-eu["billing"]', flow: 'us-to-eu', protect: false }
const released = {
  cluster: 'eu',
  call: { verb: 'await_release', flow: 'us-to-eu', identity: 'us-to-eu', specHash: specHash(spec) },
}

const cases: { name: string; change: ResourceChange; calls: unknown[] }[] = [
  {
    name: 'a new topic is owned first and created then, and its id is noted',
    change: row('topic', { address: 'a', after: topic }),
    calls: [
      managed('a', { configs: topic.configs }),
      {
        cluster: 'eu',
        call: {
          verb: 'create_topic',
          topic: {
            name: 'orders',
            partitions: 6,
            replicationFactor: -1,
            configs: { 'retention.ms': '1000' },
          },
        },
      },
      {
        cluster: 'eu',
        call: {
          verb: 'record_topic',
          topic: 'orders',
          entry: {
            kind: 'managed',
            address: 'a',
            flow: 'us-to-eu',
            protect: false,
            configs: { 'retention.ms': '1000' },
          },
        },
      },
    ],
  },
  {
    name: 'a topic that grows is owned by whoever owned it before',
    change: row('topic', {
      address: 'a',
      flow: 'guarded',
      before: topic,
      after: { ...topic, partitions: 8 },
    }),
    calls: [{ cluster: 'eu', call: { verb: 'grow_topic', topic: 'orders', partitions: 8 } }],
  },
  {
    name: 'configs: only what differs is set, and what is missing is unset',
    change: row('topic_config', {
      before: { configs: { a: '1', b: '2', c: '3' } },
      after: { configs: { a: '1', b: '20', d: '4' } },
    }),
    calls: [
      {
        cluster: 'eu',
        call: { verb: 'alter_configs', change: { topic: 'orders', set: { b: '20', d: '4' }, unset: ['c'] } },
      },
    ],
  },
  {
    name: 'an internal topic belongs to no flow alone',
    change: row('internal_topic', {
      flow: null,
      name: 'strait.control.internal',
      after: { partitions: 1, replicationFactor: 1, configs: { 'cleanup.policy': 'compact' } },
    }),
    calls: [
      {
        cluster: 'eu',
        call: {
          verb: 'create_topic',
          topic: {
            name: 'strait.control.internal',
            partitions: 1,
            replicationFactor: 1,
            configs: { 'cleanup.policy': 'compact' },
          },
        },
      },
    ],
  },
  {
    name: 'an ACL is owned and added',
    change: row('acl', { address: 'a', after: acl }),
    calls: [managed('a'), { cluster: 'eu', call: { verb: 'create_acl', acl } }],
  },
  {
    name: 'a group moves from where the plan saw it',
    change: row('group_offset', {
      name: 'billing',
      before: { offsets: [{ topic: 'us.orders', partition: 0, offset: 3, metadata: '' }] },
      after: { offsets: [{ topic: 'us.orders', partition: 0, offset: 9, metadata: 'x' }] },
    }),
    calls: [
      {
        cluster: 'eu',
        call: {
          verb: 'commit_offsets',
          groupId: 'billing',
          before: [{ topic: 'us.orders', partition: 0, offset: 3, metadata: '' }],
          after: [{ topic: 'us.orders', partition: 0, offset: 9, metadata: 'x' }],
        },
      },
    ],
  },
  {
    name: 'a copy is deleted by its id once its agents let go, then its positions end, then its entry',
    change: { ...row('topic', { address: 'a', name: 'us.orders', before: topic }), topic_id: 'id-1' },
    calls: [
      {
        cluster: 'eu',
        call: { verb: 'await_release', flow: 'us-to-eu', identity: 'us-to-eu', specHash: specHash(spec) },
      },
      { cluster: 'eu', call: { verb: 'delete_topic', topic: 'us.orders', id: 'id-1' } },
      { cluster: 'eu', call: { verb: 'forget_positions', flow: 'us-to-eu', topic: 'orders' } },
      { cluster: 'eu', call: { verb: 'forget_managed', address: 'a' } },
    ],
  },
  {
    name: 'a group moves, and then it is noted which places Strait committed',
    change: row('group_offset', {
      name: 'billing',
      after: { offsets: [place] },
      remembered: { ...groupNote, commits: { 'us.orders': [0] } },
    }),
    calls: [
      {
        cluster: 'eu',
        call: { verb: 'commit_offsets', groupId: 'billing', before: [], after: [place] },
      },
      {
        cluster: 'eu',
        call: {
          verb: 'write_managed',
          entry: { kind: 'managed', ...groupNote, commits: { 'us.orders': [0] } },
        },
      },
    ],
  },
  {
    name: 'a group that leaves loses its places once the agents let go, and then its note',
    change: row('group_offset', {
      name: 'billing',
      before: { offsets: [place] },
      remembered: { ...groupNote, commits: {} },
      moves_on: true,
    }),
    calls: [
      released,
      {
        cluster: 'eu',
        call: { verb: 'delete_offsets', groupId: 'billing', before: [place], movesOn: true },
      },
      { cluster: 'eu', call: { verb: 'forget_managed', address: groupNote.address } },
    ],
  },
  {
    name: 'and keeps the note of places that stay',
    change: row('group_offset', {
      name: 'billing',
      before: { offsets: [place] },
      remembered: { ...groupNote, commits: { 'us.orders': [1] } },
    }),
    calls: [
      released,
      {
        cluster: 'eu',
        call: { verb: 'delete_offsets', groupId: 'billing', before: [place], movesOn: false },
      },
      {
        cluster: 'eu',
        call: {
          verb: 'write_managed',
          entry: { kind: 'managed', ...groupNote, commits: { 'us.orders': [1] } },
        },
      },
    ],
  },
  {
    name: 'an ACL is deleted, then its entry ends',
    change: row('acl', { address: 'a', before: acl }),
    calls: [
      { cluster: 'eu', call: { verb: 'delete_acl', acl } },
      { cluster: 'eu', call: { verb: 'forget_managed', address: 'a' } },
    ],
  },
  {
    name: 'a flow that takes its protection away remembers the commit that did',
    change: row('flow', {
      name: 'us-to-eu',
      before: { ...spec, lifecycle: { protect: true } },
      after: spec,
    }),
    calls: [flowEntry('eu', { state: 'running', initialTopics: {}, protectionLifted: { commit: 'c0ffee' } })],
  },
  {
    name: 'a flow that moved leaves a stopped entry under its former name, and keeps its identity',
    change: {
      ...row('flow', { name: 'orders', before: spec, after: { ...spec, name: 'orders' } }),
      identity: 'us-to-eu',
      former_name: 'us-to-eu',
      action_reason: 'paused',
    } as ResourceChange,
    calls: [
      flowEntry('eu', { state: 'stopped', identity: 'us-to-eu', movedTo: 'orders' }),
      flowEntry('eu', {
        name: 'orders',
        state: 'paused',
        identity: 'us-to-eu',
        initialTopics: {},
        spec: { ...spec, name: 'orders' },
      }),
    ],
  },
  {
    name: 'a new flow runs, with its revision and its first topics',
    change: row('flow', { name: 'us-to-eu', after: spec, initial_topics: { orders: 6 } }),
    calls: [flowEntry('eu', { state: 'running', initialTopics: { orders: 6 } })],
  },
  {
    name: 'a flow that is no longer wanted keeps its entry and stops',
    change: row('flow', { name: 'us-to-eu', before: spec }),
    calls: [flowEntry('eu', { state: 'stopped' })],
  },
]

for (const { name, change, calls } of cases) {
  test(`calls: ${name}`, () => assert.deepEqual(callsOf(change, stamp), calls))
}

test('calls: a flow that moves stops on the old target before it begins on the new one', () => {
  const change = row('flow', {
    name: 'us-to-eu',
    cluster: 'asia',
    previous_cluster: 'eu',
    before: spec,
    after: spec,
  })
  const moved = {
    ...change,
    change: { ...change.change, actions: ['delete', 'create'] as ['delete', 'create'] },
  }
  assert.deepEqual(callsOf(moved, stamp), [
    flowEntry('eu', { state: 'stopped' }),
    flowEntry('asia', { state: 'running', initialTopics: {} }),
  ])
})

test('calls: a row without a change has none', () => {
  const change = row('topic', { before: topic, after: topic })
  assert.deepEqual(callsOf({ ...change, change: { ...change.change, actions: ['no-op'] } }, stamp), [])
})

for (const [name, change] of [
  ['deleting a topic without its id', row('topic', { before: topic })],
  ['taking partitions away', row('topic', { before: topic, after: { ...topic, partitions: 3 } })],
] as const) {
  test(`calls: ${name} is refused before anything is written`, () => {
    assert.throws(() => callsOf(change, stamp), { code: 'ST455' })
  })
}
