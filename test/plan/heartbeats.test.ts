// The plan and the agents mean the same flow, of whichever topology it is, and no apply of one topology is a change to
// the other.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Snapshot } from '../../src/live/snapshot.ts'
import type { ControlEntry } from '../../src/mirror/control.ts'
import { flowsAtWork, heartbeatsCarriers } from '../../src/mirror/heartbeats-carrier.ts'
import { managedTopics } from '../../src/mirror/managed-address.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { foresee } from '../../src/plan/routes.ts'
import { viewOf } from '../../src/plan/view.ts'
import type { FlowSpec, Topology } from '../../src/topology/model.ts'
import { assertProperty } from '../fuzz.ts'
import { applyToSnapshot } from './apply-to-snapshot.ts'
import { context, flowOf, topicOf } from './fixtures.ts'
import { applied, changesOf, live, orders, payments, topicEntry } from './two-topologies.ts'

const names = ['a', 'b', 'c', 'd']

interface Situation {
  readonly specs: readonly FlowSpec[]
  /** By name of the flow. */
  readonly owners: Readonly<Record<string, 'payments' | 'search'>>
  readonly paused: readonly string[]
  readonly maker: string | undefined
  /** Of those that are declared. */
  readonly applied: readonly string[]
}

const situation: fc.Arbitrary<Situation> = fc
  .record({
    flows: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom(...names),
        emit: fc.boolean(),
        include: fc.constantFrom('.*', 'clicks', 'heartbeats'),
        owner: fc.constantFrom('payments' as const, 'search' as const),
      }),
      { selector: ({ name }) => name, minLength: 1 },
    ),
    paused: fc.subarray(names),
    maker: fc.constantFrom(...names, undefined),
    applied: fc.subarray(names),
  })
  .map(({ flows, ...more }) => ({
    ...more,
    owners: Object.fromEntries(flows.map(({ name, owner }) => [name, owner])),
    specs: flows.map(({ name, emit, include }) =>
      flowOf({
        name,
        topics: { include: [include], exclude: ['orders', 'clicks'] },
        acls: { sync: false },
        heartbeats: { emit, intervalMs: 1000 },
      }),
    ),
  }))

function topologyNamed(name: 'payments' | 'search', { specs, owners }: Situation): Topology {
  return { ...payments(specs.filter((spec) => owners[spec.name] === name)), name }
}

function controlOf({ specs, owners, paused, maker, applied: here }: Situation): ControlEntry[] {
  const [first] = specs
  return [
    ...specs
      .filter(({ name }) => here.includes(name))
      .flatMap((spec) =>
        applied(spec, owners[spec.name], paused.includes(spec.name) ? { state: 'paused' } : {}).slice(0, 1),
      ),
    ...(maker === undefined || first === undefined
      ? []
      : [topicEntry('us.heartbeats', { ...first, name: maker })]),
  ]
}

function beating(control: readonly ControlEntry[]): Snapshot {
  const topics = ['heartbeats', 'us.heartbeats'].map((name) =>
    topicOf(name, { configs: { 'cleanup.policy': 'compact' } }),
  )
  const { clusters, ...more } = live(control, { topics })
  const us = clusters.get('us')
  const [heartbeats] = topics
  assert.ok(us !== undefined && heartbeats !== undefined)
  const source = { ...us, topics: new Map(us.topics).set('heartbeats', heartbeats) }
  return { ...more, clusters: new Map(clusters).set('us', source) }
}

function agentsMean({ clusters }: Snapshot): string[] {
  const control = clusters.get('eu')?.control ?? []
  const flows = flowsAtWork(control.filter((entry) => entry.kind === 'flow'))
  const carriers = heartbeatsCarriers(flows, (topic) => managedTopics(control).get(topic)?.flow)
  // Where none selects them there is nothing to carry.
  return [...carriers].filter((carrier) =>
    flows.some(
      ({ name, spec }) =>
        name === carrier && (spec.heartbeats.emit || !spec.topics.include.includes('clicks')),
    ),
  )
}

function planMeans(topology: Topology, snapshot: Snapshot): string[] {
  return foresee(viewOf(topology, snapshot)).routes.flatMap(({ flow, source }) =>
    source.name === 'heartbeats' ? [flow.spec.name] : [],
  )
}

test('plan and agents mean the same flow, and what one topology applies is no change to the other', () => {
  const counts = { carried: 0, shared: 0 }
  assertProperty(
    fc.property(situation, (made) => {
      let now = beating(controlOf(made))
      const topologies = [topologyNamed('payments', made), topologyNamed('search', made)]
      for (const topology of topologies) now = applyToSnapshot(makePlan(topology, now, context), now)
      for (const topology of topologies) assert.deepEqual(changesOf(makePlan(topology, now, context)), [])
      const meant = topologies.flatMap((topology) => planMeans(topology, now))
      assert.deepEqual(meant, agentsMean(now))
      assert.ok(meant.length <= 1)
      counts.carried += meant.length
      counts.shared += Number(made.specs.length > 1)
    }),
    { numRuns: 100 },
  )
  assert.ok(counts.carried > 50 && counts.shared > 30, JSON.stringify(counts))
})

test('the copy that a protected flow carries on is not deleted with the flow that made it', () => {
  const emits = { heartbeats: { emit: true, intervalMs: 1000 } }
  const held = flowOf({
    name: 'held',
    topics: { include: ['x'], exclude: [] },
    acls: { sync: false },
    ...emits,
  })
  const gone = { ...held, name: 'gone' }
  const deleting = payments(undefined, { deletes: { topics: true }, brake: { count: 9, percent: 100 } })
  const changes = (protect: boolean): string[] =>
    changesOf(
      makePlan(
        deleting,
        beating([
          ...applied(orders, 'payments'),
          ...applied({ ...held, lifecycle: { protect } }, 'payments').slice(0, 1),
          ...applied(gone, 'payments', { state: 'stopped' }).slice(0, 1),
          topicEntry('us.heartbeats', gone, 'payments'),
        ]),
        context,
      ),
    )
  assert.deepEqual(changes(false), ['delete flow.held', 'delete topic.eu["us.heartbeats"]'])
  assert.deepEqual(changes(true), [])
})
