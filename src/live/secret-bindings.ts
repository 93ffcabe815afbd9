// Which secret may go to which brokers. A topology says `password = env("US_PASSWORD")` next to `bootstrap`, so whoever
// may edit one could send the secret elsewhere by editing the other. Bindings stand outside the topology and are asked
// before a secret is read; what is not bound is not read, and nothing is connected.
//
// A binding also lists the names that env() may ask for: a secret that no binding names belongs to nobody.

import { StraitError } from '../errors/strait-error.ts'
import type { ClusterSpec, SecretRef } from '../topology/model.ts'

export interface Binding {
  /** `host`, `host:port`, or `*.domain` with or without a port; lower case. */
  readonly hosts: readonly string[]
  /** Where there are any, the cluster block must pin one of them as its `cluster_id`. */
  readonly clusterIds: readonly string[]
}

/** By the secret's name: that of the variable, or `file:` and the path as the topology writes it. */
export type SecretBindings = ReadonlyMap<string, Binding>

/** Lines (or pieces between semicolons) of `NAME = host, host:port, cluster:ID`; `#` begins a remark. Throws ST611. */
export function parseSecretBindings(text: string): SecretBindings {
  const bindings = new Map<string, Binding>()
  for (const line of text.split(/[\n;]/).map((line) => line.replace(/#.*/, '').trim())) {
    if (line === '') continue
    const at = line.indexOf('=')
    const name = line.slice(0, Math.max(0, at)).trim()
    const items = line
      .slice(at + 1)
      .split(/[\s,]+/)
      .filter((item) => item !== '')
    if (name === '' || items.length === 0) throw unreadable(line)
    if (bindings.has(name))
      throw new StraitError('ST611', `the secret ${name} is bound twice; write one line for it`)
    bindings.set(name, bindingOf(items, line))
  }
  return bindings
}

/** Every secret of the clusters bound to the brokers that it is used for there, and to their ids where all pin one. */
export function bindingsFrom(clusters: readonly ClusterSpec[]): SecretBindings {
  const users = Map.groupBy(
    clusters.flatMap((cluster) => secretsOf(cluster).map((name) => ({ name, cluster }))),
    ({ name }) => name,
  )
  return new Map([...users].map(([name, used]) => [name, bindingTo(used.map(({ cluster }) => cluster))]))
}

function bindingTo(clusters: readonly ClusterSpec[]): Binding {
  const hosts = new Set(clusters.flatMap(({ bootstrap }) => bootstrap.map(lower)))
  const ids = clusters.map(({ clusterId }) => clusterId).filter((id) => id !== undefined)
  return { hosts: [...hosts], clusterIds: ids.length === clusters.length ? [...new Set(ids)] : [] }
}

/** As `parseSecretBindings` reads it. */
export function formatSecretBindings(bindings: SecretBindings): string {
  return [...bindings]
    .map(([name, { hosts, clusterIds }]) => {
      return `${name} = ${[...hosts, ...clusterIds.map((id) => `cluster:${id}`)].join(', ')}`
    })
    .join('\n')
}

/** Throws ST610, naming secret, cluster and host, where the secret is not bound to every broker of `bootstrap`. */
export function assertBound(ref: SecretRef, cluster: ClusterSpec, bindings: SecretBindings): void {
  const name = secretName(ref)
  const written = 'env' in ref ? `env("${ref.env}")` : `secret_file("${ref.file}")`
  const facts = { secret: name, cluster: cluster.name }
  const binding = bindings.get(name)
  if (binding === undefined) {
    throw new StraitError(
      'ST610',
      `cluster "${cluster.name}" asks for ${written}, and no secret binding names it; nothing was connected`,
      { facts },
    )
  }
  const stranger = cluster.bootstrap.find(
    (address) => !binding.hosts.some((host) => isMeant(host, lower(address))),
  )
  if (stranger !== undefined) {
    throw new StraitError(
      'ST610',
      `cluster "${cluster.name}" would send ${written} to ${stranger}, but that secret is bound to ${binding.hosts.join(', ') || 'no host'}; nothing was connected`,
      { facts: { ...facts, host: stranger } },
    )
  }
  if (binding.clusterIds.length > 0 && !binding.clusterIds.includes(cluster.clusterId ?? '')) {
    throw new StraitError(
      'ST610',
      `cluster "${cluster.name}" uses ${written}, which is bound to cluster id ${binding.clusterIds.join(' or ')}; write that as its cluster_id. Nothing was connected`,
      { facts },
    )
  }
}

/** The references of a cluster, whatever they open: files on disk too are opened only for who is bound. */
export function secretRefsOf({ sasl, tls }: ClusterSpec): SecretRef[] {
  return [sasl?.password, tls?.keyPassword, tls?.keystorePassword, tls?.truststorePassword].filter(
    (ref) => ref !== undefined,
  )
}

function secretsOf(cluster: ClusterSpec): string[] {
  return secretRefsOf(cluster).map(secretName)
}

function secretName(ref: SecretRef): string {
  return 'env' in ref ? ref.env : `file:${ref.file}`
}

function bindingOf(items: readonly string[], line: string): Binding {
  const ids = items.filter((item) => item.startsWith('cluster:')).map((item) => item.slice('cluster:'.length))
  const hosts = items.filter((item) => !item.startsWith('cluster:')).map(lower)
  const isHost = (host: string): boolean =>
    /^(\*\.)?[a-z0-9._-]+(:\d{1,5})?$|^\[[0-9a-f:]+\](:\d{1,5})?$/.test(host)
  if (hosts.length === 0 || !hosts.every(isHost) || ids.includes('')) throw unreadable(line)
  return { hosts, clusterIds: ids }
}

/** A binding without a port is for every port; `*.` stands for one or more labels. */
function isMeant(host: string, address: string): boolean {
  const withoutPort = address.replace(/:\d+$/, '')
  const asked = /:\d+$/.test(host) ? address : withoutPort
  return host.startsWith('*.')
    ? asked.endsWith(host.slice(1)) && asked.length > host.length - 1
    : asked === host
}

function lower(text: string): string {
  return text.toLowerCase()
}

function unreadable(line: string): StraitError {
  return new StraitError(
    'ST611',
    `the secret binding "${line}" cannot be read; write NAME = host, host:port, *.domain, cluster:ID`,
  )
}
