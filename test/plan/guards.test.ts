// What a plan may let go of: deletes opted in by kind, protection that outlives its block, and the brake. One
// situation a row; the rows of the plan are held by action and address.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Snapshot } from '../../src/live/snapshot.ts'
import type { FlowEntry, ManagedEntry } from '../../src/mirror/control.ts'
import { makePlan, type PlanContext } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import type { FlowSpec, Topology } from '../../src/topology/model.ts'
import {
  appliedFlow,
  clusterOf,
  context,
  controlTopics,
  flowOf,
  mapUpTo,
  readAcl,
  snapshotOf,
  topicOf,
  topologyOf,
} from './fixtures.ts'

const flow = flowOf({ topics: { include: ['orders', 'payments'], exclude: [] } })
const other = flowOf({ name: 'other', topics: { include: ['x'], exclude: [] } })
const clusters = {
  us: { name: 'us', bootstrap: ['a:1'] },
  eu: { name: 'eu', bootstrap: ['b:1'] },
}

function managed(topic: string, rest: Partial<ManagedEntry> = {}): ManagedEntry {
  const address = `topic.eu[${JSON.stringify(topic)}]`
  return { kind: 'managed', address, flow: 'us-to-eu', protect: false, topicId: `id-of-${topic}`, ...rest }
}

interface World {
  readonly applied?: FlowSpec
  readonly entry?: Partial<FlowEntry>
  readonly managed?: readonly ManagedEntry[]
  readonly maps?: boolean
}

/** `orders` and `payments` are copied to eu, and so is one topic of another flow. */
function world({ applied = flow, entry = {}, managed: entries, maps = false }: World = {}): Snapshot {
  return snapshotOf(
    clusterOf('us', { topics: [topicOf('orders'), topicOf('payments'), topicOf('x')], acls: [] }),
    clusterOf('eu', {
      topics: [
        ...controlTopics,
        topicOf('us.orders', { latest: 100, sizeBytes: 1000 }),
        topicOf('us.payments', { latest: 10, sizeBytes: 500 }),
        topicOf('us.x'),
        topicOf('theirs'),
      ],
      acls: [readAcl('us.orders', 'User:a'), readAcl('theirs', 'User:a')],
      control: [
        appliedFlow(applied, entry),
        appliedFlow(other),
        ...(entries ?? [managed('us.orders'), managed('us.payments')]),
      ],
      maps: maps ? [['us-to-eu', 'orders', 0, mapUpTo(100)]] : [],
    }),
  )
}

const gone = topologyOf([other], clusters)
const all = { topics: true, acls: true, internalTopics: true }
/** Most of what is here goes in these plans, which the brake has tests of its own for. */
const loose = { brake: { count: 100, percent: 100 } }

function plan(topology: Topology, snapshot: Snapshot, rest: Partial<PlanContext> = {}): Plan {
  return makePlan({ ...loose, ...topology }, snapshot, { ...context, ...rest })
}

function lost({ resource_changes }: Plan): string[] {
  return resource_changes
    .filter(({ change }) => change.actions[0] === 'delete' || change.actions[0] === 'forget')
    .map(({ change, address }) => `${change.actions[0]} ${address}`)
}

function codes({ errors, warnings }: Plan): string[] {
  return [...errors, ...warnings].map(({ code }) => code)
}

describe('deleting is opted in by kind', () => {
  const orders = 'delete topic.eu["us.orders"]'
  const payments = 'delete topic.eu["us.payments"]'
  const stop = 'delete flow.us-to-eu'
  const narrower = topologyOf([{ ...flow, topics: { include: ['orders'], exclude: [] } }, other])
  const aclEntry = managed('', { address: 'acl.eu["allow User:a read on topic us.orders"]' })

  const onePayments = { type: 'topic', cluster: 'eu', name: 'us.payments' } as const

  const cases: readonly {
    name: string
    topology: Topology
    snapshot?: Snapshot
    lost: readonly string[]
    left?: readonly string[]
  }[] = [
    {
      name: 'without it, the topics of a flow that is gone stay and are counted',
      topology: gone,
      lost: [stop],
      left: ['us.orders', 'us.payments'],
    },
    {
      name: 'with it, they go after the flow has stopped',
      topology: { ...gone, deletes: all },
      lost: [stop, orders, payments],
    },
    {
      name: 'a topic that left the filter goes too',
      topology: { ...narrower, deletes: all },
      lost: [payments],
    },
    {
      name: 'and stays without it',
      topology: narrower,
      lost: [],
      left: ['us.payments'],
    },
    {
      name: 'a topic whose source is away for a moment stays',
      topology: { ...topologyOf([flow, other]), deletes: all },
      snapshot: snapshotOf(
        clusterOf('us', { topics: [topicOf('x')] }),
        world().clusters.get('eu') ?? clusterOf('eu'),
      ),
      lost: [],
    },
    {
      name: 'what Strait has no entry of is never touched',
      topology: { ...gone, deletes: all },
      snapshot: world({ managed: [] }),
      lost: [stop],
    },
    {
      name: 'a topic that someone created again under the name is not the one that Strait made',
      topology: { ...gone, deletes: all },
      snapshot: world({ managed: [managed('us.orders', { topicId: 'former' })] }),
      lost: [stop],
    },
    {
      name: 'an entry without an id needs positions in this very topic',
      topology: { ...gone, deletes: all },
      snapshot: world({
        maps: true,
        managed: ['us.orders', 'us.payments'].map((topic) => {
          const { topicId: _, ...entry } = managed(topic)
          return entry
        }),
      }),
      lost: [stop, orders],
      left: ['us.payments'],
    },
    {
      name: 'internal topics of brokers and of Strait stay, whatever an entry says',
      topology: { ...gone, deletes: all },
      snapshot: world({ managed: [managed('strait.control.internal'), managed('__consumer_offsets')] }),
      lost: [stop],
      left: ['strait.control.internal'],
    },
    {
      name: 'an ACL that Strait copied goes, and nobody else’s',
      topology: { ...gone, deletes: { acls: true } },
      snapshot: world({ managed: [aclEntry, managed('us.orders')] }),
      lost: [stop, 'delete acl.eu["allow User:a read on topic us.orders"]'],
      left: ['us.orders'],
    },
    {
      name: 'an ACL that the source took away goes where ACLs are opted in',
      topology: { ...topologyOf([flow, other]), deletes: { acls: true } },
      snapshot: world({ managed: [aclEntry] }),
      lost: ['delete acl.eu["allow User:a read on topic us.orders"]'],
    },
    {
      name: 'a removed block with destroy = false forgets, whatever deletes say',
      topology: { ...gone, deletes: all, removed: [{ from: 'us-to-eu', destroy: false }] },
      lost: [stop, 'forget topic.eu["us.orders"]', 'forget topic.eu["us.payments"]'],
    },
    {
      name: 'a removed block with destroy = true deletes as far as deletes allow',
      topology: { ...gone, removed: [{ from: 'us-to-eu', destroy: true }] },
      lost: [stop],
      left: ['us.orders', 'us.payments'],
    },
    {
      name: 'a removed block that names one thing forgets that one',
      topology: { ...narrower, deletes: all, removedThings: [{ ...onePayments, destroy: false }] },
      lost: ['forget topic.eu["us.payments"]'],
    },
    {
      name: 'or deletes it, as far as deletes allow',
      topology: {
        ...gone,
        deletes: { acls: true },
        removedThings: [
          { ...onePayments, destroy: true },
          { type: 'acl', cluster: 'eu', name: 'allow User:a read on topic us.orders', destroy: true },
        ],
      },
      snapshot: world({ managed: [aclEntry, managed('us.orders'), managed('us.payments')] }),
      lost: [stop, 'delete acl.eu["allow User:a read on topic us.orders"]'],
      left: ['us.orders', 'us.payments'],
    },
    {
      name: 'and one that Strait did not make, or that was forgotten, changes nothing',
      topology: {
        ...topologyOf([flow, other]),
        deletes: all,
        removedThings: [{ ...onePayments, name: 'theirs', destroy: true }],
      },
      lost: [],
    },
  ]
  for (const { name, topology, snapshot = world(), lost: expected, left = [] } of cases) {
    test(name, () => {
      const made = plan(topology, snapshot)
      assert.deepEqual(lost(made), expected)
      assert.deepEqual(made.summary.left_behind_topics, left.length === 0 ? {} : { eu: left })
      assert.deepEqual(made.errors, [])
    })
  }

  test('a removed block that names what a flow goes on making is refused', () => {
    const { errors, resource_changes } = plan(
      {
        ...topologyOf([flow, other]),
        deletes: all,
        removedThings: [{ ...onePayments, destroy: true }],
      },
      world(),
    )
    assert.deepEqual(
      errors.map(({ code, flow: owner, subjects }) => [code, owner, subjects]),
      [['ST457', 'us-to-eu', ['topic.eu["us.payments"]']]],
    )
    assert.equal(
      resource_changes.some(({ change }) => change.actions[0] === 'delete'),
      false,
    )
  })

  test('what is guarded stays, also when a removed block names it', () => {
    const protectedFlow = { ...flow, lifecycle: { protect: true } }
    const made = plan(
      { ...topologyOf([other], clusters), deletes: all, removedThings: [{ ...onePayments, destroy: true }] },
      world({ applied: protectedFlow }),
    )
    assert.deepEqual(lost(made), [])
  })

  test('the row says what is lost, and how bad that is', () => {
    const [row] = plan({ ...narrower, deletes: all }, world()).resource_changes.filter(
      ({ change }) => change.actions[0] === 'delete',
    )
    assert(row?.type === 'topic')
    assert.deepEqual(row.impact, { records: 10, bytes: 500, groups: [] })
    assert.deepEqual(
      [row.topic_id, row.action_reason, row.risk.level],
      ['id-of-us.payments', 'left_the_filter', 'high'],
    )
  })
})

describe('protection outlives the block that said it', () => {
  const guarded = { ...flow, lifecycle: { protect: true } }
  const lifted = (commit: string | null): World => ({ entry: { protectionLifted: { commit } } })
  const at = (commit: string | null): Partial<PlanContext> => ({ revision: { ...context.revision, commit } })
  const removed: Topology = {
    ...gone,
    deletes: all,
    removed: [{ from: 'us-to-eu', destroy: true }],
  }
  const everything = [
    'delete flow.us-to-eu',
    'delete topic.eu["us.orders"]',
    'delete topic.eu["us.payments"]',
  ]
  const renamed = { ...flow, name: 'renamed', topics: { include: ['z'], exclude: [] } }
  const cases: readonly {
    name: string
    topology: Topology
    world: World
    context?: Partial<PlanContext>
    lost: readonly string[]
    codes: readonly string[]
  }[] = [
    {
      name: 'a block that is gone stops nothing and deletes nothing',
      topology: { ...gone, deletes: all },
      world: { applied: guarded },
      lost: [],
      codes: ['ST441'],
    },
    {
      name: 'a configuration without any flow stops the others only, and the brake has its say',
      topology: { ...topologyOf([], clusters), deletes: all },
      world: { applied: guarded },
      lost: ['delete flow.other'],
      codes: ['ST441', 'ST443'],
    },
    {
      name: 'another name without a moved block stops nothing',
      topology: { ...topologyOf([renamed, other]), deletes: all },
      world: { applied: guarded },
      lost: [],
      codes: ['ST441', 'ST439'],
    },
    {
      name: 'a removed block alone does not end it',
      topology: removed,
      world: { applied: guarded },
      lost: [],
      codes: ['ST441'],
    },
    {
      name: 'a topic that left the filter of a protected flow stays',
      topology: {
        ...topologyOf([{ ...guarded, topics: { include: ['orders'], exclude: [] } }, other]),
        deletes: all,
      },
      world: { applied: guarded },
      lost: [],
      codes: [],
    },
    {
      name: 'the plan that lifts it deletes nothing yet',
      topology: {
        ...topologyOf([{ ...flow, topics: { include: ['orders'], exclude: [] } }, other]),
        deletes: all,
      },
      world: { applied: guarded },
      lost: [],
      codes: [],
    },
    {
      name: 'the commit that lifted it cannot remove the flow',
      topology: removed,
      world: lifted('aaaa'),
      context: at('aaaa'),
      lost: [],
      codes: ['ST441'],
    },
    {
      name: 'another commit can, with a removed block',
      topology: removed,
      world: lifted('aaaa'),
      context: at('bbbb'),
      lost: everything,
      codes: [],
    },
    {
      name: 'and without one it cannot: what was protected once is never dropped in passing',
      topology: { ...gone, deletes: all },
      world: lifted('aaaa'),
      context: at('bbbb'),
      lost: [],
      codes: ['ST441'],
    },
    {
      name: 'a topology that left git cannot show that it is another commit',
      topology: removed,
      world: lifted('aaaa'),
      context: at(null),
      lost: [],
      codes: ['ST441'],
    },
    {
      name: 'outside of git two applies are all that can be asked',
      topology: removed,
      world: lifted(null),
      context: at(null),
      lost: everything,
      codes: [],
    },
    {
      name: 'a protected flow cannot begin anew on another cluster',
      topology: topologyOf([{ ...guarded, target: 'ap' }, other], clusters),
      world: { applied: guarded },
      lost: ['delete flow.us-to-eu'],
      codes: ['ST445'],
    },
  ]
  for (const { name, topology, world: given, context: rest = {}, lost: expected, codes: said } of cases) {
    test(name, () => {
      const base = world(given)
      const snapshot = { ...base, clusters: new Map(base.clusters).set('ap', clusterOf('ap', { acls: [] })) }
      const made = plan(topology, snapshot, rest)
      assert.deepEqual(lost(made), expected)
      assert.deepEqual(codes(made).sort(), [...said].sort())
    })
  }
})
