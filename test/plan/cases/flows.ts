// Flows by what the control topic holds of them.

import { appliedFlow, clusterOf, flowOf, groupOf, commit, mapUpTo, snapshotOf, topicOf, topologyOf } from '../fixtures.ts'
import type { RowCase } from '../row-case.ts'

const flow = flowOf()
const source = clusterOf('us', {
  topics: [topicOf('orders', { partitions: 2, latest: 100, sizeBytes: 1000 }), topicOf('payments', { latest: 10, sizeBytes: 500 })],
  groups: [groupOf('billing', [commit('orders', 0, 1)])],
})

const impact = {
  topics: 2,
  partitions: 3,
  records: 210,
  bytes: 2500,
  at_most: false,
  eta_seconds: null,
  groups: 1,
  topics_entering: [],
  topics_leaving: [],
  groups_entering: [],
  groups_leaving: [],
}

const stopped = {
  address: 'flow.us-to-eu',
  type: 'flow',
  name: 'us-to-eu',
  cluster: 'eu',
  flow: 'us-to-eu',
  change: { actions: ['create'], before: null, after: flow, after_unknown: {}, replace_paths: [] },
  action_reason: null,
  impact,
  previous_cluster: null,
  initial_topics: { orders: 2, payments: 1 },
  risk: { level: 'low', reasons: [] },
}

const created = { ...stopped, source_cluster_id: 'id-of-us' }

const unchanged = {
  ...created,
  change: { ...created.change, actions: ['no-op'], before: flow },
  initial_topics: {},
  risk: { level: 'none', reasons: [] },
}

const nothing = { ...impact, topics: 0, partitions: 0, records: 0, bytes: 0, groups: 0 }

export const flowCases: readonly RowCase[] = [
  {
    name: 'a flow that was never applied is created, with everything that it will copy',
    snapshot: snapshotOf(source, clusterOf('eu')),
    type: 'flow',
    rows: [created],
  },
  {
    name: 'a limit gives the time that the copy takes',
    topology: topologyOf([{ ...flow, limits: { bytesPerSecond: 1000 } }]),
    snapshot: snapshotOf(source, clusterOf('eu')),
    type: 'flow',
    rows: [
      {
        ...created,
        change: { ...created.change, after: { ...flow, limits: { bytesPerSecond: 1000 } } },
        impact: { ...impact, eta_seconds: 3 },
      },
    ],
  },
  {
    name: 'a flow that starts at the latest record has nothing to copy',
    topology: topologyOf([{ ...flow, start: 'latest' }]),
    snapshot: snapshotOf(source, clusterOf('eu')),
    type: 'flow',
    rows: [
      {
        ...created,
        change: { ...created.change, after: { ...flow, start: 'latest' } },
        impact: { ...impact, records: 0, bytes: 0 },
      },
    ],
  },
  {
    name: 'a flow that starts at a time copies at most what there is',
    topology: topologyOf([{ ...flow, start: { timestampMs: 5 } }]),
    snapshot: snapshotOf(source, clusterOf('eu')),
    type: 'flow',
    rows: [
      {
        ...created,
        change: { ...created.change, after: { ...flow, start: { timestampMs: 5 } } },
        impact: { ...impact, at_most: true },
      },
    ],
  },
  {
    name: 'a flow that was applied as it is stays, and says what is left to copy',
    snapshot: snapshotOf(
      source,
      clusterOf('eu', { control: [appliedFlow(flow)], maps: [['us-to-eu', 'orders', 0, mapUpTo(75)]] }),
    ),
    type: 'flow',
    rows: [{ ...unchanged, impact: { ...impact, records: 135, bytes: 1750 } }],
  },
  {
    name: 'a paused flow that was not changed stays paused',
    snapshot: snapshotOf(source, clusterOf('eu', { control: [appliedFlow(flow, { state: 'paused' })] })),
    type: 'flow',
    rows: [{ ...unchanged, action_reason: 'paused' }],
  },
  {
    name: 'a changed filter names what it lets in and keeps out, and only what comes in begins at start',
    topology: topologyOf([{ ...flow, topics: { include: ['payments'], exclude: [] }, groups: { include: [], exclude: [] } }]),
    snapshot: snapshotOf(
      source,
      clusterOf('eu', {
        control: [appliedFlow({ ...flow, topics: { include: ['orders'], exclude: [] } }, { initialTopics: { orders: 2 } })],
      }),
    ),
    type: 'flow',
    rows: [
      {
        ...created,
        change: {
          ...created.change,
          actions: ['update'],
          before: { ...flow, topics: { include: ['orders'], exclude: [] } },
          after: { ...flow, topics: { include: ['payments'], exclude: [] }, groups: { include: [], exclude: [] } },
        },
        impact: {
          ...impact,
          topics: 1,
          partitions: 1,
          records: 10,
          bytes: 500,
          groups: 0,
          topics_entering: ['payments'],
          topics_leaving: ['orders'],
          groups_leaving: ['billing'],
        },
        initial_topics: { payments: 1 },
        risk: { level: 'high', reasons: ['some topics are no longer copied', 'some groups no longer follow'] },
      },
    ],
  },
  {
    name: 'topics that an update keeps begin where they were told to when they came in',
    topology: topologyOf([{ ...flow, limits: { bytesPerSecond: 5000 } }]),
    snapshot: snapshotOf(
      source,
      clusterOf('eu', { control: [appliedFlow({ ...flow, start: 'latest' }, { initialTopics: { orders: 1 } })] }),
    ),
    type: 'flow',
    rows: [
      {
        ...created,
        change: {
          ...created.change,
          actions: ['update'],
          before: { ...flow, start: 'latest' },
          after: { ...flow, limits: { bytesPerSecond: 5000 } },
        },
        impact: { ...impact, eta_seconds: 1 },
        initial_topics: { orders: 1 },
      },
    ],
  },
  {
    name: 'a flow that is no longer configured is stopped',
    topology: topologyOf([flowOf({ name: 'new', topics: { include: ['x'], exclude: [] } })]),
    snapshot: snapshotOf(source, clusterOf('eu', { control: [appliedFlow(flow), appliedFlow(flowOf({ name: 'new', topics: { include: ['x'], exclude: [] } }))] })),
    type: 'flow',
    rows: [
      {
        ...stopped,
        change: { ...stopped.change, actions: ['delete'], before: flow, after: null },
        action_reason: 'not_in_configuration',
        impact: nothing,
        initial_topics: {},
        risk: { level: 'high', reasons: ['nothing is copied by this flow any more'] },
      },
      {
        ...unchanged,
        address: 'flow.new',
        name: 'new',
        flow: 'new',
        change: {
          ...unchanged.change,
          before: flowOf({ name: 'new', topics: { include: ['x'], exclude: [] } }),
          after: flowOf({ name: 'new', topics: { include: ['x'], exclude: [] } }),
        },
        impact: { ...nothing, groups: 1 },
      },
    ],
  },
  {
    name: 'a protected flow that is no longer configured goes on',
    topology: topologyOf([flowOf({ name: 'new', topics: { include: ['x'], exclude: [] } })]),
    snapshot: snapshotOf(
      source,
      clusterOf('eu', {
        control: [appliedFlow({ ...flow, lifecycle: { protect: true } }), appliedFlow(flowOf({ name: 'new', topics: { include: ['x'], exclude: [] } }))],
      }),
    ),
    type: 'flow',
    rows: [
      {
        ...unchanged,
        address: 'flow.new',
        name: 'new',
        flow: 'new',
        change: {
          ...unchanged.change,
          before: flowOf({ name: 'new', topics: { include: ['x'], exclude: [] } }),
          after: flowOf({ name: 'new', topics: { include: ['x'], exclude: [] } }),
        },
        impact: { ...nothing, groups: 1 },
      },
      {
        ...stopped,
        initial_topics: {},
        risk: unchanged.risk,
        change: {
          ...unchanged.change,
          before: { ...flow, lifecycle: { protect: true } },
          after: { ...flow, lifecycle: { protect: true } },
        },
        action_reason: 'protected',
        impact: nothing,
      },
    ],
  },
  {
    name: 'a flow that was stopped and is configured again is created, where it was',
    snapshot: snapshotOf(
      source,
      clusterOf('eu', { control: [appliedFlow(flow, { state: 'stopped', initialTopics: { orders: 2 } })] }),
    ),
    type: 'flow',
    rows: [{ ...created, action_reason: 'was_stopped', initial_topics: { orders: 2 } }],
  },
  {
    name: 'a stopped flow that is not configured has no row',
    topology: topologyOf([flowOf({ name: 'new' })]),
    snapshot: snapshotOf(clusterOf('us'), clusterOf('eu', { control: [appliedFlow(flow, { state: 'stopped' }), appliedFlow(flowOf({ name: 'new' }))] })),
    type: 'flow',
    rows: [
      {
        ...unchanged,
        address: 'flow.new',
        name: 'new',
        flow: 'new',
        change: { ...unchanged.change, before: flowOf({ name: 'new' }), after: flowOf({ name: 'new' }) },
        impact: nothing,
      },
    ],
  },
  {
    name: 'a flow that is given another target is stopped there and begun anew',
    topology: topologyOf([{ ...flow, target: 'ap' }], { eu: { name: 'eu', bootstrap: ['eu.example:9092'] } }),
    snapshot: snapshotOf(source, clusterOf('ap'), clusterOf('eu', { control: [appliedFlow(flow)] })),
    type: 'flow',
    rows: [
      {
        ...created,
        cluster: 'ap',
        change: {
          actions: ['delete', 'create'],
          before: flow,
          after: { ...flow, target: 'ap' },
          after_unknown: {},
          replace_paths: [['target']],
        },
        action_reason: 'target_changed',
        previous_cluster: 'eu',
        risk: { level: 'high', reasons: ['the flow stops on one cluster and begins anew on another'] },
      },
    ],
  },
]
