// What MirrorMaker's own MirrorMakerConfig makes of flat properties: which pairs of clusters run, and the settings
// that a pair's connectors and worker end up with. The order in which one setting beats another is theirs to the
// letter (MirrorMakerConfig.java 4.3); a test asks the real class about every case of the corpus.

import { clientNames, connectorNames, workerPrefixes } from './mm2-names.ts'
import { isTrue, type Setting, type Settings } from './setting.ts'

export interface Pair {
  readonly source: string
  readonly target: string
}

/** Aliases in the order in which they are written, each once. */
export function aliasesOf(properties: Settings): string[] {
  const text = properties.get('clusters')?.value.trim() ?? ''
  return text === '' ? [] : [...new Set(text.split(/\s*,\s*/))]
}

/** Pairs that MirrorMaker starts anything for: flows that run, and pairs that only emit heartbeats. */
export function clusterPairs(properties: Settings): Pair[] {
  const aliases = aliasesOf(properties)
  return aliases
    .flatMap((source) => aliases.map((target) => ({ source, target })))
    .filter((pair) => pair.source !== pair.target)
    .filter((pair) => isStarted(properties, pair))
}

/** Whether records are copied: the pair's connectors are started, and they read that they are on. */
export function runs(properties: Settings, pair: Pair): boolean {
  return isStarted(properties, pair) && isTrue(switchOf(properties, pair), false)
}

/** What turns a pair on. Without a setting of its own, connectors read the common one. */
export function switchOf(properties: Settings, { source, target }: Pair): Setting | undefined {
  return properties.get(`${source}->${target}.enabled`) ?? properties.get('enabled')
}

/**
 * By Java's Boolean.parseBoolean of the text as it is: white space behind `true` makes it false. The connectors, which
 * trim it, are started all the same while heartbeats are on.
 */
function isStarted(properties: Settings, pair: Pair): boolean {
  const own = properties.get(`${pair.source}->${pair.target}.enabled`)
  return own?.value.toLowerCase() === 'true' || emitsHeartbeats(properties, pair)
}

function emitsHeartbeats(properties: Settings, { source, target }: Pair): boolean {
  const own = properties.get(`${source}->${target}.emit.heartbeats.enabled`)
  const setting = own ?? properties.get('emit.heartbeats.enabled')
  return setting === undefined || setting.value.toLowerCase() === 'true'
}

/** Settings of one cluster without its prefix; what is said for all clusters, and for its clients, filled in. */
export function clusterSettings(properties: Settings, alias: string): Settings {
  const settings = new Map(withPrefix(properties, `${alias}.`, ''))
  for (const name of clientNames) {
    const own = settings.get(name)
    if (own !== undefined) fillIn(settings, name, own)
  }
  for (const name of clientNames) {
    const common = properties.get(name)
    if (common === undefined) continue
    fillIn(settings, name, common)
    if (!settings.has(name)) settings.set(name, common)
  }
  return settings
}

const clients = ['producer', 'consumer', 'admin']

function fillIn(settings: Map<string, Setting>, name: string, setting: Setting): void {
  for (const client of clients) {
    const key = `${client}.${name}`
    if (!settings.has(key)) settings.set(key, setting)
  }
}

/** Settings of the three connectors of a pair. */
export function connectorSettings(properties: Settings, { source, target }: Pair): Settings {
  return new Map([
    ...[...properties].filter(([name]) => connectorNames.has(name)),
    ...withPrefix(properties, 'config.providers', 'config.providers'),
    ...withPrefix(properties, 'replication.policy', 'replication.policy'),
    ...ofCluster('source', clusterSettings(properties, source)),
    ...ofCluster('target', clusterSettings(properties, target)),
    ...withPrefix(properties, `${source}->${target}.`, ''),
  ])
}

function ofCluster(side: 'source' | 'target', settings: Settings): (readonly [string, Setting])[] {
  return [...settings].map(([name, setting]) => {
    const isOfClient = clients.some((client) => name.startsWith(client))
    return [`${side}.${isOfClient ? '' : 'cluster.'}${name}`, setting]
  })
}

/** Settings of the Connect worker at the target, which writes the records. */
export function workerSettings(properties: Settings, { target }: Pair): Settings {
  return new Map([
    ...clusterSettings(properties, target),
    ...workerPrefixes.flatMap((prefix) => withPrefix(properties, prefix, prefix)),
    ...withPrefix(properties, 'config.providers', 'config.providers'),
  ])
}

/** The settings whose names begin with `prefix`, which `replacement` stands in for. */
function withPrefix(
  properties: Settings,
  prefix: string,
  replacement: string,
): (readonly [string, Setting])[] {
  return [...properties]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, setting]) => [replacement + name.slice(prefix.length), setting])
}
