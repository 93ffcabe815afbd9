// The order of a plan's rows where blocks depend on others: by hand, and for graphs at random against a rule that
// compares every two rows.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { makePlan } from '../../src/plan/make-plan.ts'
import { isLetGo, phaseOf } from '../../src/plan/order.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import { isChange, type ResourceChange } from '../../src/plan/resource-change.ts'
import { assertProperty } from '../fuzz.ts'
import { flow, grant, live, topology, type World, world } from './dependency-worlds.ts'
import {
  appliedFlow,
  commit,
  context,
  controlTopics,
  groupOf,
  readAcl,
  snapshotOf,
  topicOf,
} from './fixtures.ts'

const changesOf = (plan: Plan): ResourceChange[] => plan.resource_changes.filter(isChange)

const addresses = (plan: Plan): string[] => changesOf(plan).map(({ address }) => address)

test('everything that is made for a flow comes before anything of one that depends on it', () => {
  const plan = makePlan(
    topology(
      ['a', 'b'].map((name) => flow(name, { checkpoints: { emit: true, intervalMs: 1000 } })),
      { 'flow.a': ['flow.b'] },
    ),
    live(['a', 'b'], { topics: controlTopics }),
    context,
  )
  assert.deepEqual(addresses(plan), [
    'internal_topic.eu["us.checkpoints.internal"]',
    'topic.eu["us.b"]',
    'acl.eu["allow User:reader read on topic us.b"]',
    'flow.b',
    'topic.eu["us.a"]',
    'acl.eu["allow User:reader read on topic us.a"]',
    'flow.a',
  ])
  assert.deepEqual(
    changesOf(plan).map(({ made_for, depends_on }) => [made_for, depends_on]),
    [
      [['flow.a', 'flow.b'], undefined],
      ...Array.from({ length: 3 }, () => [['flow.b'], undefined]),
      ...Array.from({ length: 3 }, () => [['flow.a'], ['flow.b']]),
    ],
  )
})

test('a plan in which nothing depends on anything says nothing of it', () => {
  for (const dependsOn of [undefined, { 'flow.a': ['cluster.us'] }]) {
    const plan = makePlan(topology([flow('a'), flow('b')], dependsOn), live(['a', 'b']), context)
    assert.ok(changesOf(plan).every((row) => !('made_for' in row) && !('depends_on' in row)))
  }
})

test('an ACL waits for a flow, and a flow for an ACL', () => {
  const plan = makePlan(
    topology(
      [flow('orders')],
      { 'acl.reader': ['flow.orders'], 'flow.orders': ['acl.agents'] },
      { acls: { reader: grant('reader'), agents: grant('agents') } },
    ),
    live(['orders'], { topics: controlTopics }),
    context,
  )
  assert.deepEqual(
    changesOf(plan)
      .filter(({ type }) => type === 'acl' || type === 'flow')
      .map(({ address }) => address),
    [
      'acl.eu["allow User:agents read on topic agents"]',
      'acl.eu["allow User:reader read on topic us.orders"]',
      'flow.orders',
      'acl.eu["allow User:reader read on topic reader"]',
    ],
  )
})

test('a block without changes of its own hands on what it depends on', () => {
  const plan = makePlan(
    topology(
      ['a', 'b', 'c'].map((name) => flow(name)),
      { 'flow.a': ['flow.b'], 'flow.b': ['flow.c'] },
    ),
    live(['a', 'c'], { topics: controlTopics, control: [appliedFlow(flow('b'))] }),
    context,
  )
  const row = plan.resource_changes.find(({ address }) => address === 'flow.a')
  assert.deepEqual(row?.depends_on, ['flow.c'])
  const [before, after] = ['flow.c', 'topic.eu["us.a"]'].map((address) => addresses(plan).indexOf(address))
  assert.ok(before !== undefined && before >= 0 && after !== undefined && before < after)
})

test('the control topic comes before everything, whoever needs it', () => {
  const back = flow('b', { source: 'eu', target: 'us', acls: { sync: false } })
  const plan = makePlan(topology([flow('a'), back], { 'flow.b': ['flow.a'] }), live(['a']), context)
  assert.deepEqual(addresses(plan).slice(0, 2), [
    'internal_topic.eu["strait.control.internal"]',
    'internal_topic.us["strait.control.internal"]',
  ])
  const [before, after] = ['flow.a', 'internal_topic.us["strait.positions.internal"]'].map((address) =>
    addresses(plan).indexOf(address),
  )
  assert.ok(before !== undefined && before >= 0 && after !== undefined && before < after)
})

test('what several blocks share is made for the first of them', () => {
  const grants = { same: { ...grant('reader'), name: 'same' } }
  const names = ['a', 'b']
  const plan = makePlan(
    topology([flow('a'), flow('b')], { 'flow.b': ['flow.a'], 'acl.same': ['flow.b'] }, { acls: grants }),
    live(names),
    context,
  )
  const shared = plan.resource_changes.find(({ name }) => name === 'strait.positions.internal')
  assert.deepEqual(shared?.made_for, ['flow.a', 'flow.b'])
  assert.equal(shared?.depends_on, undefined)
  assert.ok(addresses(plan).indexOf(shared?.address ?? '') < addresses(plan).indexOf('topic.eu["us.a"]'))
})

test('only dependencies make a plan of no other order, and none of changes alone', () => {
  const flows = [flow('a'), flow('b')]
  const control = flows.map((each) => appliedFlow(each))
  const without = makePlan(topology(flows, undefined), live([], { topics: controlTopics, control }), context)
  const idle = makePlan(
    topology(flows, { 'flow.a': ['flow.b'] }),
    live([], { topics: controlTopics, control }),
    context,
  )
  assert.deepEqual(addresses(idle), [])
  assert.equal(
    idle.fingerprint.hash,
    without.fingerprint.hash,
    'a plan without changes is not stale for them',
  )
  const [one, other] = [undefined, { 'flow.a': ['flow.b'] }].map((dependsOn) =>
    makePlan(topology(flows, dependsOn), live(['a', 'b']), context),
  )
  assert.notEqual(one?.fingerprint.hash, other?.fingerprint.hash)
  assert.equal(other?.fingerprint.inputs['order: begin of flow.a'], 'after flow.b')
})

test('flows stop before those that they depended on when they were applied, and their copies go in that order', () => {
  const gone = { a: ['flow.b'], b: ['flow.c'], c: [] }
  const control = Object.entries(gone).flatMap(([name, dependsOn]) => [
    appliedFlow(flow(name), { dependsOn }),
    {
      kind: 'managed' as const,
      address: `topic.eu["us.${name}"]`,
      flow: name,
      protect: false,
      topicId: `id-of-us.${name}`,
    },
  ])
  const plan = makePlan(
    topology([flow('stays')], undefined, { deletes: { topics: true } }),
    live([], {
      topics: [...controlTopics, ...['a', 'b', 'c'].map((name) => topicOf(`us.${name}`))],
      control,
    }),
    context,
  )
  assert.deepEqual(
    changesOf(plan).map(({ address, depends_on }) => [address, depends_on]),
    [
      ['flow.a', ['flow.b']],
      ['flow.b', ['flow.c']],
      ['flow.c', undefined],
      ['flow.stays', undefined],
      ['topic.eu["us.a"]', ['flow.b']],
      ['topic.eu["us.b"]', ['flow.c']],
      ['topic.eu["us.c"]', undefined],
    ],
  )
})

test('an ACL is deleted before the copies of the flow that its block waited for', () => {
  const acl = readAcl('us.a', 'User:a')
  const plan = makePlan(
    topology([flow('stays')], undefined, { deletes: { topics: true, acls: true } }),
    live([], {
      topics: [...controlTopics, topicOf('us.a')],
      acls: [acl],
      control: [
        appliedFlow(flow('a')),
        { kind: 'managed', address: 'topic.eu["us.a"]', flow: 'a', protect: false, topicId: 'id-of-us.a' },
        {
          kind: 'managed',
          address: 'acl.eu["allow User:a read on topic us.a"]',
          flow: '',
          protect: false,
          block: 'acl.reader',
          dependsOn: ['flow.a'],
        },
      ],
    }),
    context,
  )
  assert.deepEqual(addresses(plan), [
    'flow.a',
    'flow.stays',
    'acl.eu["allow User:a read on topic us.a"]',
    'topic.eu["us.a"]',
  ])
})

test('what another topology remembers of its own is no matter of this one', () => {
  const plan = makePlan(
    topology([flow('a')], undefined, { name: 'ours', acls: { reader: grant('reader') } }),
    live([], {
      topics: controlTopics,
      control: [
        {
          kind: 'managed',
          address: 'acl.eu["allow User:x read on topic x"]',
          flow: '',
          topology: 'theirs',
          protect: false,
          block: 'acl.reader',
          dependsOn: ['flow.a'],
        },
      ],
    }),
    context,
  )
  assert.ok(changesOf(plan).every((row) => row.made_for === undefined && row.remembers === undefined))
})

test('what is remembered in a circle ends in some order, and holds up nothing that begins', () => {
  const control = [
    appliedFlow(flow('a'), { dependsOn: ['flow.b'] }),
    appliedFlow(flow('b'), { dependsOn: ['flow.a'] }),
    appliedFlow(flow('hub-x'), { address: 'flow.hub["x"]', dependsOn: ['flow.late'] }),
  ]
  const addressOf = { 'flow.hub-y': 'flow.hub["y"]' }
  const plan = makePlan(
    topology([flow('late'), flow('hub-y')], { 'flow.late': ['flow.hub'] }, { addresses: addressOf }),
    live([], { topics: controlTopics, control }),
    context,
  )
  assert.deepEqual(addresses(plan), ['flow.a', 'flow.b', 'flow.hub["x"]', 'flow.hub["y"]', 'flow.late'])
})

test('a group that has moved on makes no plan stale', () => {
  const flows = [flow('a'), flow('b')]
  const control = [appliedFlow(flow('b', { refreshIntervalMs: 1 })), appliedFlow(flow('a'))]
  const plans = [[groupOf('a-readers', [commit('us.a', 0, 0)])], []].map((groups) =>
    makePlan(
      topology(flows, { 'flow.b': ['flow.a'] }),
      live(['a', 'b'], {
        topics: [...controlTopics, topicOf('us.a', { latest: 10, configs: { 'retention.ms': '1000' } })],
        acls: [readAcl('us.a', 'User:reader')],
        control,
        groups,
      }),
      context,
    ),
  )
  assert.equal(new Set(plans.map(({ fingerprint }) => fingerprint.hash)).size, 1)
})

/** Whether `row` has to come after `other`, by what stands behind its one block; what is shared is another matter. */
function waitsFor(row: ResourceChange, other: ResourceChange, behind: World['behind']): boolean {
  if (phaseOf(row) !== phaseOf(other)) return false
  const [later, earlier] = isLetGo(row) ? [other, row] : [row, other]
  const [block, ...more] = later.made_for ?? []
  return (
    block !== undefined && more.length === 0 && (earlier.made_for ?? []).some((one) => behind(block).has(one))
  )
}

test('in any graph every row comes after all rows of what its block depends on, and ends before them', () => {
  const held = { begins: 0, ends: 0 }
  assertProperty(
    fc.property(world, ({ topology: desired, snapshot, behind }) => {
      const plan = makePlan(desired, snapshot, { ...context, allowDestroy: { atMost: 99 } })
      const rows = changesOf(plan).filter(({ name }) => name !== 'strait.control.internal')
      for (const [at, row] of rows.entries()) {
        for (const later of rows.slice(at + 1)) {
          assert.ok(!waitsFor(row, later, behind), `${row.address} comes before ${later.address}`)
          if (waitsFor(later, row, behind)) held[isLetGo(row) ? 'ends' : 'begins'] += 1
        }
      }
    }),
    { numRuns: 80 },
  )
  assert.ok(held.begins > 200 && held.ends > 10, JSON.stringify(held))
})

test('in any graph a row names what it depends on exactly where that has rows', () => {
  assertProperty(
    fc.property(world, ({ topology: desired, snapshot, behind }) => {
      const rows = changesOf(makePlan(desired, snapshot, context))
      for (const row of rows.filter(({ made_for = [] }) => made_for.length === 1)) {
        const isDue = rows
          .filter(({ name }) => name !== 'strait.control.internal')
          .some((other) => (isLetGo(row) ? waitsFor(other, row, behind) : waitsFor(row, other, behind)))
        assert.equal(row.depends_on !== undefined, isDue, row.address)
      }
    }),
    { numRuns: 40 },
  )
})

test('the same files in any order, and the same listings, make the same order', () => {
  assertProperty(
    fc.property(world, ({ topology: desired, snapshot }) => {
      const turned = {
        ...desired,
        flows: Object.fromEntries(Object.entries(desired.flows).reverse()),
        dependsOn: Object.fromEntries(
          Object.entries(desired.dependsOn ?? {})
            .reverse()
            .map(([block, references]) => [block, references.toReversed()]),
        ),
      }
      const reversed = [...snapshot.clusters.values()].reverse()
      const [one, other] = [
        makePlan(desired, snapshot, context),
        makePlan(turned, snapshotOf(...reversed), context),
      ]
      assert.deepEqual(one.resource_changes, other.resource_changes)
      assert.equal(one.fingerprint.hash, other.fingerprint.hash)
    }),
    { numRuns: 30 },
  )
})
