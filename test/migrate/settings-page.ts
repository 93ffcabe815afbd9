// docs/mm2-settings.md: every setting that MirrorMaker's classes know, and what becomes of it. Not written by hand: each
// is put into a small file, that file is imported, and the report says it.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { importMm2 } from '../../src/migrate/import-mm2.ts'
import {
  clientNames,
  connectorNames,
  pairNames,
  removedNames,
  retiredNames,
  workerNames,
} from '../../src/migrate/mm2-names.ts'
import type { ReportRow } from '../../src/migrate/report.ts'

export const settingsFile = join(import.meta.dirname, '../../docs/mm2-settings.md')

const head = `clusters = us, eu
us.bootstrap.servers = us-1:9092
eu.bootstrap.servers = eu-1:9092
us->eu.enabled = true
us->eu.topics = orders
`
const secured = `us.security.protocol = SASL_SSL
us.sasl.mechanism = SCRAM-SHA-512
us.sasl.jaas.config = a.ScramLoginModule required username="u" password="p";
us.ssl.truststore.location = /us.p12
us.ssl.truststore.password = p
us.ssl.keystore.location = /us-client.p12
us.ssl.keystore.password = p
`

/** Values with which MirrorMaker starts; a number suits the rest. */
const values: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\.)enabled$/, 'true'],
  [/location$/, 'source'],
  [/separator$/, '.'],
  [/policy\.class$/, 'org.apache.kafka.connect.mirror.IdentityReplicationPolicy'],
  [/topic\.filter\.class$/, 'com.example.Filter'],
  [/use\.defaults\.from$/, 'source'],
  [/cluster\.alias$/, 'america'],
  [/security\.protocol$/, 'SASL_SSL'],
  [/sasl\.mechanism$/, 'PLAIN'],
  [/sasl\.jaas\.config$/, 'a.PlainLoginModule required username="u" password="p";'],
  [/store\.type$/, 'PKCS12'],
  [/bootstrap\.servers$/, 'us-1:9092'],
]

function sampleOf(name: string): string {
  return values.find(([shape]) => shape.test(name))?.[1] ?? '5'
}

function rowsOf(text: string, key: string): readonly ReportRow[] {
  const { report, diagnostics } = importMm2({ name: 'mm2.properties', bytes: Buffer.from(text) })
  if (diagnostics.length > 0) throw new Error(`${key}: ${diagnostics[0]?.summary}`)
  const line = text.trimEnd().split('\n').length
  return report.settings.filter((row) => row.line === line)
}

interface Line {
  readonly name: string
  readonly becomes: string
}

function lineOf(name: string, text: string): Line {
  const key = text.trimEnd().split('\n').at(-1) ?? ''
  const said = rowsOf(text, key).map(({ outcome, to, note }) => {
    const places = to.map((place) => `\`${place.replace(/^(flow|cluster)\.[^.]+\.?/, '$1 ').trim()}\``)
    const word = { mapped: '', different: '', ignored: 'ignored: ', unsupported: '**not supported**: ' }[
      outcome
    ]
    return [places.join(', '), note === null ? '' : word + note].filter((part) => part !== '').join('; ')
  })
  if (said.length === 0) throw new Error(`${name}: nothing is said of it`)
  return { name, becomes: said.join('. ') }
}

function pairLine(name: string): Line {
  return lineOf(name, `${head}us->eu.${name} = ${sampleOf(name)}\n`)
}

function clusterLine(name: string): Line {
  const inline = /^ssl\.keystore\.(?:key|certificate\.chain)$/.test(name)
  const around = inline ? secured.replaceAll(/^us\.ssl\.keystore.*\n/gm, '') : secured
  const chain = name.endsWith('chain') ? 'us.ssl.keystore.key = k\n' : ''
  const kept = around.replaceAll(new RegExp(`^us\\.${name.replaceAll('.', '\\.')} = .*\n`, 'gm'), '')
  return lineOf(name, `${head}${kept}${chain}us.${name} = ${sampleOf(name)}\n`)
}

function bareLine(name: string): Line {
  return lineOf(name, `${head}${name} = ${sampleOf(name)}\n`)
}

function workerLine(name: string): Line {
  return lineOf(name, `${head}eu.${name} = ${sampleOf(name)}\n`)
}

/** Names that become the same stand in one row. */
function table(lines: readonly Line[]): string {
  const same = Map.groupBy(lines, ({ becomes }) => becomes)
  const rows = [...same].map(([becomes, together]) => {
    const names = together.map(({ name }) => `\`${name}\``).sort()
    return `| ${names.join(', ')} | ${becomes.replaceAll('|', '\\|')} |`
  })
  return ['| setting | what becomes of it |', '|---|---|', ...rows.sort()].join('\n')
}

export function settingsPage(): string {
  const own = [...connectorNames].filter((name) => !clientNames.has(name))
  const worker = [...workerNames].filter((name) => !pairNames.has(name))
  return `# MirrorMaker 2’s settings, and what becomes of them

Every setting that the classes of MirrorMaker 2 (4.3) know. This page is made by importing each of them: what stands here is
what [strait import](commands/import.md) does and reports. Back to [Moving from MirrorMaker 2](moving-from-mm2.md).

## Of a pair, or of all pairs

Written as \`us->eu.NAME\`, for one pair, or as \`NAME\` for all that have none of their own.

${table(own.map(pairLine))}

## Only of a pair

Read as \`us->eu.NAME\` only.

${table([...pairNames].map(pairLine))}

## Connections of a cluster

Written as \`us.NAME\`, or as \`NAME\` for all clusters that have none of their own. On a Connect cluster
\`source.cluster.NAME\` and \`target.cluster.NAME\`.

${table([...clientNames].map(clusterLine))}

## Of the Connect worker

Read as \`eu.NAME\` for the worker at the target \`eu\`.

${table(worker.map(workerLine))}

## Names of older versions

${table([...removedNames.keys(), ...retiredNames].map(bareLine))}

Settings of clients (\`us.consumer.NAME\`, \`eu.producer.NAME\`, \`producer.override.NAME\` …) tune what needs no tuning here:
batches are copied as they are. \`isolation.level\` is always \`read_committed\`; \`client.rack\` and \`interceptor.classes\` are
not supported; connections of a single client are not either.
`
}

export function writtenPage(): string {
  return readFileSync(settingsFile, 'utf8')
}
