import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { blockLabels, reservedBlocks } from '../../src/topology/block-types.ts'
import { clusterShape, flowShape, groupsShape, topicsShape } from '../../src/topology/decode/block-shapes.ts'
import { type BlockShape, namesOf } from '../../src/topology/decode/shape.ts'
import {
  defaultConfigExcludes,
  defaultGroupExcludes,
  defaultTopicExcludes,
} from '../../src/topology/defaults.ts'
import { guardsShape } from '../../src/topology/guards.ts'
import { loadTopology } from '../../src/topology/load-topology.ts'
import type { ModuleDirectory } from '../../src/topology/modules/module-library.ts'
import { policyShape } from '../../src/topology/policies.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/topology.md'), 'utf8')

function everyName(shape: BlockShape): string[] {
  return [...namesOf(shape), ...Object.values(shape.blocks).flatMap(({ shape: nested }) => everyName(nested))]
}

test('docs/topology.md names every block and argument of the language', () => {
  const names = [clusterShape, flowShape, topicsShape, groupsShape, guardsShape, policyShape].flatMap(
    everyName,
  )
  const missing = [...names, ...Object.keys(blockLabels), ...reservedBlocks].filter(
    (name) => !new RegExp(`\`${name}[\` ]|^## .*\\b${name}\\b`, 'm').test(page),
  )
  assert.deepEqual(missing, [])
})

test('docs/topology.md lists every default exclude', () => {
  const patterns = [...defaultTopicExcludes, ...defaultGroupExcludes, ...defaultConfigExcludes]
  assert.deepEqual(
    patterns.filter((pattern) => !page.includes(`\`${pattern}\``)),
    [],
  )
})

const moving = `cluster "us" { bootstrap = ["us:9092"] }
cluster "eu" { bootstrap = ["eu:9092"] }
flow "orders" {
  source = cluster.us
  target = cluster.eu
  topics { include = ["orders"] }
}
`

const limited = (text: string): string =>
  `variable "limit" { default = null }\n${moving.replace('  topics', `${text}\n  topics`)}`

const central = `cluster "central" { bootstrap = ["central:9092"] }
topics "business" { include = ["orders"] }
`

test('every topology shown in docs/topology.md is one', () => {
  const [, hub = ''] = /(cluster "us"[\s\S]*?\n}\n)/.exec(page) ?? []
  const shown = [...page.matchAll(/```hcl\n([\s\S]*?)```/g)].map(([, text = '']) => text)
  const region = shown.find((text) => text.startsWith('# modules/region/')) ?? ''
  const readModule = (directory: string): ModuleDirectory => ({
    directory,
    files: [{ filename: 'region.hcl', text: region }],
  })
  assert.equal(shown.length, 13)
  for (const text of shown) {
    if (text === region) continue
    const files = [{ filename: 'shown.hcl', text: text.startsWith('dynamic') ? limited(text) : text }]
    if (text.includes('cluster.hub')) files.push({ filename: 'hub.hcl', text: hub.replace('"us"', '"hub"') })
    if (text.startsWith('acl ')) {
      files.push({ filename: 'eu.hcl', text: hub.replace('"us"', '"eu"') })
      if (text.includes('cluster.us'))
        files.push({ filename: 'us.hcl', text: hub.replaceAll('us-', 'over-there-') })
    }
    if (text.includes('moved {')) files.push({ filename: 'orders.hcl', text: moving })
    if (text.includes('cluster.central')) files.push({ filename: 'central.hcl', text: central })
    assert.deepEqual(loadTopology({ files, version: '0.1.0', readModule }).diagnostics, [])
  }
})
