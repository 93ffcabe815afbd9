// Whom a change reaches, held against closures that were computed by hand; and that risk only ever grows.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Acl } from '../../src/kafka/cluster.ts'
import { topicSelector } from '../../src/mirror/selection.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { highestRisk } from '../../src/plan/policies/risk.ts'
import { assertProperty } from '../fuzz.ts'
import {
  appliedFlow,
  clusterOf,
  commit,
  context,
  controlTopics,
  flowOf,
  groupOf,
  mapUpTo,
  readAcl,
  snapshotOf,
  topicOf,
  topologyOf,
} from './fixtures.ts'
import { type Situation, situation } from './situations.ts'

const both = { topics: { include: ['.*orders.*', 'payments'], exclude: [] }, acls: { sync: false } }
const flows = [
  flowOf({ ...both, name: 'us-to-eu' }),
  flowOf({ ...both, name: 'eu-to-ap', source: 'eu', target: 'ap' }),
  flowOf({
    ...both,
    name: 'ap-to-sa',
    source: 'ap',
    target: 'sa',
    topics: { include: ['.*orders'], exclude: [] },
  }),
]
const prefixed: Acl = { ...readAcl('eu.us.', 'User:prefix'), patternType: 'prefixed' }
const day = { 'retention.ms': '86400000' }
const snapshot = snapshotOf(
  clusterOf('us', { topics: [topicOf('orders', { configs: day }), topicOf('payments')] }),
  clusterOf('eu', {
    topics: [...controlTopics, topicOf('us.orders'), topicOf('us.payments')],
    groups: [groupOf('billing', [commit('us.orders', 0, 0)]), groupOf('other', [commit('local', 0, 0)])],
    acls: [readAcl('us.orders', 'User:alice'), readAcl('*', 'User:anyone'), readAcl('local', 'User:nobody')],
    control: flows.slice(0, 1).map((spec) => appliedFlow(spec)),
    maps: [['us-to-eu', 'orders', 0, mapUpTo(0)]],
  }),
  clusterOf('ap', {
    topics: [...controlTopics, topicOf('eu.us.orders'), topicOf('eu.us.payments')],
    groups: [groupOf('reports', [commit('eu.us.orders', 0, 0)])],
    acls: [prefixed, { ...readAcl('eu.us.orders', 'User:denied'), permission: 'deny' }],
  }),
  clusterOf('sa', { topics: controlTopics }),
)

const reach = Object.fromEntries(
  makePlan(topologyOf(flows), snapshot, context).resource_changes.map(({ address, blast_radius }) => [
    address,
    blast_radius,
  ]),
)

test('a config change reaches who uses the topic and every copy of it, hop after hop', () => {
  assert.deepEqual(reach['topic_config.eu["us.orders"]'], {
    groups: ['billing', 'reports'],
    principals: ['User:alice', 'User:anyone', 'User:prefix'],
    flows: ['ap-to-sa', 'eu-to-ap'],
  })
})

test('the last topic of a chain reaches nobody further down', () => {
  assert.deepEqual(reach['topic.sa["ap.eu.us.orders"]'], { groups: [], principals: [], flows: [] })
})

test('a flow reaches what uses any of its copies', () => {
  assert.deepEqual(reach['flow.eu-to-ap'], {
    groups: ['reports'],
    principals: ['User:prefix'],
    flows: ['ap-to-sa'],
  })
})

test('a group that moves is carried on by the flows that take it further', () => {
  const groups = [groupOf('billing', [commit('orders', 0, 3)])]
  const topics = [...controlTopics, topicOf('us.orders', { latest: 9 })]
  const moving = snapshotOf(
    clusterOf('us', { topics: [topicOf('orders', { latest: 9 })], groups }),
    clusterOf('eu', {
      topics,
      maps: [['us-to-eu', 'orders', 0, mapUpTo(9)]],
      acls: [{ ...readAcl('billing', 'User:b'), resourceType: 'group' }],
    }),
    clusterOf('ap', { topics: controlTopics }),
    clusterOf('sa', { topics: controlTopics }),
  )
  const row = makePlan(topologyOf(flows), moving, context).resource_changes.find(
    ({ address }) => address === 'group_offset.us-to-eu["billing"]',
  )
  assert.deepEqual(row?.blast_radius, {
    groups: ['billing'],
    principals: ['User:b'],
    flows: ['ap-to-sa', 'eu-to-ap'],
  })
})

test('no change that is added makes a plan less risky', () => {
  const levels = ['none', 'low', 'medium', 'high']
  assertProperty(
    fc.property(situation, fc.nat(), ({ topology, snapshot: live }, seed) => {
      const rows = makePlan(topology, live, context).resource_changes
      const at = rows.length === 0 ? 0 : seed % rows.length
      const without = rows.filter((_, index) => index !== at)
      assert.ok(levels.indexOf(highestRisk(without)) <= levels.indexOf(highestRisk(rows)))
    }),
    { numRuns: 50 },
  )
})

/** Copies of copies, one hop of everything at a time until nothing is new. */
function closureOf({ topology, snapshot: live }: Situation, cluster: string, topic: string) {
  const copies = new Set([`${cluster}/${topic}`])
  const through = new Set<string>()
  for (let size = 0; size < copies.size; ) {
    size = copies.size
    for (const spec of Object.values(topology.flows)) {
      for (const place of [...copies]) {
        const [at = '', ...name] = place.split('/')
        const verdict = topicSelector(spec)(name.join('/'))
        if (at !== spec.source || !verdict.replicated) continue
        through.add(spec.name)
        copies.add(`${spec.target}/${verdict.remoteTopic}`)
      }
    }
  }
  const clusters = [...live.clusters.values()]
  const isReached = (at: string, name: string): boolean => copies.has(`${at}/${name}`)
  const groups = clusters.flatMap(({ name: at, groups }) =>
    [...groups.values()].flatMap(({ groupId, offsets }) =>
      offsets.some((one) => isReached(at, one.topic)) ? [groupId] : [],
    ),
  )
  const principals = clusters.flatMap(({ name: at, acls = [] }) =>
    acls.flatMap(({ resourceName, principal }) => (isReached(at, resourceName) ? [principal] : [])),
  )
  const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort()
  return { groups: sorted(groups), principals: sorted(principals), flows: sorted(through) }
}

test('whom a topic’s change reaches is what following it hop by hop finds', () => {
  let carried = 0
  assertProperty(
    fc.property(situation, (given) => {
      for (const row of makePlan(given.topology, given.snapshot, context).resource_changes) {
        if (row.type !== 'topic' && row.type !== 'topic_config') continue
        const closure = closureOf(given, row.cluster, row.name)
        if (closure.flows.length > 0 && closure.groups.length > 0) carried++
        assert.deepEqual(row.blast_radius, closure, row.address)
      }
    }),
    { numRuns: 400 },
  )
  assert.ok(carried > 5, String(carried))
})

test('a flow that is added makes no change reach less', () => {
  assertProperty(
    fc.property(situation, ({ topology, snapshot: live }) => {
      const flows = Object.values(topology.flows)
      const reachOf = (specs: typeof flows) =>
        makePlan(topologyOf(specs), live, context).resource_changes.flatMap((row) =>
          row.type === 'topic' || row.type === 'topic_config' ? [row] : [],
        )
      const all = new Map(reachOf(flows).map((row) => [row.address, row.blast_radius]))
      for (const { address, blast_radius: alone } of reachOf(flows.slice(0, -1))) {
        const together = all.get(address)
        // A copy may be of another kind once more is decided about it.
        if (together === undefined || alone === undefined) continue
        for (const kind of ['groups', 'principals', 'flows'] as const) {
          for (const name of alone[kind]) assert.ok(together[kind].includes(name), `${address}: ${name}`)
        }
      }
    }),
    { numRuns: 100 },
  )
})
