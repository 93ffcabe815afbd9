// The filters that an import writes select what MirrorMaker's own filter and connector select, name by name.

import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { importMm2 } from '../../src/migrate/import-mm2.ts'
import { readProperties } from '../../src/migrate/properties-file.ts'
import { clusterPairs, connectorSettings, runs } from '../../src/migrate/resolve-pairs.ts'
import type { Settings } from '../../src/migrate/setting.ts'
import { topicSelector } from '../../src/mirror/selection.ts'
import { loadTopology } from '../../src/topology/load-topology.ts'
import { askJava, javaMissing } from '../mirror/java/ask-java.ts'
import { caseFolder } from './cases.ts'

const files = [
  ...['active-active', 'active-passive', 'java-patterns', 'own-excludes', 'precedence', 'single-backslashes'],
  ...['duplicates', 'syntax', 'least', 'lookarounds'],
].map((name) => `${name}.properties`)

const names = [
  ...[
    'orders',
    'orders.v1',
    'ordersXv1',
    'Orders',
    'ORDERS',
    'payments',
    'Payments',
    'pay.ments',
    'payXments',
  ],
  ...[
    '(orders',
    'refunds',
    'inventory-1',
    'customers',
    'test',
    'test1',
    'tmp.x',
    'tmpx',
    'a.b',
    'aXb',
    'abc',
    '0_9',
  ],
  ...[
    'secret.x',
    'secretx',
    'app.replica',
    'appXreplica',
    'x.internal',
    'x-internal',
    'mm2-x.internal',
    '__x',
  ],
  ...['b.orders', 'pair', 'bare', 'one', 'two', 'next-topic', 'tab', 'a', 'east.orders', 'west.orders'],
  ...[
    'orders-dlq',
    'orders.tmp',
    'mytest',
    'my-secret',
    'orders-test',
    'orders-test.eu',
    'orders-dlq-2',
    'payX',
  ],
  ...['OrdersX', 'eu.v1', 'inventory-', 'inventory-12', 'inventory-x', 'abc1'],
]

/** MirrorMaker's default before 4.0, and ours: newer ones leave out less. */
const defaultExclude = '.*[\\-\\.]internal, .*\\.replica, __.*'

interface Question {
  readonly file: string
  readonly flow: string
  readonly topic: string
  readonly ours: boolean
  readonly line: string
}

async function questionsOn(file: string): Promise<Question[]> {
  const bytes = await readFile(join(caseFolder, file))
  const properties: Settings = new Map(readProperties(file, bytes).settings.map((each) => [each.key, each]))
  const { hcl: text = '' } = importMm2({ name: file, bytes })
  const { topology } = loadTopology({ files: [{ filename: 'mm2.hcl', text }], version: '0.1.0' })
  return clusterPairs(properties)
    .filter((pair) => runs(properties, pair))
    .flatMap(({ source, target }) => {
      const settings = connectorSettings(properties, { source, target })
      const separator = settings.get('replication.policy.separator')?.value ?? '.'
      const include = settings.get('topics')?.value ?? '.*'
      const exclude = settings.get('topics.exclude')?.value ?? defaultExclude
      const flow = `${source}-to-${target}`
      const spec = topology?.flows[flow]
      assert(spec !== undefined, flow)
      const select = topicSelector(spec)
      return names.map((topic) => ({
        file,
        flow,
        topic,
        ours: select(topic).replicated || select(topic).rule === 'bad_remote_name',
        line: ['select', 'default', separator, source, target, include, exclude, topic].join('\t'),
      }))
    })
}

test('an imported filter selects what MirrorMaker selects', { skip: await javaMissing() }, async () => {
  const questions = (await Promise.all(files.map(questionsOn)))
    .flat()
    .filter(({ line }) => !line.includes('\n'))
  const folder = await mkdtemp(join(tmpdir(), 'strait-selection-'))
  try {
    const file = join(folder, 'questions')
    await writeFile(file, `${questions.map(({ line }) => line).join('\n')}\n`)
    const answers = await askJava('Mm2Oracle', [file])
    const differences = questions.flatMap(({ file, flow, topic, ours }, index) => {
      const theirs = answers[index]?.[0] === 'true'
      return ours === theirs ? [] : [`${file} ${flow} ${topic}: ours ${ours}, theirs ${theirs}`]
    })
    assert.ok(questions.some(({ ours }) => ours) && questions.some(({ ours }) => !ours))
    assert.equal(answers.length, questions.length)
    assert.deepEqual(differences, [])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
