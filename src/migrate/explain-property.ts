// What became of a property that no part of the mapping spoke about: beaten by another, meant for something Strait
// does otherwise, or never read by MirrorMaker at all, which is where typos hide.

import { didYouMean } from '../std/did-you-mean.ts'
import { explainName, explainOfPair, explainRole } from './explain-keys.ts'
import { different, ignored, type Verdict } from './mirror-setup.ts'
import {
  clientNames,
  connectorNames,
  pairNames,
  removedNames,
  retiredNames,
  workerNames,
  workerPrefixes,
} from './mm2-names.ts'
import { aliasesOf, runs } from './resolve-pairs.ts'
import type { Setting, Settings } from './setting.ts'

/** `properties`: the last setting of each name, which is the one that counts. */
export function explainProperty(setting: Setting, properties: Settings): Verdict {
  if (setting.value.startsWith('->')) return brokenPair(setting)
  const last = properties.get(setting.key)
  if (last !== undefined && last !== setting) {
    return ignored(`line ${last.line} sets it again, and the last one counts`)
  }
  const { key } = setting
  const aliases = aliasesOf(properties)
  const arrow = key.indexOf('->')
  if (arrow > 0) return explainPair(key, aliases, properties)
  const alias = longest(aliases.filter((one) => key.startsWith(`${one}.`)))
  if (alias !== undefined) return explainOfCluster(alias, key.slice(alias.length + 1))
  return explainBare(key, aliases, properties)
}

/** Of `us` and `us.west`, both of which a key may begin with. */
function longest(aliases: readonly string[]): string | undefined {
  return aliases.toSorted((one, other) => other.length - one.length)[0]
}

/** `us -> eu.enabled = true` */
function brokenPair({ key, value }: Setting): Verdict {
  const rest = /^->\s*([^\s=:]*)/.exec(value)?.[1] ?? ''
  return ignored('Java ends a name at white space, and nobody reads this one', `${key}->${rest}`)
}

function explainPair(key: string, aliases: readonly string[], properties: Settings): Verdict {
  const pairs = aliases.flatMap((source) => aliases.map((target) => `${source}->${target}`))
  const pair = longest(pairs.filter((one) => key.startsWith(`${one}.`)))
  if (pair === undefined) return strangerPair(key, aliases)
  const name = key.slice(pair.length + 1)
  const [source = '', target = ''] = pair.split('->')
  if (source === target) return ignored('a cluster is not mirrored to itself')
  if (name === 'enabled') {
    return runs(properties, { source, target })
      ? { outcome: 'mapped', note: 'the pair is a flow' }
      : ignored(
          `the pair is off${properties.get(key)?.value.trim().toLowerCase() === 'true' ? ': white space stands behind "true" and its heartbeats are off, so that Java reads false' : ''}`,
        )
  }
  if (name === 'emit.heartbeats.enabled' && !runs(properties, { source, target }))
    return different(
      'it says whether MirrorMaker runs this pair for heartbeats only; a flow emits those of both directions',
    )
  if (isForWorker(name)) {
    return ignored('the worker does not read it with a pair before it', `${target}.${name}`)
  }
  const known = explainOfPair(name, properties.get(key)?.value)
  if (known !== undefined) return known
  if (connectorNames.has(name) || removedNames.has(name)) {
    if (!runs(properties, { source, target })) return ignored(`${pair} is not enabled, so there is no flow`)
    return ignored('another setting beats it')
  }
  return unknown(name, `${pair}.`, [...connectorNames, ...pairNames])
}

function isForWorker(name: string): boolean {
  if (connectorNames.has(name) || pairNames.has(name)) return false
  return workerNames.has(name) || /^(?:offset|config|status)\.(?:storage|flush)\./.test(name)
}

function strangerPair(key: string, aliases: readonly string[]): Verdict {
  const [, source = '', target = '', rest = ''] = /^(.+?)->([^.]+)(.*)$/.exec(key) ?? []
  const near = (name: string, other?: string): string | undefined => {
    const left = aliases.filter((alias) => alias !== other)
    return left.includes(name) ? name : didYouMean(name, left)
  }
  const nearSource = near(source.trim())
  const nearTarget = near(target.trim(), nearSource)
  const suggestion =
    nearSource === undefined || nearTarget === undefined ? undefined : `${nearSource}->${nearTarget}${rest}`
  return ignored('"clusters" names no such pair', suggestion)
}

function explainOfCluster(alias: string, name: string): Verdict {
  const client = /^(?:consumer|producer|admin)\.(.+)$/.exec(name)?.[1]
  if (client !== undefined) return explainRole(client)
  if (/^sasl\./.test(name) && !/^sasl\.(?:mechanism|jaas\.config)$/.test(name)) {
    return different('only other ways of logging in read it (Kerberos, OAuth, classes of your own)')
  }
  if (clientNames.has(name)) return different('another setting of this cluster decides')
  const known = workerNames.has(name) || !connectorNames.has(name) ? explainName(name) : undefined
  if (known !== undefined) return known
  if (workerNames.has(name)) return different('belongs to Kafka Connect, which Strait does not use')
  if (connectorNames.has(name) || removedNames.has(name) || pairNames.has(name)) {
    return ignored(
      `with a cluster before it nobody reads it: MirrorMaker reads "${name}" and "${alias}->….${name}"`,
    )
  }
  return unknown(name, `${alias}.`, [...clientNames, ...workerNames])
}

function explainBare(key: string, aliases: readonly string[], properties: Settings): Verdict {
  if (key === 'clusters') return { outcome: 'mapped', note: 'each is a cluster block' }
  if (clientNames.has(key) && key !== 'bootstrap.servers') return ignored('every cluster has its own')
  if (key === 'enabled') return explainSwitch(aliases, properties)
  if (/^(?:consumer|producer|admin|source|target)\./.test(key)) {
    return ignored('MirrorMaker reads it only with a cluster before it', suggestCluster(aliases, key))
  }
  if (removedNames.has(key))
    return ignored(`MirrorMaker calls it ${removedNames.get(key)} now, and another setting beats it`)
  const known = explainName(key)
  if (known !== undefined && (connectorNames.has(key) || isReadBare(key))) {
    const near = workerNames.has(key) || connectorNames.has(key) ? undefined : didYouMean(key, connectorNames)
    return near === undefined ? known : unknown(key, '', [...connectorNames])
  }
  if (connectorNames.has(key))
    return ignored('every flow that runs has a setting of its own that beats it, or there is none')
  if (workerNames.has(key) || key === 'bootstrap.servers') {
    return ignored('MirrorMaker reads it only with a cluster before it', suggestCluster(aliases, key))
  }
  if (pairNames.has(key) || known !== undefined) {
    return ignored('MirrorMaker reads it only with a pair before it', suggestPair(aliases, key))
  }
  return unknown(key, '', [...connectorNames, 'clusters', 'config.providers', ...workerNames])
}

function isReadBare(key: string): boolean {
  return (
    workerPrefixes.some((prefix) => key.startsWith(prefix)) ||
    /^(?:config\.providers|listeners|rest\.|dedicated\.|admin\.listeners)/.test(key)
  )
}

/** Pairs without a setting of their own run by it. */
function explainSwitch(aliases: readonly string[], properties: Settings): Verdict {
  const pairs = aliases.flatMap((source) =>
    aliases.filter((target) => target !== source).map((target) => ({ source, target })),
  )
  return pairs.some(
    (pair) => !properties.has(`${pair.source}->${pair.target}.enabled`) && runs(properties, pair),
  )
    ? { outcome: 'mapped', note: 'every pair without a setting of its own is a flow' }
    : ignored('every pair has a setting of its own, or it turns none on', suggestPair(aliases, 'enabled'))
}

function suggestCluster([alias]: readonly string[], key: string): string | undefined {
  return alias === undefined ? undefined : `${alias}.${key}`
}

function suggestPair([source, target]: readonly string[], key: string): string | undefined {
  return source === undefined || target === undefined ? undefined : `${source}->${target}.${key}`
}

/** `emit.heartbeats` is the beginning of a name, `enable` nearly one. */
function unknown(name: string, prefix: string, names: readonly string[]): Verdict {
  if (retiredNames.has(name)) return ignored('MirrorMaker 4.0 removed this setting')
  const near =
    didYouMean(name, names) ??
    names.find((one) => one.startsWith(`${name}.enabled`)) ??
    names.find((one) => one.startsWith(`${name}.`)) ??
    // `topics.regex`, `topics.whitelist`
    names.find((one) => name.startsWith(`${one}.`))
  return ignored('nobody reads a setting of this name', near === undefined ? undefined : prefix + near)
}
