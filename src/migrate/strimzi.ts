// Strimzi's KafkaMirrorMaker2 resources → what they set up: `clusters` and `connectCluster` of v1beta2, `target` and
// the mirrors' own `source` of v1. The operator runs a connector only where the resource has its section.

import { holdsConnector } from './connectors.ts'
import { explainStrimzi } from './explain-strimzi.ts'
import type { Ledger } from './ledger.ts'
import type { MirrorSetup, SetupCluster, SetupFlow } from './mirror-setup.ts'
import type { Setting, Settings } from './setting.ts'
import { strimziCluster } from './strimzi-cluster.ts'
import { allSettings, at, itemsAt, leavesAt, settingAt, type Tree } from './yaml-tree.ts'

/** Of every KafkaMirrorMaker2 in the file; the ledger says what else there is. */
export function readStrimziSetups(documents: readonly Tree[], file: string, ledger: Ledger): MirrorSetup[] {
  const resources = documents.filter((tree) => settingAt(tree, 'kind')?.value === 'KafkaMirrorMaker2')
  for (const tree of documents) {
    const kind = settingAt(tree, 'kind')?.value
    if (kind !== undefined && kind !== 'KafkaMirrorMaker2' && kind !== 'KafkaConnector') {
      ledger.notice(`The file also holds a resource of kind ${kind}, which was not looked at.`)
    }
  }
  if (resources.length === 0 && !documents.some(holdsConnector) && ledger.problems.length === 0) {
    ledger.refuse(
      { line: 1, file },
      {
        code: 'ST230',
        summary: 'The file holds nothing of MirrorMaker',
        detail:
          'A resource of Strimzi has "kind: KafkaMirrorMaker2", a connector of Kafka Connect a "connector.class"; MirrorMaker’s own file is named *.properties.',
      },
    )
  }
  return resources.flatMap((tree) => readSetup(tree, ledger) ?? [])
}

/** One by one, also where a list holds them. */
export function resourcesIn(trees: readonly Tree[]): readonly Tree[] {
  return trees.flatMap((tree) =>
    settingAt(tree, 'kind')?.value === 'List' ? itemsAt(tree, 'items') : [tree],
  )
}

function readSetup(resource: Tree, ledger: Ledger): MirrorSetup | undefined {
  const spec = at(resource, 'spec')
  const clusters = clustersOf(spec)
  const flows = itemsAt(spec, 'mirrors').flatMap((mirror) => flowOf(mirror, { spec, clusters }, ledger) ?? [])
  if (clusters.size === 0 || itemsAt(spec, 'mirrors').length === 0) {
    ledger.refuse(
      { line: resource.kind === 'leaf' ? resource.setting.line : resource.line },
      {
        code: 'ST231',
        summary: 'The resource has no clusters or no mirrors',
        detail:
          'A KafkaMirrorMaker2 has spec.mirrors, and its clusters in spec.clusters or in spec.target and each mirror’s source.',
      },
    )
    return undefined
  }
  const settings = allSettings(spec)
  return {
    clusters: [...clusters.values()],
    flows,
    providers: providersOf(spec),
    settings,
    explain: (setting) => explainStrimzi(setting, settings),
  }
}

/** By alias; the first of a name counts. */
function clustersOf(spec: Tree | undefined): Map<string, SetupCluster> {
  const target = targetOf(spec)
  const all = [
    ...itemsAt(spec, 'clusters').map((tree) => strimziCluster(tree)),
    ...itemsAt(spec, 'sourceClusters').map((tree) => strimziCluster(tree)),
    ...itemsAt(spec, 'mirrors').flatMap((mirror) => {
      const source = at(mirror, 'source')
      return source === undefined ? [] : [strimziCluster(source)]
    }),
    ...(target === undefined ? [] : [strimziCluster(target, 'target')]),
  ]
  return new Map(
    all
      .toReversed()
      .map((cluster) => [cluster.alias, cluster] as const)
      .toReversed(),
  )
}

function targetOf(spec: Tree | undefined): Tree | undefined {
  return at(spec, 'target') ?? at(spec, 'targetCluster')
}

interface Surroundings {
  readonly spec: Tree | undefined
  readonly clusters: ReadonlyMap<string, SetupCluster>
}

function flowOf(mirror: Tree, { spec, clusters }: Surroundings, ledger: Ledger): SetupFlow | undefined {
  const own = settingAt(mirror, 'sourceCluster') ?? settingAt(mirror, 'source', 'alias')
  const named = settingAt(mirror, 'targetCluster') ?? settingAt(spec, 'connectCluster')
  const target = targetOf(spec)
  const targetAlias =
    named?.value ?? settingAt(target, 'alias')?.value ?? (target === undefined ? undefined : 'target')
  const line = mirror.kind === 'leaf' ? mirror.setting.line : mirror.line
  for (const [alias, setting] of [
    [own?.value, own],
    [targetAlias, named],
  ] as const) {
    if (alias !== undefined && clusters.has(alias)) continue
    ledger.refuse(setting ?? { line }, {
      code: 'ST231',
      summary:
        alias === undefined
          ? 'The mirror names no cluster'
          : `The mirror names a cluster "${alias}" that is not there`,
      detail: 'A mirror goes from one of the resource’s clusters to another.',
    })
    return undefined
  }
  if (own === undefined || targetAlias === undefined) return undefined
  if (own.value === targetAlias) {
    ledger.refuse(own, {
      code: 'ST231',
      summary: `The mirror goes from cluster "${targetAlias}" to itself`,
      detail: 'A mirror goes from one of the resource’s clusters to another.',
    })
    return undefined
  }
  const connector = (section: string): Settings | undefined => connectorOf(mirror, section)
  const state = settingAt(mirror, 'sourceConnector', 'state') ?? settingAt(mirror, 'sourceConnector', 'pause')
  if (state !== undefined && ['paused', 'stopped', 'true'].includes(state.value)) {
    ledger.notice(
      `The source connector on line ${state.line} does not run. An applied flow does: pause it with strait pause.`,
    )
  }
  return {
    source: own.value,
    target: targetAlias,
    named: own,
    sourceConnector: connector('sourceConnector'),
    checkpointConnector: connector('checkpointConnector'),
    heartbeatConnector: connector('heartbeatConnector'),
    oppositeHeartbeats: undefined,
    worker: leavesAt(target, 'config'),
  }
}

const patterns: readonly (readonly [field: string, name: string])[] = [
  ['topicsPattern', 'topics'],
  ['topicsExcludePattern', 'topics.exclude'],
  ['topicsBlacklistPattern', 'topics.blacklist'],
  ['groupsPattern', 'groups'],
  ['groupsExcludePattern', 'groups.exclude'],
  ['groupsBlacklistPattern', 'groups.blacklist'],
]

function connectorOf(mirror: Tree, section: string): Settings | undefined {
  if (at(mirror, section) === undefined) return undefined
  const tasks = settingAt(mirror, section, 'tasksMax')
  const filters = patterns.flatMap(([field, name]) => {
    const setting = settingAt(mirror, field)
    return setting === undefined ? [] : [[name, setting] as const]
  })
  return new Map<string, Setting>([
    ...leavesAt(mirror, section, 'config'),
    ...(tasks === undefined ? [] : [['tasks.max', tasks] as const]),
    ...filters,
  ])
}

/** Config providers of the Connect cluster, wherever the resource has its config. */
function providersOf(spec: Tree | undefined): ReadonlyMap<string, string> {
  const configs = [
    leavesAt(targetOf(spec), 'config'),
    ...itemsAt(spec, 'clusters').map((cluster) => leavesAt(cluster, 'config')),
  ]
  return new Map(
    configs.flatMap((config) =>
      (config.get('config.providers')?.value.split(',') ?? [])
        .map((name) => name.trim())
        .map((name) => [name, config.get(`config.providers.${name}.class`)?.value ?? ''] as const),
    ),
  )
}
