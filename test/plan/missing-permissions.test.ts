// What a plan says of rights that apply and agents will need.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Acl, Rights } from '../../src/kafka/cluster.ts'
import { grantCommands } from '../../src/plan/grant-commands.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import {
  appliedFlow,
  clusterOf,
  commit,
  context,
  flowOf,
  groupOf,
  readAcl,
  snapshotOf,
  topicOf,
  topologyOf,
} from './fixtures.ts'

const topics = [topicOf('orders', { latest: 5, sizeBytes: 10 }), topicOf('orders.eu')]
const source = clusterOf('us', { topics, groups: [groupOf('billing', [commit('orders', 0, 3)])] })
const reader = ['describe', 'describe_configs', 'read']
const names = ['us.orders', 'us.orders.eu', 'strait.control.internal', 'strait.positions.internal']

function planWith(target: Partial<Rights>, from: Partial<Rights> = {}) {
  const rights = (own: Partial<Rights>): Rights => ({
    principal: 'User:strait',
    cluster: [],
    topics: new Map(),
    groups: new Map(),
    ...own,
  })
  const clusters = [
    { ...source, rights: rights(from) },
    { ...clusterOf('eu'), rights: rights(target) },
  ]
  return makePlan(topologyOf([flowOf({ acls: { sync: false } })]), snapshotOf(...clusters), context)
}

test('a principal that may only read is told what apply and what the agent will need, by topic and group', () => {
  const plan = planWith(
    { topics: new Map(names.map((name) => [name, reader])), groups: new Map([['billing', ['describe']]]) },
    {
      topics: new Map([
        ['orders', ['describe']],
        ['orders.eu', reader],
      ]),
    },
  )
  const about = { cluster: 'eu', principal: 'User:strait' }
  const onTopics = { ...about, resource_type: 'topic' }
  assert.deepEqual(plan.missing_permissions, [
    { ...onTopics, resource_names: [...names].sort(), operation: 'create', needed_by: 'apply' },
    {
      ...onTopics,
      resource_names: ['strait.control.internal'],
      operation: 'write',
      needed_by: 'apply',
    },
    { ...onTopics, cluster: 'us', resource_names: ['orders'], operation: 'read', needed_by: 'agent' },
    { ...onTopics, resource_names: [...names].sort(), operation: 'write', needed_by: 'agent' },
    { ...about, resource_type: 'group', resource_names: ['billing'], operation: 'read', needed_by: 'agent' },
  ])
  const warnings = plan.warnings.filter(({ code }) => code === 'ST470')
  assert.deepEqual(
    warnings.map(({ cluster }) => cluster),
    ['eu', 'us', 'eu'],
  )
  assert.match(
    warnings[0]?.detail ?? '',
    /^User:strait lacks what apply will need: CREATE on topics "strait\.control\.internal", "strait\.positions\.internal", "us\.orders" and "us\.orders\.eu"; WRITE on topic "strait\.control\.internal"\./,
  )
  assert.equal(plan.errored, false)
})

test('CREATE on the cluster stands for CREATE on every topic', () => {
  const plan = planWith({
    cluster: ['create'],
    topics: new Map(names.map((name) => [name, [...reader, 'write']])),
  })
  assert.deepEqual(plan.missing_permissions, [])
})

test('MirrorMaker’s own topics are made by apply and written by agents, each on the cluster where it lies', () => {
  const flow = flowOf({
    acls: { sync: false },
    delivery: 'at_least_once',
    heartbeats: { emit: true, intervalMs: 1_000 },
    checkpoints: { emit: true, intervalMs: 1_000 },
    offsetSyncs: { emit: true, location: 'source' },
  })
  const rights = (
    lacking: readonly string[],
    held: readonly string[],
    ids: ReadonlyMap<string, boolean>,
  ): Rights => ({
    principal: 'User:strait',
    cluster: [],
    topics: new Map([
      ...lacking.map((name) => [name, ['describe']] as [string, string[]]),
      ...held.map((name) => [name, [...reader, 'write', 'create']] as [string, string[]]),
    ]),
    groups: new Map(),
    transactionalIds: ids,
  })
  const onSource = ['heartbeats', 'mm2-offset-syncs.eu.internal']
  const onTarget = ['heartbeats', 'us.checkpoints.internal']
  const unseen = new Map([['strait.us-to-eu.0', false]])
  const clusters = [
    { ...source, rights: rights(onSource, ['orders', 'orders.eu'], new Map()) },
    { ...clusterOf('eu'), rights: rights(onTarget, names, unseen) },
  ]
  const plan = makePlan(topologyOf([flow]), snapshotOf(...clusters), context)
  const said = plan.missing_permissions.map(
    ({ cluster, resource_names: on, operation, needed_by: by }) =>
      `${by} ${operation} ${cluster} ${on.join()}`,
  )
  assert.deepEqual(said.sort(), [
    'agent read eu us.checkpoints.internal',
    'agent read us heartbeats',
    'agent write eu heartbeats,us.checkpoints.internal',
    'agent write eu strait.us-to-eu.',
    'agent write us heartbeats,mm2-offset-syncs.eu.internal',
    'apply create eu heartbeats,us.checkpoints.internal',
    'apply create us heartbeats,mm2-offset-syncs.eu.internal',
  ])
})

test('where nobody asked the brokers nothing is said to be missing', () => {
  const plan = makePlan(topologyOf(), snapshotOf(source, clusterOf('eu')), context)
  assert.deepEqual(plan.missing_permissions, [])
})

test('what is deleted needs DELETE, what agents copy by needs its group and its transactional ids', () => {
  const held = new Map<string, string[]>([
    ...names.map((name) => [name, [...reader, 'write', 'create', 'alter']] as [string, string[]]),
    ['us.old', reader],
  ])
  const gone = topicOf('us.old')
  const managed = {
    kind: 'managed',
    address: 'topic.eu["us.old"]',
    flow: 'us-to-eu',
    protect: false,
  } as const
  const rights: Rights = {
    principal: 'User:strait',
    cluster: [],
    topics: held,
    groups: new Map([['strait.us-to-eu', ['describe']]]),
    transactionalIds: new Map([['strait.us-to-eu.0', false]]),
  }
  const flow = flowOf({ acls: { sync: false }, topics: { include: ['orders.*'], exclude: [] } })
  const eu = clusterOf('eu', {
    topics: [gone],
    control: [appliedFlow(flow), { ...managed, topicId: gone.id }],
  })
  const topology = { ...topologyOf([flow]), deletes: { topics: true } }
  const plan = makePlan(topology, snapshotOf(source, { ...eu, rights }), context)
  const about = { cluster: 'eu', principal: 'User:strait' }
  const id = 'strait.us-to-eu.'
  assert.deepEqual(plan.missing_permissions, [
    { ...about, resource_type: 'topic', resource_names: ['us.old'], operation: 'delete', needed_by: 'apply' },
    {
      ...about,
      resource_type: 'group',
      resource_names: ['strait.us-to-eu'],
      operation: 'read',
      needed_by: 'agent',
    },
    {
      ...about,
      resource_type: 'transactional_id',
      resource_names: [id],
      pattern_type: 'prefixed',
      operation: 'write',
      needed_by: 'agent',
    },
  ])
  const [forApply, forAgent] = plan.warnings.filter(({ code }) => code === 'ST470')
  const start = 'kafka-acls.sh --add --allow-principal User:strait --operation'
  assert.match(
    forApply?.detail ?? '',
    / Grant it with: kafka-acls\.sh .* --operation Delete --topic us\.old$/,
  )
  assert.ok(
    forAgent?.detail.endsWith(
      `${start} Read --group strait.us-to-eu ; ${start} Write --transactional-id ${id} --resource-pattern-type prefixed`,
    ),
    forAgent?.detail,
  )
})

test('of a transactional id that may be seen the ACLs tell whether it may be written with', () => {
  const lacksWrite = (...acls: readonly Partial<Acl>[]): boolean => {
    const transactionalIds = new Map([['strait.us-to-eu.0', true]])
    const all = acls.map((acl): Acl => ({ ...readAcl('strait.', 'User:strait'), ...onIds, ...acl }))
    const rights: Rights = {
      principal: 'User:strait',
      cluster: [],
      topics: new Map(),
      groups: new Map(),
      transactionalIds,
    }
    const flow = flowOf({ acls: { sync: false } })
    const plan = makePlan(
      topologyOf([flow]),
      snapshotOf(source, { ...clusterOf('eu', { acls: all }), rights }),
      context,
    )
    return plan.missing_permissions.some(({ resource_type }) => resource_type === 'transactional_id')
  }
  const onIds = { resourceType: 'transactional_id', patternType: 'prefixed', operation: 'describe' } as const
  assert.equal(lacksWrite({}), true)
  assert.equal(lacksWrite({}, { operation: 'write' }), false)
  assert.equal(lacksWrite({}, { operation: 'all', principal: 'User:*' }), false)
  assert.equal(lacksWrite({}, { operation: 'write', principal: 'User:else' }), true)
  assert.equal(lacksWrite({}, { operation: 'write', resourceName: 'strait.other' }), true)
  // Whoever sees it without an ACL is a super user, or needs none.
  assert.equal(lacksWrite(), false)
})

test('the commands that grant rights name what is needed and nothing wider, and quote hostile names', () => {
  const common = { principal: 'User:a', operation: 'read', resource_type: 'topic' } as const
  const start = 'kafka-acls.sh --add --allow-principal User:a --operation Read'
  const commandFor = (resource_names: readonly string[], also: readonly string[] = []): string[] => {
    const { topics, groups } = clusterOf('eu', {
      topics: [...resource_names, ...also].map((name) => topicOf(name)),
    })
    return grantCommands([{ ...common, resource_names: [...resource_names] }], { topics, groups })
  }
  assert.deepEqual(commandFor(['x']), [`${start} --topic x`])
  assert.deepEqual(commandFor(['us.orders', 'us.pay']), [`${start} --topic us.orders --topic us.pay`])
  const many = Array.from({ length: 20 }, (_, at) => `us.${at}`)
  assert.deepEqual(commandFor(many), [`${start} --topic us. --resource-pattern-type prefixed`])
  assert.deepEqual(commandFor(many, ['us.secret']), [
    `${start} ${many.map((name) => `--topic ${name}`).join(' ')}`,
  ])
  assert.equal(commandFor([...many, 'other'])[0]?.includes('prefixed'), false)
  assert.deepEqual(
    grantCommands([
      { ...common, resource_names: ['x'] },
      { ...common, operation: 'alter_configs', resource_names: ['x'] },
      { ...common, resource_type: 'group', resource_names: ["a'; rm -rf /"] },
      { ...common, principal: null, resource_type: 'cluster', resource_names: ['kafka-cluster'] },
    ]),
    [
      `${start} --operation AlterConfigs --topic x`,
      `${start} --group 'a'\\''; rm -rf /'`,
      "kafka-acls.sh --add --allow-principal 'User:…' --operation Read --cluster",
    ],
  )
})
