// What MirrorMaker left, by hand, and the flow that is proposed for it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MirrorTraces } from '../../src/live/read-mirrors.ts'
import { detectMirror } from '../../src/migrate/detect-mirror.ts'
import { exportLive } from '../../src/migrate/export-live.ts'
import { topicSelector } from '../../src/mirror/selection.ts'
import { appliedFlow, flowOf, revision } from '../plan/fixtures.ts'

function traces(name: string, topics: readonly string[], more: Partial<MirrorTraces> = {}): MirrorTraces {
  return {
    name,
    clusterId: `id-of-${name}`,
    topics: topics.map((topic) => ({
      name: topic,
      id: topic,
      internal: false,
      partitions: [{ leader: 1, leaderEpoch: 0, replicas: [1, 2, 3], isr: [1, 2, 3] }],
    })),
    flows: [],
    managed: [],
    acls: undefined,
    sourceOffsets: [],
    checkpointed: new Map(),
    ...more,
  }
}

const offsetOf = (topic: string) => ({
  connector: 'MirrorSourceConnector',
  cluster: 'us',
  topic,
  partition: 0,
  lastOffset: 9,
})

const clusters = {
  us: { name: 'us', bootstrap: ['us:1'] },
  eu: { name: 'eu', bootstrap: ['eu:1'] },
}

test('MirrorMaker’s own offsets name what is selected, and nothing else of the source is', () => {
  const source = traces('us', [
    'orders',
    'orders.v1',
    'ordersXv1',
    'other',
    'heartbeats',
    'mm2-offset-syncs.eu.internal',
  ])
  const target = traces(
    'eu',
    ['us.orders', 'us.orders.v1', 'heartbeats', 'us.heartbeats', 'us.checkpoints.internal'],
    {
      sourceOffsets: ['orders', 'orders.v1', 'heartbeats', 'deleted'].map(offsetOf),
      checkpointed: new Map([['us.checkpoints.internal', ['billing', 'web+1']]]),
    },
  )
  const found = detectMirror(source, target)
  assert.ok(found)
  assert.deepEqual(found.spec.topics.include, ['orders', 'orders\\.v1'])
  assert.deepEqual(found.spec.groups.include, ['billing', 'web\\+1'])
  assert.deepEqual(found.spec.naming, { kind: 'prefix', separator: '.' })
  assert.deepEqual(found.spec.offsetSyncs, { emit: true, location: 'source' })
  assert.equal(found.spec.replicationFactor, 3)
  assert.equal(found.spec.heartbeats.emit, true)
  const select = topicSelector(found.spec)
  assert.deepEqual(
    source.topics.map(({ name }) => name).filter((name) => select(name).replicated),
    ['orders', 'orders.v1', 'heartbeats'],
  )
})

test('without offsets the names of remote topics tell, under the separator that the checkpoints topic shows', () => {
  const source = traces('us', ['orders', 'invoice', 'mm2-offset-syncs_eu_internal'])
  const target = traces('eu', ['us_orders', 'us_checkpoints_internal', 'local'])
  const spec = detectMirror(source, target)?.spec
  assert.deepEqual(spec?.topics.include, ['orders'])
  assert.deepEqual(spec?.naming, { kind: 'prefix', separator: '_' })
  assert.deepEqual(spec?.offsetSyncs, { emit: true, location: 'source' })
})

test('topics under their own names are the identity policy', () => {
  const source = traces('us', ['orders', 'payments'])
  const target = traces(
    'eu',
    ['orders', 'payments', 'us.heartbeats', 'us.checkpoints.internal', 'mm2-offset-syncs.us.internal'],
    {
      sourceOffsets: [offsetOf('orders'), offsetOf('payments')],
    },
  )
  const spec = detectMirror(source, target)?.spec
  assert.deepEqual(spec?.naming, { kind: 'identity' })
  assert.deepEqual(spec?.offsetSyncs, { emit: true, location: 'target' })
})

test('a copied topic that the defaults exclude lifts them', () => {
  const target = traces('eu', ['us.app.replica'], { sourceOffsets: [offsetOf('app.replica')] })
  assert.deepEqual(detectMirror(traces('us', ['app.replica']), target)?.spec.topics, {
    include: ['app\\.replica'],
    exclude: [],
  })
})

test('clusters that share nothing are no mirror', () => {
  assert.equal(detectMirror(traces('us', ['orders']), traces('eu', ['orders'])), undefined)
})

test('a pair that Strait serves is not proposed again, and a flow that was stopped is left out', () => {
  const applied = { kind: 'flow', name: 'us-to-eu', spec: flowOf(), revision, appliedAt: 'now' } as const
  const target = traces('eu', ['us.orders', 'us.checkpoints.internal'], {
    flows: [{ ...applied, state: 'paused' }],
  })
  const exported = exportLive(clusters, [traces('us', ['orders']), target])
  assert.deepEqual(exported.flows, [{ name: 'us-to-eu', origin: 'applied', source: 'us', target: 'eu' }])
  assert.deepEqual(exported.notices, [
    'Flow us-to-eu is paused, and stays so: that is no part of a topology.',
  ])
  const stopped = traces('eu', [], { flows: [{ ...applied, state: 'stopped' }] })
  assert.deepEqual(exportLive(clusters, [traces('us', []), stopped]).flows, [])
})

test('a flow whose clusters have other names, or are missing, is refused with what to give', () => {
  const flow = {
    kind: 'flow',
    name: 'us-to-eu',
    state: 'running',
    spec: flowOf(),
    revision,
    appliedAt: 'now',
  } as const
  assert.throws(() => exportLive({}, [traces('europe', [], { flows: [flow] })]), {
    code: 'ST234',
    message: 'flow "us-to-eu" calls its target "eu", and here it is called "europe": name it --cluster eu=…',
  })
  assert.throws(() => exportLive({}, [traces('eu', [], { flows: [flow] })]), {
    code: 'ST234',
    message: 'flow "us-to-eu" reads from cluster "us", which was not given: add --cluster us=HOST:PORT',
  })
})

test('an alias that no given cluster has is told', () => {
  const { notices } = exportLive(clusters, [traces('us', []), traces('eu', ['primary.checkpoints.internal'])])
  assert.deepEqual(notices, [
    'MirrorMaker copies from a cluster "primary" to eu, and no cluster of that name was given: add --cluster primary=HOST:PORT.',
  ])
})

test('an export is of one topology: the only one, or the one that the directory names', () => {
  const named = (name: string, topology?: string) => ({
    ...appliedFlow(flowOf({ name })),
    ...(topology === undefined ? {} : { topology }),
  })
  const live = (...flows: ReturnType<typeof named>[]) => [traces('us', []), traces('eu', [], { flows })]
  const { hcl } = exportLive(clusters, live(named('a', 'payments')))
  assert.match(hcl, /strait \{\n {2}name = "payments"\n\}/)
  assert.doesNotMatch(exportLive(clusters, live(named('a'))).hcl, /strait \{/)
  const both = live(named('a', 'payments'), named('b', 'search'), named('c'))
  assert.throws(() => exportLive(clusters, both), {
    code: 'ST234',
    message: /flows of 3 topologies run there: payments, search, one without a name/,
  })
  const { flows, notices } = exportLive(clusters, both, { asked: 'search' })
  assert.deepEqual(
    flows.map(({ name }) => name),
    ['b'],
  )
  assert.deepEqual(notices, [
    'Flow a belongs to topology "payments" and is left out.',
    'Flow c belongs to the topology without a name and is left out.',
  ])
})
