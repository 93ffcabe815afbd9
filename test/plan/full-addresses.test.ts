// What is repeated, or stands in a module, is called in a plan what people wrote: in rows, findings, filters, and in
// what apply notes of it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callsOf } from '../../src/apply/call.ts'
import { controlKey } from '../../src/mirror/control.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { managedThings } from '../../src/plan/managed-things.ts'
import { placeOf } from '../../src/render/finding-text.ts'
import { renderPlanMarkdown } from '../../src/render/plan-markdown.ts'
import { renderPlan } from '../../src/render/plan-text.ts'
import type { Topology } from '../../src/topology/model.ts'
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
  revision,
  snapshotOf,
  topicOf,
  topologyOf,
} from './fixtures.ts'

const name = 'region-eu--orders-daily'
const written = 'module.region["eu"].flow.orders["daily"]'
const spec = flowOf({ name, target: 'region-eu--edge' })

const topology: Topology = {
  ...topologyOf([spec]),
  addresses: {
    [`flow.${name}`]: written,
    'cluster.region-eu--edge': 'module.region["eu"].cluster.edge',
  },
}

const source = clusterOf('us', {
  topics: [topicOf('orders', { latest: 10 })],
  groups: [groupOf('billing [a."b"', [commit('orders', 0, 7)])],
  acls: [readAcl('orders', 'User:ann')],
})

test('a comment calls flow and cluster of a module by their addresses', () => {
  const target = clusterOf('region-eu--edge', { acls: [] })
  const text = renderPlanMarkdown(makePlan(topology, snapshotOf(source, target), context))
  assert.match(
    text,
    /^Flow <code>module\.region&#91;&#34;eu&#34;&#93;\.flow\.orders&#91;&#34;daily&#34;&#93;<\/code>: /m,
  )
  assert.match(text, /<summary><code>module\.region&#91;&#34;eu&#34;&#93;\.cluster\.edge<\/code>: 5 to add/)
})

test('findings speak of flow and clusters of a module by their addresses, and by no name that nobody wrote', () => {
  const target = clusterOf('region-eu--edge', {
    acls: [],
    topics: [topicOf('us.orders', { latest: 5 })],
  })
  const plan = makePlan(topology, snapshotOf(source, target), context)
  const edge = 'module.region["eu"].cluster.edge'
  const says = [...plan.errors, ...plan.warnings].map((finding) => [
    finding.code,
    placeOf(finding, plan),
    finding.detail.split('. ')[0],
  ])
  assert.deepEqual(says, [
    [
      'ST424',
      `with ${written}, on ${edge}: us.orders`,
      `These topics exist on ${edge} and hold records that ${written} did not write, so it cannot prove what is copied already`,
    ],
    [
      'ST439',
      `with ${written}, on cluster.us: payments`,
      `No topic of us matches these patterns of ${written}.`,
    ],
  ])
  for (const { detail } of plan.errors) assert.doesNotMatch(detail, /region-eu--/)
})

test('every row of a module has its full address and its module', () => {
  const target = clusterOf('region-eu--edge', { acls: [] })
  const { resource_changes: rows, filters } = makePlan(topology, snapshotOf(source, target), context)
  assert.deepEqual(
    rows.map(({ address }) => address),
    [
      'module.region["eu"].internal_topic.edge["strait.control.internal"]',
      'module.region["eu"].internal_topic.edge["strait.positions.internal"]',
      'module.region["eu"].topic.edge["us.orders"]',
      'module.region["eu"].acl.edge["allow User:ann read on topic us.orders"]',
      written,
      'module.region["eu"].group_offset.orders["daily"]["billing [a.\\"b\\""]',
    ],
  )
  assert.ok(rows.every((row) => row.module_address === 'module.region["eu"]'))
  assert.ok(filters.length > 0 && filters.every(({ address }) => address === written))
})

test('a repeated flow of the root is called by its block and key, and no module is named', () => {
  const repeated: Topology = { ...topologyOf(), addresses: { 'flow.us-to-eu': 'flow.us-to["eu"]' } }
  const { resource_changes: rows } = makePlan(repeated, snapshotOf(source, clusterOf('eu')), context)
  const row = rows.find(({ type }) => type === 'flow')
  assert.deepEqual([row?.address, row?.module_address], ['flow.us-to["eu"]', undefined])
})

test('what a plan says of a flow names it as it is written', () => {
  const target = clusterOf('region-eu--edge', { topics: [topicOf('us.orders', { latest: 3 })] })
  const plan = makePlan(topology, snapshotOf(source, target), context)
  const [finding] = plan.errors
  assert.equal(finding?.address, written)
  const text = renderPlan(plan, { color: false, width: 100 })
  assert.ok(text.includes(`with ${written}`), text)
  assert.ok(text.includes(`Filters of ${written}:`), text)
})

test('apply notes the address, so that a flow whose module is gone is stopped under it', () => {
  const target = clusterOf('region-eu--edge', { topics: [...controlTopics] })
  const { resource_changes: rows } = makePlan(topology, snapshotOf(source, target), context)
  const stamp = { revision, appliedAt: '2026-03-01T00:00:00.000Z', flows: topology.flows }
  const entries = rows
    .flatMap((row) => callsOf(row, stamp))
    .flatMap(({ call }) => ('entry' in call ? [call.entry] : []))
  const flow = entries.find((entry) => entry.kind === 'flow')
  assert.equal(flow?.address, written)
  const { flows: _, addresses: __, ...rest } = topology
  const left = clusterOf('region-eu--edge', {
    topics: [...controlTopics, topicOf('us.orders', { latest: 10, id: 'made' })],
    control: [...new Map(entries.map((entry) => [controlKey(entry), entry])).values()].map((entry) =>
      entry.kind === 'managed' ? { ...entry, topicId: 'made' } : entry,
    ),
  })
  const after = makePlan({ ...rest, flows: {}, deletes: { topics: true } }, snapshotOf(source, left), context)
  assert.deepEqual(
    after.resource_changes
      .filter(({ type }) => type !== 'internal_topic')
      .map(({ address, module_address, change }) => [address, module_address, change.actions[0]]),
    [
      [written, 'module.region["eu"]', 'delete'],
      ['module.region["eu"].topic.edge["us.orders"]', 'module.region["eu"]', 'delete'],
    ],
  )
})

test('a flow that moved into a module is called by both addresses', () => {
  const former = appliedFlow(flowOf({ target: 'region-eu--edge' }))
  const target = clusterOf('region-eu--edge', {
    topics: [...controlTopics, topicOf('us.orders', { latest: 10 })],
    control: [former],
    maps: [['us-to-eu', 'orders', 0, mapUpTo(10)]],
  })
  const moved = { ...topology, moved: [{ from: 'us-to-eu', to: name }] }
  const { resource_changes: rows } = makePlan(moved, snapshotOf(source, target), context)
  const row = rows.find(({ type }) => type === 'flow')
  assert.deepEqual([row?.previous_address, row?.address], ['flow.us-to-eu', written])
})

test('a managed thing is read from its address, whatever modules stand before it', () => {
  const managed = (address: string) => ({ kind: 'managed' as const, address, flow: 'f', protect: false })
  const cluster = clusterOf('eu', {
    control: [
      'topic.eu["a"]',
      'topic.spoke["oslo"]["b"]',
      'module.m.topic.eu["c"]',
      'module.m["k"].module.n.acl.eu["allow User:[\\"x\\"].topic.eu[\\"y\\"] read on topic z"]',
      'module.m.newer_kind.eu["d"]',
      'topic.e"u["e"]',
    ].map(managed),
  })
  assert.deepEqual(
    managedThings(snapshotOf(cluster)).map(({ type, name: found }) => [type, found]),
    [
      ['topic', 'c'],
      ['acl', 'allow User:["x"].topic.eu["y"] read on topic z'],
      ['topic', 'a'],
      ['topic', 'b'],
    ],
  )
})
