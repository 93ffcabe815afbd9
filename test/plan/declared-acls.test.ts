// ACLs that `acl` blocks declare: rows of their own, kept from being deleted, let go of only where that is opted in.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callsOf } from '../../src/apply/call.ts'
import { targetsOf } from '../../src/apply/leases.ts'
import type { Acl } from '../../src/kafka/cluster.ts'
import type { ControlEntry } from '../../src/mirror/control.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { renderPlan } from '../../src/render/plan-text.ts'
import type { AclSpec, Topology } from '../../src/topology/model.ts'
import {
  clusterOf,
  context,
  controlTopics,
  flowOf,
  readAcl,
  revision,
  snapshotOf,
  topicOf,
  topologyOf,
} from './fixtures.ts'

const billing: AclSpec = {
  name: 'billing',
  cluster: 'us',
  principal: 'User:billing',
  host: '*',
  permission: 'allow',
  operations: ['read', 'describe'],
  resourceType: 'topic',
  resourceName: 'orders',
  patternType: 'literal',
}

const topology = (acls: readonly AclSpec[] = [billing], more: Partial<Topology> = {}): Topology => ({
  ...topologyOf(),
  acls: Object.fromEntries(acls.map((acl) => [acl.name, acl])),
  ...more,
})

const us = (acls: readonly Acl[] | undefined, control: readonly ControlEntry[] = []) =>
  clusterOf('us', {
    topics: [topicOf('orders', { latest: 3 }), ...controlTopics],
    control,
    ...(acls === undefined ? {} : { acls }),
  })
const eu = clusterOf('eu', { topics: controlTopics, acls: [] })
const describe: Acl = { ...readAcl('orders', 'User:billing'), operation: 'describe' }
const stamp = { revision, appliedAt: '2026-03-01T00:00:00.000Z', flows: topology().flows }

test('a block is a row for each operation that is not there, and its copies come with the flow at once', () => {
  const plan = makePlan(topology(), snapshotOf(us([describe]), eu), context)
  const rows = plan.resource_changes.filter(({ type }) => type === 'acl')
  assert.deepEqual(
    rows.map(({ address, flow, change, impact }) => [address, flow, change.actions[0], impact]),
    [
      ['acl.eu["allow User:billing describe on topic us.orders"]', 'us-to-eu', 'create', { owner: 'source' }],
      ['acl.eu["allow User:billing read on topic us.orders"]', 'us-to-eu', 'create', { owner: 'source' }],
      [
        'acl.us["allow User:billing read on topic orders"]',
        null,
        'create',
        { owner: 'git', block: 'billing' },
      ],
    ],
  )
  assert.ok(targetsOf(plan).includes('us'), 'the lease is taken there too')
  assert.match(renderPlan(plan, { color: false, width: 100 }), /declared by acl\.billing/)
})

test('apply notes whose it is, then makes it', () => {
  const plan = makePlan(topology(), snapshotOf(us([describe]), eu), context)
  const row = plan.resource_changes.find(({ flow, type }) => type === 'acl' && flow === null)
  const address = 'acl.us["allow User:billing read on topic orders"]'
  assert.deepEqual(row && callsOf(row, stamp).map(({ call }) => call), [
    { verb: 'write_managed', entry: { kind: 'managed', address, flow: '', protect: false } },
    { verb: 'create_acl', acl: readAcl('orders', 'User:billing') },
  ])
})

test('a cluster that nothing is copied to gets the control topic that apply needs', () => {
  const alone = { ...topology(), flows: {} }
  const bare = clusterOf('us', { acls: [] })
  const { resource_changes: rows } = makePlan(alone, snapshotOf(bare, eu), context)
  assert.deepEqual(
    rows.map(({ address }) => address),
    [
      'internal_topic.us["strait.control.internal"]',
      'acl.us["allow User:billing describe on topic orders"]',
      'acl.us["allow User:billing read on topic orders"]',
    ],
  )
})

test('a cluster on which everything that is declared stands already needs no control topic and no lease', () => {
  const alone = { ...topology(), flows: {} }
  const there = [describe, readAcl('orders', 'User:billing')]
  const plan = makePlan(alone, snapshotOf(clusterOf('us', { acls: there }), eu), context)
  assert.deepEqual(plan.resource_changes, [])
  assert.deepEqual(targetsOf(plan), [])
})

const managed = (name: string): ControlEntry => ({
  kind: 'managed',
  address: `acl.us[${JSON.stringify(name)}]`,
  flow: '',
  protect: false,
})
const read = 'allow User:billing read on topic orders'

test('what is declared and there is no change, and is not counted among the ACLs of others', () => {
  const there = [describe, readAcl('orders', 'User:billing')]
  const flow = flowOf({ source: 'eu', target: 'us', topics: { include: ['none'], exclude: [] } })
  const base = { ...topologyOf([flow]), acls: { billing } }
  const { resource_changes: rows, summary } = makePlan(base, snapshotOf(us(there), eu), context)
  assert.deepEqual(
    rows.filter(({ type }) => type === 'acl'),
    [],
  )
  assert.equal(summary.left_alone['us'], undefined)
})

test('a block that is gone leaves its ACL until deletes { acls } says otherwise', () => {
  const live = us([readAcl('orders', 'User:billing'), readAcl('orders', 'User:other')], [managed(read)])
  const rowsOf = (more: Partial<Topology>) =>
    makePlan(topology([], more), snapshotOf(live, eu), context).resource_changes.filter(
      ({ cluster, type }) => type === 'acl' && cluster === 'us',
    )
  assert.deepEqual(rowsOf({}), [])
  const [row, ...more] = rowsOf({ deletes: { acls: true } })
  assert.deepEqual(
    [row?.address, row?.flow, row?.change.actions, more],
    [`acl.us["${read}"]`, null, ['delete'], []],
  )
  assert.deepEqual(row && callsOf(row, stamp).map(({ call }) => call.verb), ['delete_acl', 'forget_managed'])
})

test('an ACL that a flow made is kept while a block declares it', () => {
  const copied: ControlEntry = {
    kind: 'managed',
    address: 'acl.eu["allow User:billing read on topic us.orders"]',
    flow: 'us-to-eu',
    protect: false,
  }
  const target = clusterOf('eu', {
    topics: controlTopics,
    acls: [readAcl('us.orders', 'User:billing')],
    control: [copied],
  })
  const own = { ...billing, cluster: 'eu', resourceName: 'us.orders', operations: ['read' as const] }
  const plan = (acls: readonly AclSpec[]) =>
    makePlan(topology(acls, { deletes: { acls: true } }), snapshotOf(us([]), target), context)
  const deleted = (acls: readonly AclSpec[]): string[] =>
    plan(acls)
      .resource_changes.filter(({ type }) => type === 'acl')
      .map(({ address }) => address)
  assert.deepEqual(deleted([own]), [])
  assert.deepEqual(deleted([]), [copied.address])
})

test('a cluster without an authorizer refuses the plan, and says so once', () => {
  const { errors } = makePlan(topology(), snapshotOf(us(undefined), eu), context)
  assert.deepEqual(
    errors.map(({ code, cluster, subjects }) => [code, cluster, subjects]),
    [['ST495', 'us', ['billing']]],
  )
})

for (const [what, change, reason] of [
  ['everybody', { principal: 'User:*' }, 'everybody is let in'],
  ['everything', { operations: ['all'] }, 'whoever it lets in may do everything there'],
] as const) {
  test(`letting in ${what} is a high risk`, () => {
    const wide: AclSpec = { ...billing, ...change, operations: 'operations' in change ? ['all'] : ['read'] }
    const { resource_changes: rows } = makePlan(topology([wide]), snapshotOf(us([]), eu), context)
    const row = rows.find(({ flow, type }) => type === 'acl' && flow === null)
    assert.deepEqual(row?.risk, { level: 'high', reasons: [reason] })
  })
}
