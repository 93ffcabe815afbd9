// Two topologies on the same clusters: each plans, counts and lets go of its own, and leaves the other's alone.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ControlEntry } from '../../src/mirror/control.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import { renderPlanMarkdown } from '../../src/render/plan-markdown.ts'
import type { FlowSpec, Topology } from '../../src/topology/model.ts'
import { flowOf, topicOf, topologyOf } from './fixtures.ts'
import {
  acl,
  aclAddress,
  aclEntry,
  applied,
  billing,
  changesOf,
  clicks,
  orders,
  payments,
  planned,
  refusalsOf,
  textOf,
  topicEntry,
  writtenBy,
} from './two-topologies.ts'

describe('what another topology applied', () => {
  const both = [...applied(orders, 'payments'), ...applied(clicks, 'search')]

  test('is no change, and is shown with whose it is', () => {
    const plan = planned(payments(), both)
    assert.deepEqual(plan.errors, [])
    assert.deepEqual(changesOf(plan), [])
    assert.equal(plan.summary.lets_go, 0)
    assert.deepEqual(plan.summary.left_alone['eu']?.topologies, [
      { name: 'search', flows: ['flow.clicks'], topics: 1, acls: 0, groups: 0 },
    ])
    assert.deepEqual(plan.summary.unmanaged_topics, {}, 'its topics belong to a flow')
    assert.match(textOf(plan), /^No changes\./)
    assert.match(textOf(plan), /left alone on eu, of topology "search": flow\.clicks; 1 topic/)
    assert.match(
      renderPlanMarkdown(plan),
      /left alone on eu, of topology &#34;search&#34;: flow\.clicks; 1 topic/,
    )
  })

  test('is left alone by a topology without a name, and the other way round', () => {
    const control = [...applied(orders), ...applied(clicks, 'search')]
    assert.deepEqual(changesOf(planned(topologyOf([orders]), control)), [])
    const plan = planned({ ...topologyOf([clicks]), name: 'search' }, control)
    assert.deepEqual(changesOf(plan), [])
    assert.match(textOf(plan), /left alone on eu, of the topology without a name: flow\.orders; 1 topic/)
  })

  test('is counted by no brake, and let go of by no opt-in', () => {
    const third = flowOf({
      name: 'third',
      topics: { include: ['third'], exclude: [] },
      acls: { sync: false },
    })
    const others = ['a', 'b', 'c', 'd'].flatMap((name) => applied({ ...clicks, name }, 'search'))
    const topology = payments([orders], {
      deletes: { topics: true, acls: true, internalTopics: true },
      brake: { count: 9, percent: 30 },
    })
    const plan = planned(topology, [...applied(orders, 'payments'), ...applied(third, 'payments'), ...others])
    assert.deepEqual(changesOf(plan), ['delete flow.third'])
    assert.match(plan.errors[0]?.detail ?? '', /33 % of all 3 that there are/)
  })

  test('changes no fingerprint, whatever it does', () => {
    const alone = planned(payments(), applied(orders, 'payments'))
    const shared = planned(payments(), both)
    const busier = planned(payments(), [...both, ...applied({ ...clicks, name: 'views' }, 'search')])
    assert.equal(shared.fingerprint.hash, alone.fingerprint.hash)
    assert.equal(busier.fingerprint.hash, alone.fingerprint.hash)
  })

  test('does not end when a flow is removed beside it', () => {
    const other = flowOf({ name: 'extra', topics: { include: ['orders'], exclude: [] } })
    const plan = planned(payments([other]), [...applied(orders, 'payments'), ...applied(clicks, 'search')])
    assert.deepEqual(
      changesOf(plan).filter((change) => change.startsWith('delete')),
      ['delete flow.orders'],
    )
  })
})

describe('a topology that is given a name', () => {
  test('takes over what it declares, in rows of its own, and leaves the rest', () => {
    const plan = planned(payments(), [...applied(orders), ...applied(clicks)])
    assert.deepEqual(changesOf(plan), ['update flow.orders'])
    assert.match(
      textOf(plan),
      /# flow\.orders joins this topology\n\s+# \(it belonged to the topology without a name until now\)/,
    )
    assert.match(textOf(plan), /left alone on eu, of the topology without a name: flow\.clicks; 1 topic/)
  })

  test('writes its name into what apply writes', () => {
    const plan = planned(payments(), applied(orders))
    assert.deepEqual(
      writtenBy(plan).flatMap(({ call }) => (call.verb === 'write_flow' ? [call.entry.topology] : [])),
      ['payments'],
    )
  })

  test('ends a flow without a name where a removed block says so', () => {
    const plan = planned(payments([orders], { removed: [{ from: 'clicks', destroy: false }] }), [
      ...applied(orders, 'payments'),
      ...applied(clicks),
    ])
    assert.deepEqual(changesOf(plan), ['delete flow.clicks', 'forget topic.eu["us.clicks"]'])
  })

  test('takes over the ACLs that it declares', () => {
    const plan = planned(
      payments([orders], { acls: { billing } }),
      [...applied(orders, 'payments'), aclEntry()],
      {
        acls: [acl],
      },
    )
    assert.deepEqual(changesOf(plan), [`import ${aclAddress}`])
    assert.match(
      textOf(plan),
      /joins this topology\n\s+# \(it belonged to the topology without a name until now\)/,
    )
    const entries = writtenBy(plan).flatMap(({ call }) => (call.verb === 'write_managed' ? [call.entry] : []))
    assert.deepEqual(entries, [
      { kind: 'managed', address: aclAddress, flow: '', topology: 'payments', protect: false },
    ])
  })
})

describe('a topology under a new name', () => {
  const named = (more: Partial<Topology> = {}): Topology => payments([orders], more)

  test('is refused its own flows until it says what it was', () => {
    const [refusal] = refusalsOf(
      planned(named(), [...applied(orders, 'billing'), ...applied(clicks, 'billing')]),
    )
    assert.equal(refusal?.[0], 'ST460')
    assert.match(refusal?.[1] ?? '', /Flow "orders" on eu belongs to topology "billing"/)
    assert.match(refusal?.[1] ?? '', /formerly = \["billing"\]/)
  })

  test('then has all that it had: what it declares joins, what it does not is let go', () => {
    const plan = planned(named({ formerly: ['billing'], brake: { count: 9, percent: 100 } }), [
      ...applied(orders, 'billing'),
      ...applied(clicks, 'billing'),
    ])
    assert.deepEqual(refusalsOf(plan), [])
    assert.deepEqual(changesOf(plan), ['delete flow.clicks', 'update flow.orders'])
    assert.match(textOf(plan), /it belonged to topology "billing" until now/)
  })

  test('a name is taken away by formerly alone', () => {
    const plan = planned({ ...topologyOf([orders]), formerly: ['payments'] }, applied(orders, 'payments'))
    assert.deepEqual(changesOf(plan), ['update flow.orders'])
    assert.match(textOf(plan), /~ topology = "payments" -> null/)
    const [entry] = writtenBy(plan).flatMap(({ call }) => (call.verb === 'write_flow' ? [call.entry] : []))
    assert.equal(entry?.topology, undefined)
  })

  test('a flow that moved joins under its new name, with all that it was', () => {
    const renamed = payments([{ ...orders, name: 'sales' }], { moved: [{ from: 'orders', to: 'sales' }] })
    const plan = planned(renamed, applied(orders))
    assert.deepEqual(changesOf(plan), ['update flow.sales'])
    assert.match(
      textOf(plan),
      /# flow\.orders has moved to flow\.sales\n\s+# \(it belonged to the topology without a name until now\)/,
    )
  })

  test('and a name that was lost is named', () => {
    const [refusal] = refusalsOf(
      planned(topologyOf([orders, clicks]), [...applied(orders, 'payments'), ...applied(clicks, 'payments')]),
    )
    assert.match(refusal?.[1] ?? '', /Flows "clicks" and "orders" on eu belong to topology "payments"/)
    assert.match(refusal?.[1] ?? '', /lacks name = "payments"/)
  })
})

describe('what a flow of another topology needs stays:', () => {
  test('an internal topic that both find their way by', () => {
    const emitting = { checkpoints: { emit: true, intervalMs: 5000 } }
    const checkpoints = 'us.checkpoints.internal'
    const entry = topicEntry(checkpoints, { ...orders, ...emitting }, 'payments')
    const control = (other: FlowSpec): ControlEntry[] => [
      ...applied({ ...orders, ...emitting }, 'payments', { state: 'stopped' }),
      { ...entry, ...(entry.kind === 'managed' ? { address: `internal_topic.eu["${checkpoints}"]` } : {}) },
      ...applied(other, 'search'),
    ]
    const ours = flowOf({ name: 'ours', topics: { include: ['x'], exclude: [] } })
    const topology = payments([ours], {
      deletes: { internalTopics: true },
      brake: { count: 9, percent: 100 },
    })
    const topics = { topics: [topicOf(checkpoints)] }
    const gone = `delete internal_topic.eu["${checkpoints}"]`
    assert.ok(changesOf(planned(topology, control(clicks), topics)).includes(gone))
    assert.ok(!changesOf(planned(topology, control({ ...clicks, ...emitting }), topics)).includes(gone))
  })

  const beating = { heartbeats: { emit: true, intervalMs: 1000 } }
  const heartbeats = topicOf('heartbeats', { configs: { 'cleanup.policy': 'compact' } })
  const pulse = payments([{ ...orders, ...beating }])
  const withOther = (name: string, made: readonly ControlEntry[] = [], topics = [heartbeats]): Plan =>
    planned(
      pulse,
      [
        ...applied({ ...orders, ...beating }, 'payments'),
        ...applied({ ...clicks, ...beating, name }, 'search'),
        ...made,
      ],
      { topics },
    )
  const writesHeartbeats = (plan: Plan): boolean =>
    plan.resource_changes.some(({ type, name }) => type === 'topic' && name === 'us.heartbeats')

  test('the first by name carries the heartbeats of the pair, whoever applied it', () => {
    assert.equal(writesHeartbeats(withOther('zz')), true)
    assert.equal(writesHeartbeats(withOther('clicks')), false)
  })

  test('whoever made the copy of heartbeats keeps it, so that no plan goes stale by another’s apply', () => {
    const copied = [heartbeats, topicOf('us.heartbeats', { configs: { 'cleanup.policy': 'compact' } })]
    const ours = topicEntry('us.heartbeats', orders, 'payments')
    const plan = withOther('aa', [ours], copied)
    const alone = planned(pulse, [...applied({ ...orders, ...beating }, 'payments'), ours], {
      topics: copied,
    })
    assert.equal(plan.fingerprint.hash, alone.fingerprint.hash)
    assert.deepEqual(changesOf(plan), changesOf(alone))
  })
})
