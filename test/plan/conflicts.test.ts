// What two topologies on one cluster cannot both have is refused, with whose it is.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { makePlan } from '../../src/plan/make-plan.ts'
import {
  appliedFlow,
  clusterOf,
  context,
  controlTopics,
  flowOf,
  snapshotOf,
  topicOf,
  topologyOf,
} from './fixtures.ts'
import {
  acl,
  aclEntry,
  applied,
  billing,
  changesOf,
  clicks,
  live,
  orders,
  payments,
  planned,
  refusalsOf,
  textOf,
} from './two-topologies.ts'

describe('what two topologies cannot both have is refused:', () => {
  test('a flow of one name on one target', () => {
    const plan = planned({ ...topologyOf([orders]), name: 'search' }, applied(orders, 'payments'))
    assert.deepEqual(refusalsOf(plan), [
      [
        'ST460',
        'Flow "orders" on eu belongs to topology "payments", which applied it from commit 4f2c9d1. If this is that topology under another name, say so in its strait block: formerly = ["payments"]. If they are two, give this flow another name; or hand it over: removed { from = flow.orders, destroy = false } in topology "payments", and once that is applied this topology goes on where it stopped.',
      ],
    ])
  })

  test('but not on two', () => {
    const elsewhere = { ...orders, target: 'ap' }
    const topology = { ...topologyOf([elsewhere]), name: 'search' }
    const snapshot = live(applied(orders, 'payments'))
    const clusters = [...snapshot.clusters.values(), clusterOf('ap', { topics: controlTopics })]
    const plan = makePlan(topology, snapshotOf(...clusters), context)
    assert.deepEqual(refusalsOf(plan), [])
    assert.ok(changesOf(plan).includes('create flow.orders'))
  })

  test('a flow that another one stopped goes on where it was', () => {
    const plan = planned(
      { ...topologyOf([orders]), name: 'search' },
      applied(orders, 'payments', { state: 'stopped' }),
    )
    assert.deepEqual(refusalsOf(plan), [])
    assert.deepEqual(changesOf(plan), ['create flow.orders'])
    assert.match(
      textOf(plan),
      /it belonged to topology "payments" until now\)\n\s+# \(it was stopped, and goes on where it was/,
    )
  })

  test('a remote topic, once and not a second time as a stranger’s', () => {
    const again = { ...orders, name: 'again' }
    const plan = planned({ ...topologyOf([again]), name: 'search' }, applied(orders, 'payments'))
    assert.deepEqual(refusalsOf(plan), [
      [
        'ST460',
        'Flow "again" would write topics on eu that are written by flow "orders" of topology "payments", and their records would mix. Narrow the topics of one of the two, or give it another naming.',
      ],
    ])
    assert.deepEqual(plan.errors[0]?.subjects, ['us.orders'])
  })

  test('a declared ACL', () => {
    const plan = planned(
      payments([orders], { acls: { billing } }),
      [...applied(orders, 'payments'), aclEntry('search')],
      {
        acls: [acl],
      },
    )
    const [refusal] = refusalsOf(plan)
    assert.equal(refusal?.[0], 'ST460')
    assert.match(refusal?.[1] ?? '', /^This ACL on eu was made by topology "search"/)
    assert.equal(plan.errors[0]?.path, 'acl.billing')
  })

  test('a flow that a moved block takes from the other', () => {
    const moved = payments([{ ...orders, name: 'renamed' }], { moved: [{ from: 'orders', to: 'renamed' }] })
    const plan = planned(moved, applied(orders, 'search'))
    assert.match(
      refusalsOf(plan)[0]?.[1] ?? '',
      /from which a moved block takes flow "renamed", belongs to topology "search"/,
    )
  })

  test('and a removed block that names the other’s topic is told and does nothing', () => {
    const topology = payments([orders], {
      deletes: { topics: true },
      removedThings: [{ type: 'topic', cluster: 'eu', name: 'us.clicks', destroy: true }],
    })
    const plan = planned(topology, [...applied(orders, 'payments'), ...applied(clicks, 'search')])
    assert.deepEqual(changesOf(plan), [])
    assert.deepEqual(
      plan.warnings.map(({ code, detail }) => [code, detail]),
      [['ST460', 'It belongs to topology "search" and is left alone. Only that topology can let go of it.']],
    )
  })

  test('a conflict makes a saved plan stale', () => {
    const before = planned(payments(), applied(orders, 'payments'))
    const after = planned(payments(), [
      ...applied(orders, 'payments'),
      ...applied({ ...orders, name: 'again' }, 'search').slice(0, 1),
    ])
    assert.notEqual(after.fingerprint.hash, before.fingerprint.hash)
  })
})

describe('a loop through two topologies', () => {
  const there = flowOf({
    name: 'there',
    naming: { kind: 'identity' },
    topics: { include: ['orders'], exclude: [] },
  })
  const back = { ...there, name: 'back', source: 'eu', target: 'us' }

  test('is refused, hop by hop, with whose the other flow is', () => {
    const snapshot = snapshotOf(
      clusterOf('us', {
        topics: [...controlTopics, topicOf('orders')],
        control: [
          appliedFlow(
            { ...back, source: 'europe', target: 'america' },
            { topology: 'search', sourceClusterId: 'id-of-eu' },
          ),
        ],
      }),
      clusterOf('eu', { topics: controlTopics }),
    )
    const plan = makePlan({ ...topologyOf([there]), name: 'payments' }, snapshot, context)
    assert.deepEqual(
      refusalsOf(plan).filter(([code]) => code === 'ST461'),
      [
        [
          'ST461',
          'Topic "orders" of us would go round without end: us to eu as "orders" by flow "there", then eu to us as "orders" by flow "back" of topology "search". Use naming = "prefix", or filters that leave out what came from the other side.',
        ],
      ],
    )
  })
})
