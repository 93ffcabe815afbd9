// A MirrorMaker configuration → a topology as HCL, and a report on every setting. Pure: the file comes in as bytes.
// Nothing is written where something cannot be carried over; secrets never leave the file.

import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Items } from '../hcl/write-hcl.ts'
import { loadTopology } from '../topology/load-topology.ts'
import type { ClusterSpec, FlowSpec } from '../topology/model.ts'
import { writeTopology } from '../topology/write/write-topology.ts'
import {
  type Connector,
  connectorsIn,
  connectorsSetup,
  holdsConnector,
  standaloneConnector,
} from './connectors.ts'
import { type ImportContext, nameClusters } from './import-context.ts'
import { Ledger } from './ledger.ts'
import { mapCluster } from './map-cluster.ts'
import { mapFlow } from './map-flow.ts'
import { ignored, type MirrorSetup, type Outcome } from './mirror-setup.ts'
import { type PropertiesFile, readProperties } from './properties-file.ts'
import { readPropertiesSetup } from './read-properties-setup.ts'
import type { ImportReport } from './report.ts'
import type { Setting } from './setting.ts'
import { readStrimziSetups, resourcesIn } from './strimzi.ts'
import { isJson, leavesAt, readYaml, settingAt, type Tree } from './yaml-tree.ts'

export interface Mm2File {
  /** As the caller wrote it: it stands in comments and in the report. */
  readonly name: string
  readonly bytes: Uint8Array
}

export interface Mm2Import {
  /** Absent exactly where `diagnostics` has an error. */
  readonly hcl?: string
  readonly report: ImportReport
  readonly diagnostics: readonly Diagnostic[]
}

/** Of several files together, as the connectors of a pair. Never throws for what a file says. */
export function importMm2(...files: readonly Mm2File[]): Mm2Import {
  const ledger = new Ledger(files.map(({ name }) => name))
  const read = files.map((file) => readFile(file, ledger))
  const connectors = read.flatMap((one) => one.connectors)
  const setups = [
    ...read.flatMap((one) => one.setups),
    ...(connectors.length === 0
      ? []
      : [
          connectorsSetup(
            connectors,
            read.flatMap((one) => one.settings),
            ledger,
          ) ?? [],
        ].flat()),
  ]
  const made = setups.flatMap((setup) => mapSetup(setup, ledger))
  const clusters = unite(
    made.flatMap((one) => one.clusters),
    ledger,
  )
  const flows = unite(
    made.flatMap((one) => one.flows),
    ledger,
  )
  if (ledger.problems.length === 0 && flows.size === 0) {
    ledger.notice('There is no flow: no pair of clusters is enabled, or none of them selects a topic.')
  }
  for (const notice of made.length > 0 ? lastWords([...flows.values()]) : []) ledger.notice(notice)
  const result = { name: files.map(({ name }) => name).join(', '), clusters, flows, ledger }
  if (ledger.problems.length > 0) return { report: reportOn(result), diagnostics: ledger.problems }
  const hcl = write(result)
  const isUnfit = ledger.tasks.some(({ kind }) => kind === 'pattern')
  if (isUnfit)
    ledger.notice('strait validate refuses this topology until its patterns are written anew, see below.')
  for (const summary of isUnfit ? [] : refusals(hcl)) {
    ledger.notice(`strait validate refuses this topology: ${summary}. MirrorMaker runs it all the same.`)
  }
  return { hcl, report: reportOn(result), diagnostics: [] }
}

interface Read {
  readonly setups: readonly MirrorSetup[]
  readonly connectors: readonly Connector[]
  /** Those of documents that hold connectors. */
  readonly settings: readonly Setting[]
}

function readFile(file: Mm2File, ledger: Ledger): Read {
  if (isYaml(file)) {
    const documents = resourcesIn(readYaml(file, ledger))
    const holders = documents.filter(holdsConnector)
    const found = holders.map((document) => connectorsIn(document, ledger))
    const mounted = documents.flatMap(propertiesIn)
    return {
      setups:
        mounted.length > 0
          ? mounted.flatMap((properties) => readPropertiesSetup(properties, ledger) ?? [])
          : readStrimziSetups(documents, file.name, ledger),
      connectors: found.flatMap((one) => one.connectors),
      settings: found.flatMap((one) => one.settings),
    }
  }
  const properties = readProperties(file.name, file.bytes)
  ledger.problems.push(...properties.diagnostics)
  const connectors = standaloneConnector(properties.settings)
  if (connectors.length > 0) return { setups: [], connectors, settings: properties.settings }
  return { setups: [readPropertiesSetup(properties, ledger) ?? []].flat(), connectors: [], settings: [] }
}

/** What MirrorMaker does and no topology may do: two flows that copy each other's copies. */
function refusals(text: string): string[] {
  const { diagnostics } = loadTopology({
    files: [{ filename: 'mm2.hcl', text }],
    version: '0.0.0',
    withoutValues: true,
  })
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ summary }) => summary)
}

function write({ name, clusters, flows, ledger }: Result): string {
  return writeTopology(
    { clusters: Object.fromEntries(clusters), flows: Object.fromEntries(flows) },
    {
      notes: ledger.notes,
      above: new Map([...ledger.above].map(([block, lines]) => [block, lines.join('\n')])),
      instead: ledger.instead,
      opening: opening(name, ledger),
    },
  )
}

function isYaml({ name, bytes }: Mm2File): boolean {
  if (/\.(?:ya?ml|json)$/i.test(name)) return true
  const text = Buffer.from(bytes).toString('utf8')
  return (
    !/\.properties$/i.test(name) &&
    (isJson(text) || /^kind:\s*["']?(?:KafkaMirrorMaker2|KafkaConnector)\b/m.test(text))
  )
}

interface Made {
  readonly clusters: readonly ClusterSpec[]
  readonly flows: readonly FlowSpec[]
}

/** Of a ConfigMap or Secret that a MirrorMaker in Kubernetes reads its file from. */
function propertiesIn(resource: Tree): PropertiesFile[] {
  const kind = settingAt(resource, 'kind')?.value
  if (kind !== 'ConfigMap' && kind !== 'Secret') return []
  return ['data', 'stringData'].flatMap((name) =>
    [...leavesAt(resource, name).values()]
      .filter(({ value }) => /^[ \t]*clusters[ \t]*[=:]/m.test(value) && value.includes('->'))
      // The text of a block begins on the line below its name.
      .map(({ value, line, file = '' }) => readProperties(file, Buffer.from(value), line)),
  )
}

const nothing = ignored('null is as if it did not stand there')

function mapSetup(setup: MirrorSetup, ledger: Ledger): Made[] {
  const context: ImportContext = {
    ledger,
    providers: setup.providers,
    clusterNames: nameClusters(setup.clusters.map(({ alias }) => alias)),
  }
  const clusters = setup.clusters.flatMap((cluster) => mapCluster(cluster, context) ?? [])
  const flows = setup.flows.flatMap((flow) => mapFlow(flow, context) ?? [])
  for (const setting of setup.settings) {
    if (!ledger.isSpokenFor(setting)) ledger.say(setting, setting.isNull ? nothing : setup.explain(setting))
  }
  return [{ clusters, flows }]
}

/** Several resources may name one cluster: once is enough where they agree. */
function unite<Spec extends ClusterSpec | FlowSpec>(
  specs: readonly Spec[],
  ledger: Ledger,
): Map<string, Spec> {
  const united = new Map<string, Spec>()
  for (const spec of specs) {
    const before = united.get(spec.name)
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(spec)) {
      ledger.refuse(
        { line: 1 },
        {
          code: 'ST231',
          summary: `Two resources mean different things by "${spec.name}"`,
          detail: 'Import them one by one, from files of their own, into different directories.',
        },
      )
    }
    united.set(spec.name, before ?? spec)
  }
  return united
}

function opening(filename: string, { variables }: Ledger): Items {
  return [
    {
      kind: 'comment',
      text: `Written by strait import mm2 from ${filename}. Comments name the setting and line that a value came from.`,
    },
    ...[...variables].map(
      ([name, { type, description }]) =>
        ({
          kind: 'block',
          type: 'variable',
          labels: [name],
          body: [
            { kind: 'argument', name: 'type', value: { code: type } },
            { kind: 'argument', name: 'description', value: description },
          ],
        }) as const,
    ),
  ]
}

/** What differs although no setting of the file says anything of it. */
function lastWords(flows: readonly FlowSpec[]): string[] {
  if (flows.length === 0) return []
  return [
    'Only committed records are copied. MirrorMaker copies aborted and open transactions too, unless isolation.level is read_committed.',
    'Stop MirrorMaker before agents begin: they go on where it stopped (start = "mirrormaker"). docs/moving-from-mm2.md tells how.',
  ]
}

interface Result {
  readonly name: string
  readonly clusters: ReadonlyMap<string, ClusterSpec>
  readonly flows: ReadonlyMap<string, FlowSpec>
  readonly ledger: Ledger
}

function reportOn({ name, clusters, flows, ledger }: Result): ImportReport {
  const settings = ledger.rows()
  const count = (outcome: Outcome): number => settings.filter((row) => row.outcome === outcome).length
  return {
    format_version: '1.0',
    file: name,
    clusters: [...clusters.keys()],
    flows: [...flows.keys()],
    summary: {
      mapped: count('mapped'),
      different: count('different'),
      unsupported: count('unsupported'),
      ignored: count('ignored'),
    },
    settings,
    tasks: ledger.tasks,
    notices: ledger.notices,
  }
}
