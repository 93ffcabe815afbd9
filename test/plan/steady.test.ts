// What a plan leaves as it is, by its full address and with the flow that manages it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makePlan } from '../../src/plan/make-plan.ts'
import { steadyThings } from '../../src/plan/steady.ts'
import { clusterOf, context, controlTopics, flowOf, snapshotOf, topicOf, topologyOf } from './fixtures.ts'

const spec = flowOf({ name: 'region-eu--orders', target: 'region-eu--edge' })
const topology = {
  ...topologyOf([spec]),
  addresses: {
    'flow.region-eu--orders': 'module.region["eu"].flow.orders',
    'cluster.region-eu--edge': 'module.region["eu"].cluster.edge',
  },
}
const source = clusterOf('us', { topics: [topicOf('orders'), topicOf('other'), topicOf('payments')] })
const target = clusterOf('region-eu--edge', { topics: [...controlTopics, topicOf('us.orders')] })
const plan = makePlan(topology, snapshotOf(source, target), context)

test('a copy that is there is left as it is, one that has a row or is not selected is not', () => {
  const topics = steadyThings(plan).filter(({ type }) => type === 'topic')
  assert.deepEqual(topics, [
    {
      address: 'module.region["eu"].topic.edge["us.orders"]',
      type: 'topic',
      name: 'us.orders',
      flows: ['region-eu--orders'],
      sourceTopic: 'orders',
      pattern: 'orders.*',
    },
  ])
})

test('groups are known where somebody lists them, and only those that the filter lets in', () => {
  const groupsOf = (cluster: string): string[] => (cluster === 'us' ? ['billing', 'connect-x'] : ['reports'])
  const addresses = steadyThings(plan, groupsOf).flatMap(({ type, address }) =>
    type === 'group_offset' ? [address] : [],
  )
  assert.deepEqual(addresses, ['module.region["eu"].group_offset.orders["billing"]'])
})

test('of the wrong brokers nothing is said', () => {
  const eu = { name: spec.target, bootstrap: ['b:1'], clusterId: 'another' }
  const refused = makePlan(
    { ...topology, clusters: { ...topology.clusters, [spec.target]: eu } },
    snapshotOf(source, target),
    context,
  )
  assert.ok(refused.errored)
  assert.deepEqual(steadyThings(refused), [])
})
