// What a plan says of rights that apply and agents will need.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Rights } from '../../src/kafka/cluster.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { grantCommand } from '../../src/plan/policies/missing-rights.ts'
import { clusterOf, commit, context, flowOf, groupOf, snapshotOf, topicOf, topologyOf } from './fixtures.ts'

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
    { ...about, resource_type: 'group', resource_names: ['billing'], operation: 'read', needed_by: 'apply' },
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
    /^User:strait lacks what apply will need: CREATE on topics, READ on groups\./,
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

test('where nobody asked the brokers nothing is said to be missing', () => {
  const plan = makePlan(topologyOf(), snapshotOf(source, clusterOf('eu')), context)
  assert.deepEqual(plan.missing_permissions, [])
})

test('the command that grants a right quotes hostile names and joins names under their prefix', () => {
  const common = { principal: 'User:a', operation: 'alter_configs', resource_type: 'topic' } as const
  const start = 'kafka-acls.sh --add --allow-principal User:a --operation AlterConfigs'
  assert.equal(grantCommand({ ...common, resource_names: ['x'] }), `${start} --topic x`)
  assert.equal(
    grantCommand({ ...common, resource_names: ['us.orders', 'us.pay'] }),
    `${start} --topic us. --resource-pattern-type prefixed`,
  )
  assert.equal(
    grantCommand({ ...common, resource_type: 'group', resource_names: ["a'; rm -rf /"] }),
    `${start} --group 'a'\\''; rm -rf /'`,
  )
})
