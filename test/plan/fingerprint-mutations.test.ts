// Every value that a plan could depend on is changed, one at a time: those that decide change the fingerprint and
// are named with what they were and are; those that move by themselves leave it as it is. A new field of the
// topology or the snapshot fails here until it is said which of the two it is.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as z from 'zod'
import { planThatHolds } from '../../src/apply/still-holds.ts'
import type { Snapshot } from '../../src/live/snapshot.ts'
import { explainStale } from '../../src/plan/explain-stale.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import type { Plan } from '../../src/plan/plan-file.ts'
import { type Topology, topology as topologySchema } from '../../src/topology/model.ts'
import { changed, leavesOf } from './every-leaf.ts'
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
  readAcl,
  snapshotOf,
  topicOf,
} from './fixtures.ts'

const flow = flowOf({
  topics: { include: ['orders.*'], exclude: ['skipped'] },
  configs: {
    sync: true,
    exclude: ['min\\.insync\\.replicas', 'message\\.timestamp\\.type'],
    stepsAboveBytes: 500,
  },
  limits: { bytesPerSecond: 1000 },
  lifecycle: { protect: false, ignoreChanges: ['segment\\.ms'], drift: 'revert' },
})

const theirs = flowOf({ name: 'theirs', topics: { include: ['clicks'], exclude: [] } })

/** Everything that a topology can say is said. */
const topology: Topology = {
  requiredVersion: '>= 0.1',
  name: 'ours',
  formerly: ['before'],
  clusters: {
    us: {
      name: 'us',
      bootstrap: ['us.example:9092'],
      clusterId: 'id-of-us',
      tls: {
        caFile: 'ca.pem',
        certFile: 'cert.pem',
        keyFile: 'key.pem',
        keyPassword: { env: 'KEY_PASSWORD' },
        keystoreFile: 'key.p12',
        keystorePassword: { env: 'STORE_PASSWORD' },
        truststoreFile: 'trust.jks',
        truststorePassword: { file: 'trust.password' },
        serverName: 'us.example',
      },
      sasl: { mechanism: 'scram-sha-512', username: 'strait', password: { env: 'PASSWORD' } },
    },
    eu: { name: 'eu', bootstrap: ['eu.example:9092'] },
  },
  flows: { 'us-to-eu': flow },
  acls: {
    own: {
      name: 'own',
      cluster: 'us',
      principal: 'User:own',
      host: '*',
      permission: 'allow',
      operations: ['read'],
      resourceType: 'topic',
      resourceName: 'orders',
      patternType: 'literal',
    },
  },
  addresses: { 'flow.us-to-eu': 'module.pair.flow.us-to-eu' },
  dependsOn: { 'module.pair': ['acl.own'] },
  deletes: { topics: false, acls: false, internalTopics: false, groupOffsets: false, configs: false },
  brake: { count: 3, percent: 20 },
  moved: [{ from: 'former', to: 'us-to-eu' }],
  removed: [{ from: 'gone', destroy: false }],
  removedThings: [{ type: 'topic', cluster: 'eu', name: 'us.gone', destroy: false }],
  imports: [{ to: 'us-to-eu', topic: 'us.orders' }],
  policies: [
    {
      name: 'few',
      code: 'KP1',
      severity: 'error',
      when: 'change.type == "topic"',
      condition: 'change.after.partitions < var.most',
      message: '"too many"',
      values: { 'var.most': 10 },
      waivers: [{ owner: 'a', reason: 'b', expires: '2027-01-01', addresses: ['x'] }],
    },
  ],
  outputs: { brokers: { value: 'us.example:9092', sensitive: false } },
}

const gap = {
  kind: 'gap',
  flow: 'us-to-eu',
  topic: 'orders',
  partition: 0,
  start: 1,
  end: 2,
  reason: 'r',
} as const
const lease = { kind: 'lease', holder: 'x', operation: 'y', since: 'z', beatAt: 'a', expiresAt: 'b' } as const
const managed = {
  kind: 'managed',
  address: 'topic.eu["us.orders"]',
  flow: 'us-to-eu',
  topology: 'ours',
  protect: false,
  topicId: 'id-of-us.orders',
} as const

const snapshot: Snapshot = snapshotOf(
  clusterOf('us', {
    topics: [topicOf('orders', { partitions: 2, latest: 10, configs: { 'retention.ms': '86400000' } })],
    groups: [groupOf('billing', [commit('orders', 0, 5)])],
    acls: [readAcl('orders', 'User:alice')],
  }),
  clusterOf('eu', {
    topics: [
      ...controlTopics,
      topicOf('us.orders', { partitions: 2, latest: 10, configs: { 'retention.ms': '86400000' } }),
      topicOf('unrelated'),
      topicOf('us.clicks'),
    ],
    groups: [groupOf('billing', [commit('us.orders', 0, 3)])],
    acls: [readAcl('us.orders', 'User:alice')],
    control: [
      appliedFlow(flow, { topology: 'ours', sourceClusterId: 'id-of-us' }),
      agentOf('us-to-eu', 5),
      managed,
      { ...gap, action: 'recorded', at: 'now' },
      lease,
      appliedFlow(theirs, { topology: 'theirs', sourceClusterId: 'id-of-us' }),
      {
        ...managed,
        address: 'topic.eu["us.clicks"]',
        flow: 'theirs',
        topology: 'theirs',
        topicId: 'id-of-us.clicks',
      },
      {
        ...managed,
        address: 'acl.eu["allow User:bob read on topic us.clicks"]',
        flow: '',
        topology: 'theirs',
      },
    ],
    maps: [['us-to-eu', 'orders', 0, mapUpTo(10)]],
  }),
)

function planOf(desired: Topology, live: Snapshot): Plan {
  return makePlan(desired, live, context)
}

const before = planOf(topology, snapshot)

test('the topology of this test says everything that a topology can say', () => {
  const schema = z.toJSONSchema(topologySchema) as unknown as JsonSchema
  assert.deepEqual(unsaid(schema, topology), [])
})

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: JsonSchema | boolean
  readonly items?: JsonSchema
}

/** Properties of the schema that the value lacks. */
function unsaid(schema: JsonSchema, value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  const { properties, additionalProperties, items } = schema
  if (items !== undefined) return unsaid(items, Array.isArray(value) ? value[0] : undefined, `${path}[]`)
  if (typeof additionalProperties === 'object') {
    // The first says everything, the others may say less.
    return unsaid(additionalProperties, Object.values(value)[0], `${path}.*`)
  }
  const members: Readonly<Record<string, unknown>> = { ...value }
  return Object.entries(properties ?? {}).flatMap(([name, inner]) =>
    members[name] === undefined ? [`${path}.${name}`] : unsaid(inner, members[name], `${path}.${name}`),
  )
}

/** The names of things lead elsewhere when they change; what else a topology says decides, but for these. */
const namesAndNotes =
  /^(requiredVersion|outputs\..*|clusters\.\w+\.name|acls\.own\.(name|cluster)|flows\.us-to-eu\.(name|source|target|naming\.kind))$/

describe('a change of the topology is another plan:', () => {
  for (const leaf of leavesOf(topology).filter(({ path }) => !namesAndNotes.test(path))) {
    test(leaf.path, () => {
      const is = changed(leaf.value)
      assertStale(planOf(leaf.replaced(is) as Topology, snapshot), leaf.value, is)
    })
  }
})

test('what a topology requires of the version of Strait decides nothing in a plan', () => {
  const other = planOf({ ...topology, requiredVersion: '>= 0.0' }, snapshot)
  assert.equal(other.fingerprint.hash, before.fingerprint.hash)
})

test('an output is told and decides nothing in a plan', () => {
  const other = planOf({ ...topology, outputs: { brokers: { sensitive: true } } }, snapshot)
  assert.equal(planThatHolds(before, other, snapshot), before)
  assert.deepEqual(other.planned_values.outputs, { brokers: { sensitive: true } })
})

/** The first pattern that fits a path says whether it decides. */
const rules: readonly (readonly [path: RegExp, decides: boolean])[] = [
  [/^takenAtMs$/, false],
  // A cluster is known by its id; where its brokers and its controller are moves.
  [/\.description\.clusterId$/, true],
  [/\.description\./, false],
  // What was applied, and who owns what; who applied it when, agents, gaps and leases do not decide.
  [/\.control\.0\.(state|name|topology|spec\..*)$/, true],
  // Nothing that another topology applied.
  [/\.control\.[567]\./, false],
  [/\.control\.2\.(flow|address|topicId)$/, true],
  [/\.control\.\d\./, false],
  // Groups and offset maps move; a group's rows are checked by themselves when they are applied.
  [/\.(groups|offsetMaps)\./, false],
  // Topics: identity decides, leaders, replicas, sizes and log ends move.
  [/\.topics\.(unrelated|us\.clicks)\./, false],
  // A copy that bears the name of an imported one is not that one.
  [/eu\.topics\.us\.orders\.id$/, true],
  [/us\.topics\.orders\.id$/, true],
  [/\.topics\..*\.(partitions|earliest|latest|sizeBytes)\.\d/, false],
  [/\.topics\.[^/]*\.(internal|id)$/, false],
  // Configs decide where they are set, travel, or would begin to when they were set; a broker's own remarks do not.
  [/\.configs\.(message\.timestamp\.type|min\.insync\.replicas)\./, false],
  [/us\.topics\.orders\.configs\.retention\.ms\.value$/, true],
  [/us\.topics\.orders\.configs\.[\w.]+\.source$/, true],
  [/eu\.topics\.us\.orders\.configs\.retention\.ms\.value$/, true],
  [/eu\.topics\.us\.orders\.configs\.[\w.]+\.source$/, true],
  [/eu\.topics\.strait\.\w+\.internal\.configs\.cleanup\.policy\.value$/, true],
  [/\.configs\./, false],
  [/\.acls\.0\./, true],
]

/** Configs by their names instead of their places, so that rules can speak of them. */
function named(path: string): string {
  return path.replace(/\.configs\.(\d+)\./, (_, index) => {
    const [, cluster = '', topic = ''] = /^clusters\.(\w+)\.topics\.(.*)\.configs\./.exec(path) ?? []
    return `.configs.${snapshot.clusters.get(cluster)?.topics.get(topic)?.configs[Number(index)]?.name}.`
  })
}

function assertStale(plan: Plan, was: unknown, is: unknown): void {
  assert.notEqual(plan.fingerprint.hash, before.fingerprint.hash, `${was} → ${is}`)
  const reasons = explainStale(before, plan)
  assert.notDeepEqual(reasons, [])
  assert.ok(!reasons.includes('what the plan was decided on changed'), 'the input is named')
}

describe('a change of the live state', () => {
  for (const leaf of leavesOf(snapshot)) {
    const path = named(leaf.path)
    if (
      /\.kind$|\.configs\.[\w.]+\.name$|spec\.(name|source|target|naming\.kind)$|^clusters\.\w+(\.topics\.[\w.]+)?\.name$/.test(
        path,
      )
    )
      continue
    const decides = rules.find(([rule]) => rule.test(path))?.[1]
    test(`${path} ${decides ? 'makes a plan stale' : 'leaves it'}`, () => {
      assert.notEqual(decides, undefined, 'no rule says whether it decides')
      const is = changed(leaf.value)
      const plan = planOf(topology, leaf.replaced(is) as Snapshot)
      if (decides) assertStale(plan, leaf.value, is)
      // And what apply would do is the same: planThatHolds refuses rows that differ.
      else assert.equal(planThatHolds(before, plan, snapshot), before)
    })
  }
})

test('the size of a topic decides only whether a cut of its retention that is due is made in steps', () => {
  const cut = (sizeBytes: number): Plan => {
    const topics = [
      ...controlTopics,
      topicOf('us.orders', {
        partitions: 2,
        latest: 10,
        sizeBytes,
        configs: { 'retention.ms': '864000000' },
      }),
    ]
    return planOf(
      topology,
      snapshotOf(...[...snapshot.clusters.values()].slice(0, 1), clusterOf('eu', { topics })),
    )
  }
  assert.equal(cut(10).fingerprint.hash, cut(100).fingerprint.hash)
  assert.equal(cut(1_000).fingerprint.hash, cut(9_000).fingerprint.hash)
  assert.deepEqual(explainStale(cut(100), cut(1_000)), [
    'step of `retention.ms` of `us.orders` on eu is new: 5d',
  ])
})

test('the order in which brokers and files name things decides nothing', () => {
  const reversed = snapshotOf(
    ...[...snapshot.clusters.values()].reverse().map((cluster) => ({
      ...cluster,
      topics: new Map([...cluster.topics].reverse()),
      acls: cluster.acls?.toReversed(),
      control: cluster.control.toReversed(),
    })),
  )
  const clusters = Object.fromEntries(Object.entries(topology.clusters).reverse())
  const plan = planOf({ ...topology, clusters }, reversed)
  assert.equal(plan.fingerprint.hash, before.fingerprint.hash)
})
