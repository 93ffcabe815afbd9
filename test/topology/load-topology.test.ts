import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { loadTopology } from '../../src/topology/load-topology.ts'
import { topology as topologySchema } from '../../src/topology/model.ts'
import { originOf } from '../../src/topology/origins.ts'
import { assertProperty } from '../fuzz.ts'
import { corpusFiles } from './cases.ts'

const clusters = `cluster "us" {
  bootstrap = ["us.example.com:9092"]
}

cluster "spoke" {
  for_each  = ["oslo", "rome"]
  bootstrap = ["\${each.key}.example.com:9092"]
}
`

const flows = `topics "business" {
  include = [
    "orders.*",
    "payments",
  ]
}

flow "to-spoke" {
  for_each = cluster.spoke
  source   = cluster.us
  target   = each.value
  topics   = topics.business
  offsets {
    interval = "7s"
  }
}

output "targets" {
  value = { for key, spoke in cluster.spoke : key => spoke }
}

output "password" {
  sensitive = true
  value     = env("P")
}
`

const files = [
  { filename: 'clusters.hcl', text: clusters },
  { filename: 'flows.hcl', text: flows },
]

test('the order of files carries no meaning', () => {
  const forwards = loadTopology({ files, version: '0.1.0' })
  const backwards = loadTopology({ files: files.toReversed(), version: '0.1.0' })
  assert.ok(forwards.topology !== undefined)
  assert.deepEqual(backwards, forwards)
})

const places: readonly (readonly [string, string])[] = [
  ['flow.to-spoke-oslo', 'flows.hcl:8:1'],
  ['flow.to-spoke-oslo.source', 'flows.hcl:10:14'],
  ['flow.to-spoke-oslo.offsets.intervalMs', 'flows.hcl:14:16'],
  ['flow.to-spoke-oslo.offsets.onConflict', 'flows.hcl:13:3'],
  ['flow.to-spoke-oslo.topics', 'flows.hcl:12:14'],
  ['flow.to-spoke-oslo.topics.include.1', 'flows.hcl:4:5'],
  ['flow.to-spoke-oslo.topics.include.7', 'flows.hcl:2:13'],
  ['flow.to-spoke-oslo.configs.exclude.0', 'flows.hcl:8:1'],
  ['cluster.spoke-rome.bootstrap.0', 'clusters.hcl:7:16'],
  ['cluster.us.clusterId', 'clusters.hcl:1:1'],
]

for (const [path, expected] of places) {
  test(`${path} was written at ${expected}`, () => {
    const range = originOf(loadTopology({ files, version: '0.1.0' }).origins, path)?.range
    assert.equal(`${range?.filename}:${range?.start.line}:${range?.start.column}`, expected)
  })
}

test('what nobody wrote has no origin', () => {
  assert.equal(originOf(loadTopology({ files, version: '0.1.0' }).origins, 'flow.other.source'), undefined)
})

test('a repeated block is called by its key in the model and by its address for people', () => {
  const { topology, addresses } = loadTopology({ files, version: '0.1.0' })
  assert.deepEqual(Object.keys(topology?.flows ?? {}), ['to-spoke-oslo', 'to-spoke-rome'])
  assert.equal(addresses.get('flow.to-spoke-oslo'), 'flow.to-spoke["oslo"]')
  assert.equal(addresses.get('cluster.us'), 'cluster.us')
})

test('outputs are plain values, references are addresses, secrets stay hidden', () => {
  const { outputs } = loadTopology({ files, version: '0.1.0' })
  assert.deepEqual(outputs.get('targets'), {
    value: { oslo: 'cluster.spoke-oslo', rome: 'cluster.spoke-rome' },
    sensitive: false,
  })
  assert.deepEqual(outputs.get('password'), { sensitive: true })
})

const needsValue = `variable "brokers" {
  type = list(string)
}

cluster "us" {
  bootstrap = var.brokers
}
`

test('without values a topology is checked, and neither accepted nor refused', () => {
  const text = { filename: 'main.hcl', text: needsValue }
  const loaded = loadTopology({ files: [text], version: '0.1.0', withoutValues: true })
  assert.deepEqual(loaded.diagnostics, [])
  assert.equal(loaded.topology, undefined)
})

test('a name such as constructor is a name like any other', () => {
  const text =
    'cluster "toString" {\n  bootstrap = ["a:1"]\n}\ncluster "constructor" {\n  bootstrap = ["b:1"]\n}\n'
  const { topology, diagnostics } = loadTopology({ files: [{ filename: 'm.hcl', text }], version: '0.1.0' })
  assert.deepEqual(diagnostics, [])
  assert.deepEqual(Object.keys(topology?.clusters ?? {}).sort(), ['constructor', 'toString'])
})

const corpusTexts = corpusFiles().map(({ text }) => text)

test('any damage to a topology ends in a diagnostic or a valid topology', () => {
  const damaged = fc
    .record({
      text: fc.constantFrom(...corpusTexts),
      other: fc.constantFrom(...corpusTexts),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.nat({ max: 30 }),
      insert: fc.oneof(
        fc.string({ maxLength: 5 }),
        fc.constantFrom('"', '{', '}', '${', '[', 'each.key', '\n'),
      ),
    })
    .map(({ text, other, at, cut, insert }) => {
      const place = Math.floor(at * text.length)
      return text.slice(0, place) + insert + text.slice(place + cut) + other
    })
  assertProperty(
    fc.property(damaged, (text) => {
      const { topology, diagnostics } = loadTopology({
        files: [{ filename: 'm.hcl', text }],
        version: '0.1.0',
      })
      const errors = diagnostics.filter(({ severity }) => severity === 'error')
      assert.equal(topology === undefined, errors.length > 0)
      if (topology !== undefined) topologySchema.parse(topology)
    }),
    { numRuns: 600 },
  )
})
