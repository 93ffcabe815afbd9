// Which secret may go to which brokers, and how. A topology says `password = env("US_PASSWORD")` next to `bootstrap`, so whoever
// may edit one could send the secret elsewhere by editing the other. Bindings stand outside the topology and are asked
// before a secret is read; what is not bound is not read, and nothing is connected.
//
// A binding also lists the names that env() may ask for: a secret that no binding names belongs to nobody.

import { StraitError } from '../errors/strait-error.ts'
import type { ClusterSpec, SecretRef } from '../topology/model.ts'
import {
  type FileReader,
  formatTransport,
  isTransportWord,
  readTransport,
  type Transport,
  transportOf,
  type Weakness,
  weaknessOf,
} from './secret-transport.ts'

/** One use that a secret is meant for. */
export interface Binding extends Transport {
  /** `host`, `host:port`, or `*.domain` with or without a port; lower case. */
  readonly hosts: readonly string[]
  /** Where there are any, the cluster block must pin one of them as its `cluster_id`. */
  readonly clusterIds: readonly string[]
}

/**
 * By the secret's name: that of the variable, or `file:` and the path as the topology writes it. A use has to be one of
 * the list as a whole, so that the weak way to one cluster is no way to another.
 */
export type SecretBindings = ReadonlyMap<string, readonly Binding[]>

/** Lines (or pieces between semicolons) of `NAME = host, host:port, cluster:ID, …`; `#` begins a remark. Throws ST611. */
export function parseSecretBindings(text: string): SecretBindings {
  const lines = text.split(/[\n;]/).map((line) => line.replace(/#.*/, '').trim())
  const read = lines.filter((line) => line !== '').map(readLine)
  return byName(read)
}

function readLine(line: string): readonly [string, Binding] {
  const at = line.indexOf('=')
  const name = line.slice(0, Math.max(0, at)).trim()
  const items = line
    .slice(at + 1)
    .split(/[\s,]+/)
    .filter((item) => item !== '')
  if (name === '' || items.length === 0) throw unreadable(line)
  return [name, bindingOf(items, line)]
}

/** Every secret of the clusters bound to the uses that it has there. `read` is asked for the files of authorities. */
export function bindingsFrom(clusters: readonly ClusterSpec[], read: FileReader): SecretBindings {
  return byName(
    clusters.flatMap((cluster) =>
      secretRefsOf(cluster).map((ref) => [secretName(ref), useOf(ref, cluster, read)] as const),
    ),
  )
}

function byName(uses: readonly (readonly [string, Binding])[]): SecretBindings {
  const grouped = Map.groupBy(uses, ([name]) => name)
  return new Map([...grouped].map(([name, all]) => [name, all.map(([, use]) => use)]))
}

function useOf(ref: SecretRef, cluster: ClusterSpec, read: FileReader): Binding {
  const { bootstrap, clusterId, sasl } = cluster
  const isLogin = sasl !== undefined && secretName(sasl.password) === secretName(ref)
  return {
    hosts: bootstrap.map(lower),
    clusterIds: clusterId === undefined ? [] : [clusterId],
    ...transportOf(cluster, isLogin, read),
  }
}

/** As `parseSecretBindings` reads it. */
export function formatSecretBindings(bindings: SecretBindings): string {
  return [...bindings]
    .flatMap(([name, uses]) => uses.map((use) => `${name} = ${wordsOf(use).join(', ')}`))
    .join('\n')
}

function wordsOf(use: Binding): string[] {
  return [...use.hosts, ...use.clusterIds.map((id) => `cluster:${id}`), ...formatTransport(use)]
}

export interface Bound {
  readonly bindings: SecretBindings
  /** Asked for the files of authorities. */
  readonly read: FileReader
}

/**
 * Throws ST610, naming secret, cluster and what is not meant, where no binding of the secret is for this use of it. The
 * fact `path` is its place in the model.
 */
export function assertBound(ref: SecretRef, cluster: ClusterSpec, { bindings, read }: Bound): void {
  const refusal = refusalOf(ref, cluster, { bindings, read })
  if (refusal === undefined) return
  const { path, what, ...facts } = refusal
  const at = `cluster.${cluster.name}${path}`
  throw new StraitError('ST610', `cluster "${cluster.name}" ${what}`, {
    facts: { secret: secretName(ref), cluster: cluster.name, path: at, ...facts },
  })
}

interface Refusal {
  readonly what: string
  /** Below the cluster's place in the model. */
  readonly path: string
  readonly host?: string
}

function refusalOf(ref: SecretRef, cluster: ClusterSpec, { bindings, read }: Bound): Refusal | undefined {
  const written = 'env' in ref ? `env("${ref.env}")` : `secret_file("${ref.file}")`
  const uses = bindings.get(secretName(ref)) ?? []
  if (uses.length === 0) {
    const what = `asks for ${written}, and no secret binding names it; nothing was connected`
    return { what, path: placeOfSecret(ref, cluster) }
  }
  const hosts = uses.flatMap((use) => use.hosts)
  const host = cluster.bootstrap.find((address) => !isMeantFor(hosts, address))
  if (host !== undefined) {
    const what = `would send ${written} to ${host}, but that secret is bound to ${[...new Set(hosts)].join(', ')}; nothing was connected`
    return { what, path: '.bootstrap', host }
  }
  const now = useOf(ref, cluster, read)
  for (const address of cluster.bootstrap) {
    const meant = uses.filter((use) => isMeantFor(use.hosts, address))
    const refusal = otherUse(now, meant, written)
    if (refusal !== undefined) return { what: refusal.what, path: placeOf(refusal.where, cluster) }
  }
  return undefined
}

/** Where a use is none of those that are meant for its host, how it is another one. */
function otherUse(now: Binding, meant: readonly Binding[], written: string) {
  const sameId = meant.filter(
    ({ clusterIds }) => clusterIds.length === 0 || clusterIds.includes(now.clusterIds[0] ?? ''),
  )
  if (sameId.length === 0) {
    const ids = meant.flatMap((use) => use.clusterIds).join(' or ')
    const what = `uses ${written}, which is bound to cluster id ${ids}; write that as its cluster_id. Nothing was connected`
    return { what, where: 'clusterId' } as const
  }
  const weaknesses = sameId.map((use) => weaknessOf(now, use))
  const [first] = weaknesses
  if (first === undefined || weaknesses.includes(undefined)) return undefined
  const { what, where, word } = first
  return {
    what: `would send ${written} ${what}; nothing was connected. Where it is meant, the binding has to say ${word}`,
    where,
  }
}

function placeOf(where: Weakness['where'] | 'clusterId', { tls }: ClusterSpec): string {
  if (where === 'clusterId') return '.clusterId'
  if (where === 'mechanism') return '.sasl.mechanism'
  if (where === 'tls' || tls === undefined) return ''
  if (where === 'serverName') return '.tls.serverName'
  const file = (['caFile', 'truststoreFile'] as const).find((each) => tls[each] !== undefined)
  return file === undefined ? '.tls' : `.tls.${file}`
}

function placeOfSecret(ref: SecretRef, { sasl, tls }: ClusterSpec): string {
  if (sasl?.password === ref) return '.sasl.password'
  const kinds = ['keyPassword', 'keystorePassword', 'truststorePassword'] as const
  return `.tls.${kinds.find((kind) => tls?.[kind] === ref) ?? ''}`
}

/** The references of a cluster, whatever they open: files on disk too are opened only for who is bound. */
export function secretRefsOf({ sasl, tls }: ClusterSpec): SecretRef[] {
  return [sasl?.password, tls?.keyPassword, tls?.keystorePassword, tls?.truststorePassword].filter(
    (ref) => ref !== undefined,
  )
}

function secretName(ref: SecretRef): string {
  return 'env' in ref ? ref.env : `file:${ref.file}`
}

function bindingOf(items: readonly string[], line: string): Binding {
  const isId = (item: string): boolean => item.startsWith('cluster:')
  const ids = items.filter(isId).map((item) => item.slice('cluster:'.length))
  const transport = readTransport(items.filter(isTransportWord))
  const hosts = items.filter((item) => !isId(item) && !isTransportWord(item)).map(lower)
  const isHost = (host: string): boolean =>
    /^(\*\.)?[a-z0-9._-]+(:\d{1,5})?$|^\[[0-9a-f:]+\](:\d{1,5})?$/.test(host)
  if (transport === undefined || hosts.length === 0 || !hosts.every(isHost) || ids.includes(''))
    throw unreadable(line)
  return { hosts, clusterIds: ids, ...transport }
}

/** A binding without a port is for every port; `*.` stands for one or more labels. */
function isMeantFor(hosts: readonly string[], bootstrap: string): boolean {
  const address = lower(bootstrap)
  return hosts.some((host) => {
    const asked = /:\d+$/.test(host) ? address : address.replace(/:\d+$/, '')
    return host.startsWith('*.')
      ? asked.endsWith(host.slice(1)) && asked.length > host.length - 1
      : asked === host
  })
}

function lower(text: string): string {
  return text.toLowerCase()
}

function unreadable(line: string): StraitError {
  return new StraitError(
    'ST611',
    `the secret binding "${line}" cannot be read; write NAME = host, host:port, *.domain, cluster:ID, and how it may get there: ca:SHA256, ca:public, plaintext, server-name:NAME, sasl:MECHANISM`,
  )
}
