// The way back is held against the way in: what is written for MirrorMaker reads back as the same flows and clusters.

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { importMm2 } from '../../src/migrate/import-mm2.ts'
import { writeMm2 } from '../../src/migrate/write-mm2.ts'
import { loadTopology } from '../../src/topology/load-topology.ts'
import type { ClusterSpec, FlowSpec, Topology } from '../../src/topology/model.ts'
import { caseFiles, caseFolder } from './cases.ts'

function topologyOf(hcl: string): Topology | undefined {
  const files = [{ filename: 'mm2.hcl', text: hcl }]
  const { topology, diagnostics } = loadTopology({ files, version: '0.1.0' })
  return diagnostics.some(({ severity }) => severity === 'error') ? undefined : topology
}

/** Where a topic begins is no setting of MirrorMaker's; whole seconds are. */
function comparable(flow: FlowSpec): unknown {
  const sorted = (patterns: readonly string[]): string[] =>
    patterns.map((pattern) => pattern.replace(/^\(\?(\w+)\)(.*)$/, '(?$1:$2)')).sort()
  return {
    ...{
      ...flow,
      start: 'earliest',
      offsetSyncs: flow.offsetSyncs.emit ? flow.offsetSyncs : { emit: false },
    },
    topics: { include: sorted(flow.topics.include), exclude: sorted(flow.topics.exclude) },
    groups: { include: sorted(flow.groups.include), exclude: sorted(flow.groups.exclude) },
    configs: { ...flow.configs, exclude: sorted(flow.configs.exclude) },
  }
}

/** The client's certificate and its key are in one file for Java. */
function connected({ tls: { certFile, keyFile, ...tls } = {}, ...cluster }: ClusterSpec): unknown {
  return { ...cluster, tls: { ...tls, hasIdentity: certFile !== undefined && keyFile !== undefined } }
}

const topologies = caseFiles.flatMap((name) => {
  const file = join(caseFolder, `${name}.hcl`)
  const topology = existsSync(file) ? topologyOf(readFileSync(file, 'utf8')) : undefined
  const flows = Object.values(topology?.flows ?? {})
  const canGo = flows.length > 0 && flows.every(({ naming }) => naming.kind !== 'template')
  return topology === undefined || !canGo ? [] : [{ name, topology, flows }]
})

test('there is something to write', () => {
  assert.ok(topologies.length > 20, String(topologies.length))
})

for (const { name, topology, flows } of topologies) {
  test(`what is written for MirrorMaker of ${name} reads back as the same flows`, () => {
    const { properties } = writeMm2(topology.clusters, flows)
    const {
      hcl = '',
      diagnostics,
      report,
    } = importMm2({
      name: 'mm2.properties',
      bytes: Buffer.from(properties, 'latin1'),
    })
    assert.deepEqual(diagnostics, [])
    assert.deepEqual(
      report.settings.filter(({ outcome }) => outcome === 'ignored' || outcome === 'unsupported'),
      [],
    )
    const back = topologyOf(hcl)
    assert.deepEqual(Object.values(back?.flows ?? {}).map(comparable), flows.map(comparable))
    const used = Object.values(topology.clusters).filter(({ name }) =>
      flows.some(({ source, target }) => source === name || target === name),
    )
    assert.deepEqual(Object.values(back?.clusters ?? {}).map(connected), used.map(connected))
  })
}

test('what MirrorMaker has no words for is refused, and what it does otherwise is told', () => {
  const [first] = topologies
  assert(first !== undefined)
  const [flow] = first.flows
  assert(flow !== undefined)
  const write = (change: Partial<FlowSpec>) => writeMm2(first.topology.clusters, [{ ...flow, ...change }])
  assert.throws(() => write({ naming: { kind: 'template', template: `\${topic}.copy` } }), { code: 'ST235' })
  assert.throws(() => write({ topics: { include: ['a{1,3}'], exclude: [] } }), { code: 'ST235' })
  const { notices } = write({ limits: { bytesPerSecond: 1 }, start: 'latest' })
  assert.equal(notices.length, 3)
})
