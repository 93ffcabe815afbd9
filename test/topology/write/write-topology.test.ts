// What is written reads back as the same topology, whatever is in it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatHcl } from '../../../src/hcl/format.ts'
import { loadTopology } from '../../../src/topology/load-topology.ts'
import { clusterSpec, type FlowSpec, flowSpec, type Topology } from '../../../src/topology/model.ts'
import { noAnnotations, writeTopology } from '../../../src/topology/write/write-topology.ts'
import { assertProperty } from '../../fuzz.ts'

function read(text: string): Topology | undefined {
  const loaded = loadTopology({ files: [{ filename: 'main.hcl', text }], version: '0.1.0' })
  assert.deepEqual(
    loaded.diagnostics.filter(({ severity }) => severity === 'error').map(({ summary }) => summary),
    [],
    text,
  )
  return loaded.topology
}

const pattern = fc.constantFrom('orders.*', '.*', 'a\\.b', '"', '\\$\\{x\\}', 'x{2}', 'é', '\\\\')
const patterns = fc.array(pattern, { maxLength: 3 })
const defaults = {
  topics: ['.*[\\-\\.]internal', '.*\\.replica', '__.*'],
  groups: ['console-consumer-.*', 'connect-.*', '__.*'],
}
const withDefaults = (own: readonly string[]) => fc.constant([...own])
const excludes = (kind: 'topics' | 'groups') =>
  fc
    .tuple(patterns, fc.boolean())
    .chain(([own, both]) => withDefaults(both ? [...own, ...defaults[kind]] : own))
const interval = fc.constantFrom(100, 1500, 5000, 60_000, 90_000, 86_400_000)
const secret = fc.oneof(
  fc.record({ env: fc.constantFrom('US_PASSWORD', 'X') }),
  fc.record({ file: fc.constantFrom('/run/secrets/p', `a "b" \${c} $\${d}`) }),
)

const flow = fc.record({
  name: fc.constant('us-to-eu'),
  source: fc.constant('us'),
  target: fc.constant('eu'),
  naming: fc.oneof(
    fc.record({ kind: fc.constant('prefix'), separator: fc.constantFrom('.', '_', '--') }),
    fc.record({ kind: fc.constant('identity') }),
    fc.record({
      kind: fc.constant('template'),
      template: fc.constantFrom(`\${source}_\${topic}`, `1a.\${topic}`),
    }),
  ),
  topics: fc.record({
    include: fc.array(pattern, { minLength: 1, maxLength: 9 }),
    exclude: excludes('topics'),
  }),
  groups: fc.record({ include: patterns, exclude: excludes('groups') }),
  start: fc.oneof(
    fc.constantFrom('earliest', 'latest'),
    fc.record({ timestampMs: fc.constantFrom(0, 1_700_000_000_123) }),
  ),
  delivery: fc.constantFrom('exactly_once', 'at_least_once'),
  onGap: fc.constantFrom('halt', 'record'),
  onPoison: fc.constant('halt'),
  engine: fc.constant('native'),
  replicationFactor: fc.constantFrom(-1, 1, 3),
  configs: fc.record({ sync: fc.boolean(), exclude: patterns }),
  acls: fc.record({ sync: fc.boolean() }),
  offsets: fc.record({
    sync: fc.boolean(),
    intervalMs: interval,
    onConflict: fc.constantFrom('never_rewind', 'rewind'),
  }),
  heartbeats: fc.record({ emit: fc.boolean(), intervalMs: interval }),
  checkpoints: fc.record({ emit: fc.boolean(), intervalMs: interval }),
  offsetSyncs: fc.record({ emit: fc.boolean(), location: fc.constantFrom('source', 'target') }),
  refreshIntervalMs: interval,
  limits: fc.record({ bytesPerSecond: fc.constantFrom(1, 1000, 41_943_040) }, { requiredKeys: [] }),
  lifecycle: fc.record(
    {
      protect: fc.boolean(),
      ignoreChanges: fc.array(pattern, { minLength: 1, maxLength: 2 }),
      drift: fc.constantFrom('revert', 'report', 'adopt'),
    },
    { requiredKeys: ['protect'] },
  ),
})

const cluster = fc.record(
  {
    name: fc.constant('us'),
    bootstrap: fc.array(fc.constantFrom('a:9092', '[::1]:9093', 'b.example.com:9092'), { minLength: 1 }),
    clusterId: fc.constant('5L6g3nShT-eMCtK--X86sw'),
    tls: fc.oneof(
      fc.constant({}),
      fc.record(
        {
          caFile: fc.constant('ca.pem'),
          certFile: fc.constant('c'),
          keyFile: fc.constant('k'),
          keyPassword: secret,
        },
        { requiredKeys: ['certFile', 'keyFile'] },
      ),
      fc.record({
        truststoreFile: fc.constant('t.jks'),
        truststorePassword: secret,
        serverName: fc.constant('x'),
      }),
      fc.record({ keystoreFile: fc.constant('k.p12'), keystorePassword: secret, keyPassword: secret }),
    ),
    sasl: fc.record({
      mechanism: fc.constantFrom('plain', 'scram-sha-256', 'scram-sha-512'),
      username: fc.constantFrom('strait', `CN="a", O=\${b}`),
      password: secret,
    }),
  },
  { requiredKeys: ['name', 'bootstrap'] },
)

test('a topology that is written reads back as itself, in the layout of fmt', () => {
  assertProperty(
    fc.property(cluster, flow, (us, us_to_eu) => {
      const eu = { name: 'eu', bootstrap: ['c:9092'] }
      const made = { clusters: { us, eu }, flows: { 'us-to-eu': us_to_eu } }
      const given = JSON.parse(JSON.stringify(made)) as Topology
      const text = writeTopology(given)
      assert.equal(formatHcl({ filename: 'main.hcl', text }).text, text)
      assert.deepEqual(read(text), given, text)
    }),
    { numRuns: 300 },
  )
})

test('the property covers every key of the model', () => {
  const keys = (schema: { shape: Record<string, unknown> }) => Object.keys(schema.shape).sort()
  const made = fc.sample(fc.tuple(cluster, flow), 200)
  const seen = (index: 0 | 1) => [...new Set(made.flatMap((one) => Object.keys(one[index])))].sort()
  assert.deepEqual(seen(0), keys(clusterSpec))
  assert.deepEqual(seen(1), keys(flowSpec))
})

test('what is said beside a value stands in comments, and hostile text in them stays there', () => {
  const { flows } = read(`
    cluster "us" { bootstrap = ["a:1"] }
    cluster "eu" { bootstrap = ["b:1"] }
    flow "us-to-eu" {
      source = cluster.us
      target = cluster.eu
      topics { include = [".*"] }
    }`) as Topology
  const text = writeTopology(
    { clusters: {}, flows: flows as Record<string, FlowSpec> },
    {
      ...noAnnotations,
      notes: new Map([
        ['flow.us-to-eu.offsets.intervalMs', 'line 1\n}'],
        ['flow.us-to-eu.groups.include', 'x'],
      ]),
      above: new Map([['flow.us-to-eu', 'one\ntwo \u202e']]),
      instead: new Map([['flow.us-to-eu.separator', { code: 'var.separator' }]]),
    },
  )
  assert.equal(
    text,
    `# one
# two ?
flow "us-to-eu" {
  source    = cluster.us
  target    = cluster.eu
  separator = var.separator

  topics {
    include = [".*"]
  }

  groups {
    include = [".*"] # x
  }

  offsets {
    interval = "5s" # line 1?}
  }
}
`,
  )
})
