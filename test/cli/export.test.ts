// `strait export` on two real clusters: what was applied comes back as HCL that plans without changes, and what
// MirrorMaker left becomes a proposal that validates.

import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Cluster } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import { encodeSourceOffset } from '../../src/mirror/connect-offsets.ts'
import { encodeCheckpoint } from '../../src/mirror/mm2-records.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import { type FaultProxy, startProxy } from '../proxy/proxy.ts'
import { onlyReads, requestsIn } from '../proxy/requests.ts'
import { assertMatches } from './matches-schema.ts'
import { type Folder, folder, strait } from './strait.ts'

const limit = { timeout: 120_000 }

let proxy: FaultProxy
let brokers: { readonly us: Broker; readonly eu: Broker }
let us: Cluster
let eu: Cluster
const folders: Folder[] = []

before(async () => {
  proxy = await startProxy()
  const [source, target] = await Promise.all([startBroker(), startBroker({ proxy })])
  brokers = { us: source, eu: target }
  us = connectCluster('us', { bootstrap: source.bootstrap, clientId: 'test', security: {} })
  eu = connectCluster('eu', { bootstrap: target.directBootstrap, clientId: 'test', security: {} })
  const topic = (name: string) => ({ name, partitions: 2, replicationFactor: 1, configs: {} })
  await us.createTopics(
    ['orders', 'readings.oslo', 'odd..name--', 'mirrored', 'mirrored.too', 'not-mirrored'].map(topic),
  )
})

after(async () => {
  for (const each of folders) each[Symbol.dispose]()
  await Promise.all([us.close(), eu.close()])
  await Promise.all([brokers.us.close(), brokers.eu.close()])
  await proxy.close()
})

function newFolder(files: Readonly<Record<string, string>>): Folder {
  const made = folder(files)
  folders.push(made)
  return made
}

/** Every kind of argument, names with odd characters, for_each, locals, variables, references. */
function topology(): string {
  return `
variable "patterns" {
  default = { orders = ["orders.*"], "a-1_b" = ["odd\\\\.\\\\.name--", "x{2}[\\"$]"] }
}

cluster "us" { bootstrap = ${JSON.stringify(brokers.us.bootstrap)} }
cluster "eu" { bootstrap = ${JSON.stringify(brokers.eu.bootstrap)} }

flow "Part" {
  for_each = var.patterns
  source   = cluster.us
  target   = cluster.eu
  naming   = "\${each.key}.$\${source}_$\${topic}"
  topics {
    include          = each.value
    default_excludes = false
  }
  heartbeats { emit = false }
  checkpoints { emit = false }
  offset_syncs { emit = false }
}

groups "none" {
  include = []
  exclude = ["a\\tb"]
}

flow "us-to-eu" {
  depends_on = [flow.Part]
  source    = cluster.us
  target    = cluster.eu
  separator = "__"
  start     = "2026-01-31T00:00:00Z"
  on_gap    = "record"
  groups    = groups.none
  topics {
    include = ["readings\\\\..*"]
    exclude = [".*tmp"]
  }
  configs {
    exclude          = ["retention\\\\.ms"]
    default_excludes = false
  }
  offsets { interval = "1500ms" }
  limits { bytes_per_second = "1MiB" }
  lifecycle {
    protect        = true
    ignore_changes = ["cleanup.*"]
    drift          = "report"
  }
}
`
}

test('what was applied is exported, and a plan of the export has no changes', limit, async () => {
  const made = newFolder({ 'main.hcl': topology() })
  const applied = await strait(['apply', '--yes'], { cwd: made.path })
  assert.equal(applied.code, 0, applied.stderr + applied.stdout)

  const exported = newFolder({})
  const ended = await strait(['export', made.path, '--out', 'there'], { cwd: exported.path })
  assert.equal(ended.code, 0, ended.stderr)
  assert.match(ended.stderr, /2 clusters, 3 applied flows, 0 proposed flows\. Wrote there\/export\.hcl/)
  assert.match(ended.stderr, /Flow us-to-eu waited for flow\.Part.* when it was applied: that is not written/)
  const text = readFileSync(join(exported.path, 'there/export.hcl'), 'utf8')
  assert.match(text, /^flow "Part-a-1_b" \{$/m)
  const planned = await strait(['plan', 'there', '--detailed-exitcode'], { cwd: exported.path })
  assert.equal(planned.code, 0, planned.stdout + planned.stderr)
  assert.match(planned.stdout, /^No changes\./m)
  const formatted = await strait(['fmt', '--check', 'there'], { cwd: exported.path })
  assert.equal(formatted.code, 0, formatted.stdout)
})

test('addresses alone are enough, and only reading requests are sent', limit, async () => {
  const exported = newFolder({})
  const given = [`us=${brokers.us.bootstrap.join()}`, `eu=${brokers.eu.bootstrap.join()}`]
  proxy.record()
  const args = given.flatMap((each) => ['--cluster', each])
  const { code, stdout, stderr } = await strait(['export', ...args, '--json'], { cwd: exported.path })
  assert.equal(code, 0, stderr)
  const sent = requestsIn(proxy.recorded).map(({ api }) => api)
  assert.ok(sent.includes('Metadata'))
  assert.deepEqual(
    sent.filter((api) => !onlyReads(api)),
    [],
  )
  const document = JSON.parse(stdout) as { hcl: string; flows: { origin: string }[] }
  assertMatches('results#export', document)
  assert.deepEqual(
    document.flows.map(({ origin }) => origin),
    ['applied', 'applied', 'applied'],
  )
  writeFileSync(join(exported.path, 'export.hcl'), document.hcl)
  const planned = await strait(['plan'], { cwd: exported.path })
  assert.match(planned.stdout, /^No changes\./m)
})

test('what is there is not written over, nor beside', limit, async () => {
  const exported = newFolder({ 'main.hcl': topology() })
  const { code, stderr } = await strait(['export', '--out', '.'], { cwd: exported.path })
  assert.equal(code, 1)
  assert.match(stderr, /Error\[ST233\]: \. holds main\.hcl/)
})

test('a cluster that a flow names and nobody gave is asked for', limit, async () => {
  const { code, stderr } = await strait(['export', '--cluster', `eu=${brokers.eu.bootstrap.join()}`])
  assert.equal(code, 1)
  assert.match(
    stderr,
    /Error\[ST234\]: flow "[^"]+" reads from cluster "us", which was not given: add --cluster us=HOST:PORT/,
  )
})

test('what MirrorMaker copies is proposed, name by name, and validates', limit, async () => {
  const compacted = (name: string, partitions = 1) => ({
    name,
    partitions,
    replicationFactor: 1,
    configs: { 'cleanup.policy': 'compact' },
  })
  const third = await startBroker()
  const there = connectCluster('there', { bootstrap: third.bootstrap, clientId: 'test', security: {} })
  try {
    await there.createTopics([
      ...['here.mirrored', 'here.mirrored.too', 'here.checkpoints.internal'].map((name) => compacted(name)),
      compacted('mm2-offsets.here.internal', 25),
    ])
    const copied = { connector: 'MirrorSourceConnector', cluster: 'here', partition: 0, lastOffset: 3 }
    const offsets = ['mirrored', 'mirrored.too'].map((topic) => encodeSourceOffset({ ...copied, topic }))
    await there.append('mm2-offsets.here.internal', offsets)
    const place = {
      topic: 'here.mirrored',
      partition: 0,
      upstreamOffset: 1,
      downstreamOffset: 1,
      metadata: '',
    }
    const checkpoint = { partition: 0, ...encodeCheckpoint({ ...place, group: 'billing' }) }
    await there.append('here.checkpoints.internal', [checkpoint])

    const exported = newFolder({})
    const given = [`here=${brokers.us.bootstrap.join()}`, `there=${third.bootstrap.join()}`]
    const args = given.flatMap((each) => ['--cluster', each])
    const ended = await strait(['export', ...args, '--out', 'proposal'], { cwd: exported.path })
    assert.equal(ended.code, 0, ended.stderr)
    assert.match(ended.stderr, /0 applied flows, 1 proposed flow\./)
    const text = readFileSync(join(exported.path, 'proposal/export.hcl'), 'utf8')
    assert.match(text, /include = \["mirrored", "mirrored\\\\\.too"\]/)
    assert.match(text, /include = \["billing"\]/)
    assert.match(text, /^# PROPOSED/m)
    const validated = await strait(['validate', 'proposal'], { cwd: exported.path })
    assert.equal(validated.code, 0, validated.stderr)
  } finally {
    await there.close()
    await third.close()
  }
})
