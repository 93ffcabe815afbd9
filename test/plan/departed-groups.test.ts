// Groups that follow a flow no more: which of their places on the target a plan deletes, and which it leaves alone.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ClusterSnapshot } from '../../src/live/snapshot.ts'
import type { ManagedEntry } from '../../src/mirror/control.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import type { ChangeOf } from '../../src/plan/resource-change.ts'
import { renderPlan } from '../../src/render/plan-text.ts'
import type { Topology } from '../../src/topology/model.ts'
import {
  agentOf,
  appliedFlow,
  clusterOf,
  commit,
  context,
  controlTopics,
  flowOf,
  groupOf,
  mapUpTo,
  snapshotOf,
  topicOf,
  topologyOf,
} from './fixtures.ts'

const flow = flowOf({ topics: { include: ['orders'], exclude: [] }, acls: { sync: false } })
const without = { ...flow, groups: { include: ['.*'], exclude: ['billing'] } }
const plain = { color: false, width: 200 }

const note: ManagedEntry = {
  kind: 'managed',
  address: 'group_offset.us-to-eu["billing"]',
  flow: 'us-to-eu',
  protect: false,
  commits: { 'us.orders': [0, 1] },
}
const brake = { count: 100, percent: 100 }
const optedIn = { deletes: { groupOffsets: true }, brake }

/** On the source the group stands at 60 and 80, which is 70 and 90 on the target. */
function planned(topology: Partial<Topology> = {}, target: Partial<ClusterSnapshot> = {}): Plan {
  const us = clusterOf('us', {
    topics: [topicOf('orders', { partitions: 2, latest: 100 })],
    groups: [groupOf('billing', [commit('orders', 0, 60), commit('orders', 1, 80)])],
  })
  const eu = clusterOf('eu', {
    topics: [...controlTopics, topicOf('us.orders', { partitions: 2, latest: 110 })],
    maps: [
      ['us-to-eu', 'orders', 0, mapUpTo(100, 10)],
      ['us-to-eu', 'orders', 1, mapUpTo(100, 10)],
    ],
    groups: [at(70, 85)],
    control: [appliedFlow(flow), note],
  })
  return makePlan(
    { ...topologyOf([without]), ...optedIn, ...topology },
    snapshotOf(us, { ...eu, ...target }),
    context,
  )
}

function at(offset0: number, offset1: number, state = 'Empty') {
  return groupOf('billing', [commit('us.orders', 0, offset0), commit('us.orders', 1, offset1)], state)
}

function groupRow({ resource_changes }: Plan): ChangeOf<'group_offset'> | undefined {
  return resource_changes.find((row): row is ChangeOf<'group_offset'> => row.type === 'group_offset')
}

/** `delete 0:70 1:85`, with the reason. */
function said(plan: Plan): string | undefined {
  const row = groupRow(plan)
  const places = row?.change.before?.offsets.map(({ partition, offset }) => `${partition}:${offset}`) ?? []
  return row && `${row.change.actions[0]} ${places.join(' ')} (${row.action_reason})`
}

const groupsOf = (...groups: ReturnType<typeof groupOf>[]) => ({
  groups: new Map(groups.map((group) => [group.groupId, group])),
})

test('a group that leaves the filter loses what Strait committed, after the flow let it go', () => {
  const plan = planned()
  assert.equal(said(plan), 'delete 0:70 1:85 (left_the_filter)')
  assert.deepEqual(
    plan.resource_changes.map(({ address }) => address),
    ['flow.us-to-eu', 'group_offset.us-to-eu["billing"]'],
  )
  const row = groupRow(plan)
  assert.deepEqual(row?.remembered?.commits, {})
  assert.equal(row?.moves_on, undefined)
  assert.deepEqual(row?.risk, { level: 'medium', reasons: ['the group has no place there any more'] })
  assert.match(renderPlan(plan, plain), /# group_offset\.us-to-eu\["billing"\] will be destroyed/)
  assert.match(renderPlan(plan, plain), /its place on 2 partitions, behind the source’s/)
})

test('it loses it also when the flow was changed by an earlier apply that came no further', () => {
  const plan = planned({}, { control: [appliedFlow(without), note] })
  assert.equal(said(plan), 'delete 0:70 1:85 (left_the_filter)')
})

test('nothing of it goes without being opted in', () => {
  assert.equal(groupRow(planned({ deletes: { topics: true, acls: true, internalTopics: true } })), undefined)
})

test('what Strait did not note, or that is of a protected flow, stays', () => {
  assert.equal(groupRow(planned({}, { control: [appliedFlow(flow)] })), undefined)
  const own = { ...note, commits: { 'us.orders': [1] } }
  assert.equal(said(planned({}, { control: [appliedFlow(flow), own] })), 'delete 1:85 (left_the_filter)')
  const guarded = appliedFlow({ ...flow, lifecycle: { protect: true } })
  assert.equal(groupRow(planned({}, { control: [guarded, note] })), undefined)
})

test('a place that is further on the target than on the source was used there, and stays', () => {
  const plan = planned({}, groupsOf(at(70, 91)))
  assert.equal(said(plan), 'delete 0:70 (left_the_filter)')
  assert.deepEqual(groupRow(plan)?.remembered?.commits, { 'us.orders': [1] })
  const ahead = planned({}, groupsOf(at(71, 91)))
  assert.equal(said(ahead), 'no-op 0:71 1:91 (departed_is_ahead)')
  assert.match(
    renderPlan(ahead, plain),
    /group "billing" follows no more, and what was committed stays: it is further on/,
  )
})

test('a group with members stays as it is', () => {
  const live = planned({}, groupsOf(at(70, 85, 'Stable')))
  assert.equal(said(live), 'no-op 0:70 1:85 (departed_is_live)')
  assert.match(renderPlan(live, plain), /stays: it has live members on eu/)
})

test('a group whose place cannot be proven stays: no map, or gone from the source', () => {
  assert.equal(said(planned({}, { offsetMaps: new Map() })), 'no-op 0:70 1:85 (departed_is_ahead)')
})

test('a group that an agent keeps may move on until the flow lets go', () => {
  const control = [appliedFlow(flow), agentOf('us-to-eu', 5), note]
  assert.equal(groupRow(planned({}, { control }))?.moves_on, true)
})

test('a flow that is gone takes no group along, unless a removed block says so', () => {
  const clusters = topologyOf([flow]).clusters
  const gone = {
    ...topologyOf([flowOf({ name: 'other', topics: { include: ['x'], exclude: [] } })]),
    clusters,
  }
  const removed = (destroy: boolean): Partial<Topology> => ({
    ...gone,
    removed: [{ from: 'us-to-eu', destroy }],
  })
  assert.equal(groupRow(planned(gone)), undefined)
  assert.equal(said(planned(removed(true))), 'delete 0:70 1:85 (removed)')
  assert.equal(said(planned(removed(false))), 'forget 0:70 1:85 (removed)')
})

test('what is lost counts for the brake, by number and not by share', () => {
  const plan = planned({ brake: { count: 0, percent: 100 } })
  assert.equal(plan.summary.lets_go, 1)
  assert.deepEqual(
    plan.errors.map(({ code }) => code),
    ['ST443'],
  )
  assert.match(plan.errors[0]?.detail ?? '', /1 thing \(1 group whose offsets are deleted\)/)
  assert.deepEqual(planned({ brake: { count: 1, percent: 0 } }).errors, [])
})

test('that it left is an input of the fingerprint by its filter, where it stands is none', () => {
  const { hash } = planned().fingerprint
  assert.equal(planned({}, groupsOf(at(70, 91))).fingerprint.hash, hash)
  assert.equal(planned({}, groupsOf(at(70, 85, 'Stable'))).fingerprint.hash, hash)
  assert.notEqual(planned({ deletes: { groupOffsets: false } }).fingerprint.hash, hash)
})
