// Consumer groups: moved where their place is known and nobody uses them, with what that means in records.

import { agentOf, appliedFlow, clusterOf, type ClusterFacts, commit, flowOf, groupOf, mapUpTo, snapshotOf, topicOf, topologyOf } from '../fixtures.ts'
import type { RowCase } from '../row-case.ts'

const flow = flowOf()
const billing = groupOf('billing', [commit('orders', 0, 60), commit('orders', 1, 80)])

/** 100 records of each of two partitions, all copied, ten offsets further on. */
function copied(target: ClusterFacts, groups = [billing]) {
  return snapshotOf(
    clusterOf('us', { topics: [topicOf('orders', { partitions: 2, latest: 100 })], groups }),
    clusterOf('eu', {
      topics: [topicOf('us.orders', { partitions: 2, latest: 110 })],
      maps: [
        ['us-to-eu', 'orders', 0, mapUpTo(100, 10)],
        ['us-to-eu', 'orders', 1, mapUpTo(100, 10)],
      ],
      control: [appliedFlow(flow)],
      ...target,
    }),
  )
}

const place = (partition: number, offset: number) => ({ topic: 'us.orders', partition, offset, metadata: '' })

const noImpact = { partitions: 0, rewinds: 0, redelivered: 0, skipped: 0, missing: 0, lag: 0, waiting: 0 }

const base = {
  address: 'group_offset.us-to-eu["billing"]',
  type: 'group_offset',
  name: 'billing',
  cluster: 'eu',
  flow: 'us-to-eu',
  change: {
    actions: ['create'],
    before: null,
    after: { offsets: [place(0, 70), place(1, 90)] },
    after_unknown: {},
    replace_paths: [],
  },
  action_reason: null,
  impact: { ...noImpact, partitions: 2, lag: 60 },
  risk: { level: 'low', reasons: [] },
} as const

/** The note of what Strait committed, as it is afterwards. */
const noted = (...partitions: number[]) => ({
  remembered: { address: base.address, flow: 'us-to-eu', protect: false, commits: { 'us.orders': partitions } },
})

const created = { ...base, ...noted(0, 1) }

const known = (offset0: number, offset1: number, state = 'Empty') => ({
  groups: [groupOf('billing', [commit('us.orders', 0, offset0), commit('us.orders', 1, offset1)], state)],
})

const copiedFrom70 = {
  runs: [{ sourceStart: 70, targetStart: 10, count: 30 }],
  sourceNext: 100,
  targetNext: 40,
}

export const groupCases: readonly RowCase[] = [
  {
    name: 'a group that the target does not know is created at the very records',
    snapshot: copied({}),
    type: 'group_offset',
    rows: [created],
  },
  {
    name: 'only the partitions that move are in the row',
    snapshot: copied(known(20, 90)),
    type: 'group_offset',
    rows: [
      {
        ...base,
        ...noted(0),
        change: {
          ...base.change,
          actions: ['update'],
          before: { offsets: [place(0, 20)] },
          after: { offsets: [place(0, 70)] },
        },
        impact: { ...noImpact, partitions: 1, lag: 60 },
      },
    ],
  },
  {
    name: 'a group that is where it should be has no row',
    snapshot: copied(known(70, 90)),
    type: 'group_offset',
    rows: [],
  },
  {
    name: 'a group with live members is not moved, and the row says so',
    snapshot: copied(known(20, 30, 'Stable')),
    type: 'group_offset',
    rows: [
      {
        ...base,
        change: { ...base.change, actions: ['no-op'], before: { offsets: [] }, after: { offsets: [] } },
        action_reason: 'group_is_live',
        impact: { ...noImpact, lag: 170 },
        risk: { level: 'none', reasons: [] },
      },
    ],
  },
  {
    name: 'a group that is further on the target stays there',
    snapshot: copied(known(75, 95)),
    type: 'group_offset',
    rows: [
      {
        ...base,
        change: { ...base.change, actions: ['no-op'], before: { offsets: [] }, after: { offsets: [] } },
        action_reason: 'target_is_ahead',
        impact: { ...noImpact, lag: 50 },
        risk: { level: 'none', reasons: [] },
      },
    ],
  },
  {
    name: 'a group that is told to go back says what is delivered again',
    topology: topologyOf([{ ...flow, offsets: { ...flow.offsets, onConflict: 'rewind' } }]),
    snapshot: copied(known(75, 90)),
    type: 'group_offset',
    rows: [
      {
        ...base,
        ...noted(0),
        change: {
          ...base.change,
          actions: ['update'],
          before: { offsets: [place(0, 75)] },
          after: { offsets: [place(0, 70)] },
        },
        impact: { ...noImpact, partitions: 1, rewinds: 1, redelivered: 5, lag: 60 },
        risk: { level: 'medium', reasons: ['the group gets some records again', 'the group goes back'] },
      },
    ],
  },
  {
    name: 'a group that stands before what was copied may miss something there: offsets need not be records',
    snapshot: copied({
      topics: [topicOf('us.orders', { partitions: 2, latest: 40 })],
      maps: [0, 1].map((partition) => ['us-to-eu', 'orders', partition, copiedFrom70]),
    }),
    type: 'group_offset',
    rows: [
      {
        ...created,
        change: { ...base.change, after: { offsets: [place(0, 10), place(1, 20)] } },
        impact: { ...noImpact, partitions: 2, missing: 10, lag: 50 },
        risk: { level: 'high', reasons: ['the group may never get some records'] },
      },
    ],
  },
  {
    name: 'while an agent is at work on an unchanged flow, differences are its business',
    snapshot: copied({ ...known(20, 90), control: [appliedFlow(flow), agentOf('us-to-eu', 5)] }),
    type: 'group_offset',
    rows: [
      {
        ...base,
        change: { ...base.change, actions: ['no-op'], before: { offsets: [place(0, 20)] }, after: { offsets: [place(0, 20)] } },
        action_reason: 'kept_by_agent',
        impact: { ...noImpact, lag: 110 },
        risk: { level: 'none', reasons: [] },
      },
    ],
  },
  {
    name: 'an agent that fell silent is not counted on',
    snapshot: copied({ control: [appliedFlow(flow), agentOf('us-to-eu', 31)] }),
    type: 'group_offset',
    rows: [created],
  },
  {
    name: 'a paused flow moves no group',
    snapshot: copied({ control: [appliedFlow(flow, { state: 'paused' })] }),
    type: 'group_offset',
    rows: [
      {
        ...base,
        change: { ...base.change, actions: ['no-op'], after: null },
        action_reason: 'flow_is_paused',
        impact: noImpact,
        risk: { level: 'none', reasons: [] },
      },
    ],
  },
  {
    name: 'a group of a new flow waits for the copy, and apply has nothing to do for it',
    snapshot: snapshotOf(
      clusterOf('us', { topics: [topicOf('orders', { partitions: 2, latest: 100 })], groups: [billing] }),
      clusterOf('eu'),
    ),
    type: 'group_offset',
    rows: [
      {
        ...base,
        change: { ...base.change, actions: ['no-op'], after: null },
        action_reason: 'follows_the_copy',
        impact: { ...noImpact, waiting: 2 },
        risk: { level: 'none', reasons: [] },
      },
    ],
  },
  {
    name: 'a group of an applied flow that nothing was copied of yet has no row',
    snapshot: copied({ maps: [] }),
    type: 'group_offset',
    rows: [],
  },
  {
    name: 'a commit past the end of the source is never followed',
    snapshot: copied({}, [groupOf('billing', [commit('orders', 0, 101)])]),
    type: 'group_offset',
    rows: [
      {
        ...base,
        change: { ...base.change, actions: ['no-op'], after: null },
        action_reason: 'commit_is_past_the_source_log',
        impact: noImpact,
        risk: { level: 'none', reasons: [] },
      },
    ],
  },
  {
    name: 'excluded groups, Connect workers and groups on other topics have no row',
    snapshot: copied({}, [
      groupOf('console-consumer-1', [commit('orders', 0, 1)]),
      { ...groupOf('workers', [commit('orders', 0, 1)]), protocolType: 'connect' },
      groupOf('elsewhere', [commit('other', 0, 1)]),
    ]),
    type: 'group_offset',
    rows: [],
  },
  {
    name: 'groups of a flow that does not sync offsets have no row',
    topology: topologyOf([{ ...flow, offsets: { ...flow.offsets, sync: false } }]),
    snapshot: copied({}),
    type: 'group_offset',
    rows: [],
  },
]
