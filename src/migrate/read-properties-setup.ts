// mm2.properties → what it sets up.

import { explainProperty } from './explain-property.ts'
import type { Ledger } from './ledger.ts'
import type { MirrorSetup, SetupCluster, SetupFlow } from './mirror-setup.ts'
import { clientNames, removedNames } from './mm2-names.ts'
import type { PropertiesFile } from './properties-file.ts'
import { readFlag } from './read-flag.ts'
import {
  aliasesOf,
  clusterPairs,
  clusterSettings,
  connectorSettings,
  type Pair,
  runs,
  switchOf,
  workerSettings,
} from './resolve-pairs.ts'
import type { Settings } from './setting.ts'

const pairsShown = 6
/** Of UTF-8, read as ISO-8859-1. */
const byteOrderMark = '\u00ef\u00bb\u00bf'

/** Undefined where the file says nothing that could be carried over; the ledger says why. */
export function readPropertiesSetup(file: PropertiesFile, ledger: Ledger): MirrorSetup | undefined {
  const properties: Settings = new Map(file.settings.map((setting) => [setting.key, setting]))
  const aliases = aliasesOf(properties)
  const declared = properties.get('clusters')
  if (declared === undefined || aliases.length === 0) {
    ledger.refuse(declared ?? { line: 1 }, {
      code: 'ST231',
      summary: '"clusters" names no cluster',
      detail:
        file.settings[0]?.key.startsWith(byteOrderMark) === true
          ? 'The file begins with a byte order mark, which Java takes for a part of the first name. Save it without.'
          : 'MirrorMaker’s file begins with the aliases of its clusters: clusters = us, eu',
    })
    return undefined
  }
  noteReading(file, ledger)
  const pairs = clusterPairs(properties)
  for (const pair of pairs) readFlag(switchOf(properties, pair), false, ledger)
  const others = pairs.filter((pair) => !runs(properties, pair))
  if (others.length > 0) {
    const shown = others.slice(0, pairsShown).map(({ source, target }) => `${source}->${target}`)
    const more = others.length - shown.length
    const names = more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`
    ledger.notice(
      `MirrorMaker also runs ${names}, for heartbeats only. Here a flow emits the heartbeats of both directions.`,
    )
  }
  return {
    clusters: aliases.map(
      (alias): SetupCluster => ({
        ...{ alias, declared, connection: connectionOf(properties, alias) },
        strayed: file.settings.find(({ key }) => key.endsWith(`.${alias}.bootstrap.servers`)),
      }),
    ),
    flows: pairs
      .filter((pair) => runs(properties, pair))
      .flatMap((pair) => setupFlow(properties, pair, pairs)),
    providers: providersOf(properties),
    settings: file.settings,
    explain: (setting) => explainProperty(setting, properties),
  }
}

function connectionOf(properties: Settings, alias: string): Settings {
  return new Map([...clusterSettings(properties, alias)].filter(([name]) => clientNames.has(name)))
}

function setupFlow(properties: Settings, pair: Pair, pairs: readonly Pair[]): SetupFlow[] {
  const named = switchOf(properties, pair)
  if (named === undefined) return []
  const settings = withRemovedNames(properties, pair)
  const opposite = { source: pair.target, target: pair.source }
  const hasOpposite = pairs.some(
    ({ source, target }) => source === opposite.source && target === opposite.target,
  )
  const flow = {
    ...{ ...pair, named },
    sourceConnector: settings,
    checkpointConnector: settings,
    heartbeatConnector: settings,
    oppositeHeartbeats: hasOpposite ? connectorSettings(properties, opposite) : undefined,
    worker: workerSettings(properties, pair),
  }
  return [flow]
}

/** MirrorMaker 4 drops its old names; files that were written for an older one still mean something by them. */
function withRemovedNames(properties: Settings, pair: Pair): Settings {
  const old = [...removedNames.keys()].flatMap((name) => {
    const setting = properties.get(name)
    return setting === undefined ? [] : ([[name, setting]] as const)
  })
  return new Map([...old, ...connectorSettings(properties, pair)])
}

function providersOf(properties: Settings): ReadonlyMap<string, string> {
  const names = properties.get('config.providers')?.value.split(',') ?? []
  return new Map(
    names
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .map((name) => [name, properties.get(`config.providers.${name}.class`)?.value ?? '']),
  )
}

function noteReading(
  { droppedBackslashes, comments, otherCharacters }: PropertiesFile,
  ledger: Ledger,
): void {
  if (comments.length > 0) {
    ledger.notice(
      `Java knows no comment behind a value: ${onLines(comments)} what begins with # is part of it, and is carried over as such.`,
    )
  }
  if (droppedBackslashes.length > 0) {
    ledger.notice(
      `Java drops a single backslash in a properties file: ${onLines(droppedBackslashes)} MirrorMaker reads no backslash, and so a "." there is any character. It is carried over as MirrorMaker reads it.`,
    )
  }
  if (otherCharacters.length > 0) {
    ledger.notice(
      `Java reads a properties file as ISO-8859-1: ${onLines(otherCharacters)} MirrorMaker reads other characters than an editor shows.`,
    )
  }
}

function onLines(lines: readonly number[]): string {
  return lines.length === 1 ? `on line ${lines[0]}` : `on lines ${lines.join(', ')}`
}
