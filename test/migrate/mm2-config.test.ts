// Our reading of MirrorMaker's configuration against Kafka's own classes, over every properties file of the corpus.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { importMm2 } from '../../src/migrate/import-mm2.ts'
import { clientNames, connectorNames } from '../../src/migrate/mm2-names.ts'
import { readProperties } from '../../src/migrate/properties-file.ts'
import {
  aliasesOf,
  clusterPairs,
  clusterSettings,
  connectorSettings,
  runs,
  workerSettings,
} from '../../src/migrate/resolve-pairs.ts'
import type { Settings } from '../../src/migrate/setting.ts'
import { remoteTopic } from '../../src/mirror/naming.ts'
import { loadTopology } from '../../src/topology/load-topology.ts'
import { askJava, javaMissing } from '../mirror/java/ask-java.ts'
import { caseFiles, caseFolder } from './cases.ts'

const files = caseFiles.filter((name) => name.endsWith('.properties'))

/** By file and question: key → value. */
const answers = new Map<string, Map<string, string>>()

function answer(file: string, question: string): Record<string, string> {
  return Object.fromEntries(answers.get(`${file}\t${question}`) ?? [])
}

function plain(settings: Settings): Record<string, string> {
  return Object.fromEntries([...settings].map(([name, { value }]) => [name, value]).sort())
}

function sorted(record: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort())
}

/** What MirrorMakerConfig fills in where nothing is set, and the mapping does not need. */
function without(record: Record<string, string>, ours: Record<string, string>, names: readonly string[]) {
  return sorted(
    Object.fromEntries(Object.entries(record).filter(([name]) => name in ours || !names.includes(name))),
  )
}

describe('against MirrorMakerConfig', { skip: await javaMissing() }, () => {
  before(async () => {
    const lines = await askJava(
      'Mm2Config',
      files.map((name) => join(caseFolder, name)),
    )
    const text = (hex = ''): string => Buffer.from(hex, 'hex').toString('utf8')
    for (const [file = '', question = '', key, value] of lines) {
      const id = `${file}\t${question}`
      answers.set(id, (answers.get(id) ?? new Map<string, string>()).set(text(key), text(value)))
    }
  })

  test('the tables of names are those of the classes', () => {
    assert.deepEqual([...clientNames].sort(), Object.keys(answer('', 'client name')).sort())
    assert.deepEqual([...connectorNames].sort(), Object.keys(answer('', 'connector name')).sort())
  })

  for (const file of files) {
    test(`${file} is read as Java reads it`, () => {
      const { settings, diagnostics } = readProperties(file, readFileSync(join(caseFolder, file)))
      if (answers.has(`${file}\trefused`)) {
        assert.ok(diagnostics.length > 0)
        return
      }
      assert.deepEqual(diagnostics, [])
      const properties: Settings = new Map(settings.map((setting) => [setting.key, setting]))
      assert.deepEqual(plain(properties), sorted(answer(file, 'read')))
      if (!properties.has('clusters')) return

      const pairs = clusterPairs(properties)
      assert.deepEqual(
        pairs.map(({ source, target }) => `${source}->${target}`).sort(),
        Object.keys(answer(file, 'pair')).sort(),
      )
      for (const alias of aliasesOf(properties)) {
        assert.deepEqual(
          plain(clusterSettings(properties, alias)),
          sorted(answer(file, `cluster ${alias}`)),
          alias,
        )
      }
      for (const pair of pairs) {
        const name = `${pair.source}->${pair.target}`
        const flow = answer(file, 'flow')[name]
        // Refused is a value that is none, or a class that is not here and may be where the file is at home.
        if (flow !== 'refused') assert.equal(runs(properties, pair), flow !== 'off', `${name}: ${flow}`)
        const connector = plain(connectorSettings(properties, pair))
        const filledIn = [
          'name',
          'connector.class',
          'source.cluster.alias',
          'target.cluster.alias',
          'enabled',
        ]
        assert.deepEqual(
          connector,
          without(answer(file, `connector ${name}`), connector, filledIn),
          `connector ${name}`,
        )
        if (properties.has('config.providers')) continue
        const worker = plain(workerSettings(properties, pair))
        const defaults = ['client.id', 'group.id', 'key.converter', 'value.converter', 'header.converter']
        const topics = ['offset.storage.topic', 'status.storage.topic', 'config.storage.topic']
        assert.deepEqual(
          worker,
          without(answer(file, `worker ${name}`), worker, [...defaults, ...topics]),
          `worker ${name}`,
        )
      }
    })

    test(`${file} becomes the flows that MirrorMaker runs, with the names that it gives`, () => {
      if (!answers.has(`${file}\tpair`)) return
      const { hcl } = importMm2({ name: file, bytes: readFileSync(join(caseFolder, file)) })
      if (hcl === undefined) return
      const files = [{ filename: 'mm2.hcl', text: hcl }]
      const { topology } = loadTopology({ files, version: '0.1.0', withoutValues: true })
      const names = Object.values(topology?.flows ?? {}).map((flow) => remoteTopic(flow, 'orders'))
      // A pair that selects no topic is no flow.
      if (names.length === 0) return
      const theirs = Object.values(answer(file, 'flow')).filter((name) => name !== 'off')
      const { settings } = readProperties(file, readFileSync(join(caseFolder, file)))
      const properties: Settings = new Map(settings.map((setting) => [setting.key, setting]))
      assert.equal(names.length, clusterPairs(properties).filter((pair) => runs(properties, pair)).length)
      assert.deepEqual(
        theirs.filter((name) => name !== 'refused' && !names.includes(name)),
        [],
      )
    })
  }
})
