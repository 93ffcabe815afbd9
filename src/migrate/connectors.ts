// MirrorMaker's connectors as a Connect cluster has them → what they set up. They come as JSON of Connect's REST
// interface (one connector, a list, `GET /connectors?expand=info`), as Strimzi's KafkaConnector, or as a properties
// file of Connect's standalone mode; a flow needs the connectors of its pair together, whatever files they come from.

import { explainConnector } from './explain-connector.ts'
import type { Ledger } from './ledger.ts'
import {
  different,
  ignored,
  type MirrorSetup,
  type SetupCluster,
  type SetupFlow,
  unsupported,
  type Verdict,
} from './mirror-setup.ts'
import { clientNames, connectorNames } from './mm2-names.ts'
import { readFlag } from './read-flag.ts'
import type { Setting, Settings } from './setting.ts'
import { allSettings, at, leavesAt, settingAt, type Tree } from './yaml-tree.ts'

const roles = {
  Source: 'sourceConnector',
  Checkpoint: 'checkpointConnector',
  Heartbeat: 'heartbeatConnector',
} as const
type Role = (typeof roles)[keyof typeof roles]

export interface Connector {
  readonly name: string
  readonly role: Role
  readonly settings: Settings
  /** The setting that names its class. */
  readonly declared: Setting
}

/** Which of MirrorMaker's connectors a class is; undefined for every other class. */
export function roleOf(className: string): Role | undefined {
  const [, kind] = /(?:^|\.)Mirror(Source|Checkpoint|Heartbeat)Connector$/.exec(className.trim()) ?? []
  return kind === undefined ? undefined : roles[kind as keyof typeof roles]
}

/** All of MirrorMaker's connectors in a document, however deep they stand; others are noticed and left alone. */
export function connectorsIn(
  tree: Tree,
  ledger: Ledger,
): { readonly connectors: Connector[]; readonly settings: Setting[] } {
  const strangers = new Set<Setting>()
  const connectors = configsIn(tree, '').flatMap(({ name, settings, declared }) => {
    const role = roleOf(declared.value)
    if (role !== undefined) return [{ name, role, settings, declared }]
    ledger.notice(`Connector "${name}" is none of MirrorMaker's, and was not looked at.`)
    for (const setting of settings.values()) strangers.add(setting)
    return []
  })
  return { connectors, settings: allSettings(tree).filter((setting) => !strangers.has(setting)) }
}

type Config = Omit<Connector, 'role'>

function configsIn(tree: Tree, name: string): Config[] {
  if (tree.kind === 'leaf') return []
  if (tree.kind === 'list') return tree.items.flatMap((item) => configsIn(item, name))
  const declared = settingAt(tree, 'connector.class')
  const own = settingAt(tree, 'name')?.value ?? name
  if (declared !== undefined) return [{ name: own, declared, settings: leavesAt(tree) }]
  if (settingAt(tree, 'kind')?.value === 'KafkaConnector') return resourceConfig(tree)
  return [...tree.entries].flatMap(([key, entry]) => configsIn(entry, settingAt(tree, 'name')?.value ?? key))
}

function resourceConfig(resource: Tree): Config[] {
  const declared = settingAt(resource, 'spec', 'class')
  const name = settingAt(resource, 'metadata', 'name')?.value ?? ''
  const tasks = settingAt(resource, 'spec', 'tasksMax')
  if (declared === undefined) return []
  const settings = leavesAt(resource, 'spec', 'config')
  if (tasks !== undefined) settings.set('tasks.max', tasks)
  return [{ name, declared, settings }]
}

/** Undefined where none of them copies records; the ledger says why. */
export function connectorsSetup(
  connectors: readonly Connector[],
  settings: readonly Setting[],
  ledger: Ledger,
): MirrorSetup | undefined {
  const running = connectors.filter((connector) => isOn(connector, ledger))
  const pairs = Map.groupBy(running, (connector) => JSON.stringify(aliasesOf(connector)))
  const named = [...pairs.values()].filter((pair) => isNamed(pair, ledger))
  const flows = named.flatMap((pair) => flowOf(pair, running, ledger) ?? [])
  const own = new Map(
    connectors.flatMap((connector) =>
      [...connector.settings].map(([name, setting]) => [setting, { connector, name }] as const),
    ),
  )
  const declared = new Set(connectors.map((connector) => connector.declared))
  if (ledger.problems.length > 0) return undefined
  return {
    clusters: clustersOf(named.flat()),
    flows,
    providers: providersIn(settings),
    settings,
    explain: (setting) => {
      const found = own.get(setting)
      if (declared.has(setting)) return { outcome: 'mapped', note: 'it is part of a flow' }
      return found === undefined
        ? different('it describes how the connector runs on Kafka Connect')
        : explainOwn(found.name, setting, { connector: found.connector, running })
    },
  }
}

function isOn({ settings, name }: Connector, ledger: Ledger): boolean {
  const enabled = settings.get('enabled')
  if (enabled === undefined || readFlag(enabled, true, ledger)) return true
  ledger.say(enabled, { outcome: 'mapped', note: 'the connector is switched off, and so it is here' })
  ledger.notice(`Connector "${name}" is switched off: nothing of it is carried over.`)
  return false
}

/** MirrorMaker wants the source's alias, and calls a target without one `target`. */
function aliasesOf({ settings }: Connector): readonly [source: string, target: string] {
  const alias = (side: string): string => settings.get(`${side}.cluster.alias`)?.value.trim() ?? ''
  return [alias('source'), alias('target') || 'target']
}

function isNamed(pair: readonly Connector[], ledger: Ledger): boolean {
  const [first] = pair
  if (first === undefined) return false
  const [source, target] = aliasesOf(first)
  if (source === target) {
    ledger.refuse(first.declared, {
      code: 'ST231',
      summary: `Connector "${first.name}" goes from cluster "${target}" to itself`,
      detail: 'source.cluster.alias and target.cluster.alias are the names of two clusters.',
    })
    return false
  }
  if (source !== '') return true
  ledger.refuse(first.declared, {
    code: 'ST231',
    summary: `Connector "${first.name}" has no source.cluster.alias`,
    detail: 'MirrorMaker’s connectors do not start without it.',
  })
  return false
}

function flowOf(
  pair: readonly Connector[],
  running: readonly Connector[],
  ledger: Ledger,
): SetupFlow | undefined {
  const [first] = pair
  const of = (role: Role): Settings | undefined => pair.find((one) => one.role === role)?.settings
  if (first === undefined) return undefined
  const [source, target] = aliasesOf(first)
  for (const one of pair) {
    if (pair.find(({ role }) => role === one.role) === one) continue
    ledger.refuse(one.declared, {
      code: 'ST231',
      summary: `Two connectors of one kind copy from "${source}" to "${target}"`,
      detail:
        'A pair of clusters is one flow here. Put the topics of both into one connector, or import them one by one and give the flows different names.',
    })
  }
  const sourceConnector = of('sourceConnector')
  if (sourceConnector === undefined) {
    ledger.notice(
      `There is no MirrorSourceConnector from "${source}" to "${target}", and so no flow: name all files of its connectors, or what GET /connectors?expand=info answers.`,
    )
    return undefined
  }
  for (const [role, effect] of [
    ['checkpointConnector', 'group offsets are not translated'],
    ['heartbeatConnector', 'no heartbeats are emitted'],
  ] as const) {
    if (of(role) === undefined)
      ledger.notice(
        `There is no ${role.replace('Connector', '')} connector from "${source}" to "${target}": ${effect}, as long as none runs.`,
      )
  }
  return {
    source,
    target,
    named: sourceConnector.get('source.cluster.alias') ?? first.declared,
    sourceConnector,
    checkpointConnector: of('checkpointConnector'),
    heartbeatConnector: of('heartbeatConnector'),
    oppositeHeartbeats: running.find(
      (one) =>
        one.role === 'heartbeatConnector' && aliasesOf(one)[0] === target && aliasesOf(one)[1] === source,
    )?.settings,
    worker: new Map(),
  }
}

/** Each by its alias, with the connection of the first connector that has its address. */
function clustersOf(connectors: readonly Connector[]): SetupCluster[] {
  const sides = connectors.flatMap(sidesOf)
  const byAlias = Map.groupBy(sides, ({ alias }) => alias)
  return [...byAlias.values()].flatMap(
    (same) => same.find(({ connection }) => connection.has('bootstrap.servers')) ?? same[0] ?? [],
  )
}

function sidesOf(connector: Connector): SetupCluster[] {
  const [source, target] = aliasesOf(connector)
  return [['source', source] as const, ['target', target] as const].map(([side, alias]) => ({
    alias,
    declared: connector.settings.get(`${side}.cluster.alias`) ?? connector.declared,
    connection: new Map(
      [...connector.settings].flatMap(([name, setting]) => {
        const own = name.startsWith(`${side}.cluster.`) ? name.slice(`${side}.cluster.`.length) : ''
        return clientNames.has(own) ? [[own, setting] as const] : []
      }),
    ),
  }))
}

interface Own {
  readonly connector: Connector
  readonly running: readonly Connector[]
}

function explainOwn(name: string, setting: Setting, { connector, running }: Own): Verdict {
  if (!running.includes(connector)) return ignored('the connector is switched off')
  if (/^(?:source|target)\.cluster\.alias$/.test(name))
    return { outcome: 'mapped', note: 'it names a cluster' }
  const connection = /^(?:source|target)\.cluster\.(.+)$/.exec(name)?.[1]
  if (connection !== undefined && clientNames.has(connection))
    return explainConnection(name, setting, { connector, running })
  const writer = /^producer\.override\.(.+)$/.exec(name)?.[1]
  if (writer !== undefined && clientNames.has(writer)) {
    return connector.settings.get(`target.cluster.${writer}`)?.value === setting.value
      ? different('agents write to the target with the connection of its cluster')
      : unsupported('a cluster has one connection, used by all of its clients: check that this is the target')
  }
  if (name.startsWith('consumer.override.'))
    return ignored(
      'Connect reads it for sink connectors only',
      name.replace('consumer.override.', 'source.consumer.'),
    )
  if (clientNames.has(name))
    return ignored('a connector reads it only for one of its clusters', `source.cluster.${name}`)
  if (name.includes('->')) {
    const plain = name.slice(name.indexOf('.') + 1)
    return ignored(
      'a connector reads no pair of clusters before a name',
      connectorNames.has(plain) ? plain : undefined,
    )
  }
  const { suggestion, ...verdict } = explainConnector(connector.role, name, setting.value)
  // Strimzi's sections are no connectors of their own here.
  const near = suggestion?.replace(/^\w+Connector\.config\./, '')
  return near === undefined || near === name ? verdict : { ...verdict, suggestion: near }
}

/** Every connector repeats the connections. */
function explainConnection(name: string, setting: Setting, { connector, running }: Own): Verdict {
  const [side = '', , ...rest] = name.split('.')
  const alias = aliasesOf(connector)[side === 'source' ? 0 : 1]
  const used = clustersOf(running)
    .find((cluster) => cluster.alias === alias)
    ?.connection.get(rest.join('.'))
  return used?.value === setting.value
    ? { outcome: 'mapped', note: 'another connector says the same, and the cluster is written once' }
    : unsupported(
        'another connector of this cluster connects in another way, and a cluster has one connection here',
      )
}

/** Connect's worker knows the classes; the connectors only name the providers. */
function providersIn(settings: readonly Setting[]): ReadonlyMap<string, string> {
  const names = settings.flatMap(({ value }) =>
    [...value.matchAll(/\$\{([^}:]+):[^}]*\}/g)].map(([, name = '']) => name),
  )
  return new Map(names.map((name) => [name, usualClass(name)]))
}

function usualClass(name: string): string {
  if (/^(?:strimzi)?env$/i.test(name)) return 'EnvVarConfigProvider'
  if (/^(?:strimzi)?file$/i.test(name)) return 'FileConfigProvider'
  return /^(?:strimzi)?dir(?:ectory)?$/i.test(name) ? 'DirectoryConfigProvider' : ''
}

/** The one connector of a properties file for connect-standalone. */
export function standaloneConnector(settings: readonly Setting[]): Connector[] {
  const properties: Settings = new Map(settings.map((setting) => [setting.key, setting]))
  const declared = properties.get('connector.class')
  const role = roleOf(declared?.value ?? '')
  if (declared === undefined || role === undefined) return []
  return [{ name: properties.get('name')?.value ?? role, role, settings: properties, declared }]
}

/** Whether a document holds connectors at all. */
export function holdsConnector(tree: Tree): boolean {
  return tree.kind !== 'leaf' && (at(tree, 'connector.class') !== undefined || configsIn(tree, '').length > 0)
}
