// Clusters and flows → mm2.properties: the way back. MirrorMaker, started with it, copies the same topics under the
// same names. Secrets stay references, which Kafka's own config providers resolve.

import { StraitError } from '../errors/strait-error.ts'
import { patternProblems } from '../topology/filters/pattern-problems.ts'
import type { ClusterSpec, FlowSpec, SecretRef } from '../topology/model.ts'

export interface Mm2Export {
  /** ISO-8859-1, as Java reads it. */
  readonly properties: string
  /** What MirrorMaker does otherwise or not at all. */
  readonly notices: readonly string[]
}

type Setting = readonly [key: string, value: string | number | boolean]

/** Throws ST235 for what MirrorMaker has no words for: names by a template, patterns with a comma. */
export function writeMm2(
  clusters: Readonly<Record<string, ClusterSpec>>,
  flows: readonly FlowSpec[],
): Mm2Export {
  const notices = new Set<string>()
  const used = Object.values(clusters).filter(({ name }) =>
    flows.some(({ source, target }) => source === name || target === name),
  )
  const blocks: readonly (readonly Setting[])[] = [
    [['clusters', used.map(({ name }) => name).join(', ')]],
    providersOf(used),
    ...used.map((cluster) => clusterSettings(cluster, notices)),
    ...flows.map((flow) => flowSettings(flow, flows, notices)),
  ]
  const text = blocks
    .filter((block) => block.length > 0)
    .map((block) =>
      block.map(([key, value]) => `${escapeKey(key)} = ${escapeValue(String(value))}\n`).join(''),
    )
  return {
    properties: `# Written by strait export --mm2. Secrets are references, and nothing of them is here.\n\n${text.join('\n')}`,
    notices: [...notices],
  }
}

function providersOf(clusters: readonly ClusterSpec[]): Setting[] {
  const secrets = clusters.flatMap(secretsOf)
  const names = [
    ...(secrets.some((secret) => 'env' in secret) ? ['env'] : []),
    ...(secrets.some((secret) => 'file' in secret) ? ['directory'] : []),
  ]
  const provider = { env: 'EnvVarConfigProvider', directory: 'DirectoryConfigProvider' } as const
  if (names.length === 0) return []
  return [
    ['config.providers', names.join(', ')],
    ...names.map(
      (name): Setting => [
        `config.providers.${name}.class`,
        `org.apache.kafka.common.config.provider.${provider[name as keyof typeof provider]}`,
      ],
    ),
  ]
}

function secretsOf({ tls = {}, sasl }: ClusterSpec): SecretRef[] {
  const { keyPassword, keystorePassword, truststorePassword } = tls
  return [keyPassword, keystorePassword, truststorePassword, sasl?.password].filter(
    (secret) => secret !== undefined,
  )
}

function referenceTo(secret: SecretRef): string {
  if ('env' in secret) return `\${env:${secret.env}}`
  const end = secret.file.lastIndexOf('/')
  return `\${directory:${end < 0 ? '.' : secret.file.slice(0, end)}:${secret.file.slice(end + 1)}}`
}

const modules = { plain: 'plain.PlainLoginModule' } as const

function clusterSettings(cluster: ClusterSpec, notices: Set<string>): Setting[] {
  const { name, bootstrap, tls, sasl } = cluster
  const protocol = `${sasl === undefined ? '' : 'SASL_'}${tls === undefined ? 'PLAINTEXT' : 'SSL'}`
  const settings: Setting[] = [['bootstrap.servers', bootstrap.join(',')]]
  if (protocol !== 'PLAINTEXT') settings.push(['security.protocol', protocol])
  if (sasl !== undefined) {
    const module = sasl.mechanism === 'plain' ? modules.plain : 'scram.ScramLoginModule'
    const username = sasl.username.replaceAll(/["\\]/g, '\\$&')
    settings.push(
      ['sasl.mechanism', sasl.mechanism.toUpperCase()],
      [
        'sasl.jaas.config',
        `org.apache.kafka.common.security.${module} required username="${username}" password="${referenceTo(sasl.password)}";`,
      ],
    )
  }
  return [...settings, ...tlsSettings(cluster, notices)].map(([key, value]) => [`${name}.${key}`, value])
}

function tlsSettings({ name, tls = {} }: ClusterSpec, notices: Set<string>): Setting[] {
  const secret = (key: string, ref: SecretRef | undefined): Setting[] =>
    ref === undefined ? [] : [[key, referenceTo(ref)]]
  const text = (key: string, value: string | undefined): Setting[] =>
    value === undefined ? [] : [[key, value]]
  if (tls.serverName !== undefined) {
    notices.add(
      `Cluster ${name}: MirrorMaker checks certificates for the address that it connects to, and not for "${tls.serverName}".`,
    )
  }
  const identity = tls.certFile !== undefined && tls.keyFile !== undefined
  const both = identity && tls.certFile === tls.keyFile ? tls.certFile : `${name}-client.pem`
  if (identity && tls.certFile !== tls.keyFile) {
    notices.add(`Java reads key and certificates from one file: cat ${tls.keyFile} ${tls.certFile} > ${both}`)
  }
  return [
    ...text('ssl.truststore.type', tls.caFile === undefined ? undefined : 'PEM'),
    ...text('ssl.truststore.location', tls.caFile ?? tls.truststoreFile),
    ...secret('ssl.truststore.password', tls.truststorePassword),
    ...text('ssl.keystore.type', identity ? 'PEM' : undefined),
    ...text('ssl.keystore.location', identity ? both : tls.keystoreFile),
    ...secret('ssl.keystore.password', tls.keystorePassword),
    ...secret('ssl.key.password', tls.keyPassword),
  ]
}

function flowSettings(flow: FlowSpec, all: readonly FlowSpec[], notices: Set<string>): Setting[] {
  tellDifferences(flow, notices)
  const { source, target, configs, acls, offsets, heartbeats, checkpoints, offsetSyncs } = flow
  const settings: Setting[] = [
    ['enabled', true],
    ['topics', listOf(flow.topics.include, flow, notices)],
    ['topics.exclude', listOf(flow.topics.exclude, flow, notices)],
    ['groups', listOf(flow.groups.include, flow, notices)],
    ['groups.exclude', listOf(flow.groups.exclude, flow, notices)],
    ...namingSettings(flow),
    ['replication.factor', flow.replicationFactor],
    ['refresh.topics.interval.seconds', secondsOf(flow.refreshIntervalMs)],
    ['sync.topic.configs.enabled', configs.sync],
    ['config.properties.exclude', listOf(configs.exclude, flow, notices)],
    ['sync.topic.acls.enabled', acls.sync],
    ['sync.group.offsets.enabled', offsets.sync],
    ['sync.group.offsets.interval.seconds', secondsOf(offsets.intervalMs)],
    ['emit.checkpoints.enabled', checkpoints.emit],
    ['emit.checkpoints.interval.seconds', secondsOf(checkpoints.intervalMs)],
    ['emit.heartbeats.enabled', heartbeats.emit],
    ['emit.heartbeats.interval.seconds', secondsOf(heartbeats.intervalMs)],
    ['emit.offset-syncs.enabled', offsetSyncs.emit],
    // MirrorMaker refuses a location for syncs that it does not write.
    ...(offsetSyncs.emit ? [['offset-syncs.topic.location', offsetSyncs.location] as const] : []),
  ]
  const hasOpposite = all.some((other) => other.source === target && other.target === source)
  return [
    ...settings.map(([key, value]): Setting => [`${source}->${target}.${key}`, value]),
    ...(hasOpposite || heartbeats.emit
      ? []
      : [[`${target}->${source}.emit.heartbeats.enabled`, false] as const]),
  ]
}

function namingSettings({ name, naming }: FlowSpec): Setting[] {
  const kind = 'org.apache.kafka.connect.mirror'
  switch (naming.kind) {
    case 'prefix':
      return [
        ['replication.policy.class', `${kind}.DefaultReplicationPolicy`],
        ['replication.policy.separator', naming.separator],
      ]
    case 'identity':
      return [['replication.policy.class', `${kind}.IdentityReplicationPolicy`]]
    case 'template':
      throw new StraitError(
        'ST235',
        `flow "${name}" names topics by a template, and MirrorMaker knows prefixes only: it would copy everything anew, under other names`,
        { facts: { flow: name } },
      )
  }
}

function secondsOf(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000))
}

function listOf(patterns: readonly string[], { name }: FlowSpec, notices: Set<string>): string {
  for (const pattern of patterns) {
    if (pattern.includes(',')) {
      throw new StraitError(
        'ST235',
        `flow "${name}": MirrorMaker cuts lists at commas, and would cut ${JSON.stringify(pattern)}; write it without one`,
        { facts: { flow: name, pattern } },
      )
    }
    const problem = patternProblems(pattern).find(({ summary }) => summary.includes('Java'))
    if (problem !== undefined)
      notices.add(`Flow ${name}: check ${JSON.stringify(pattern)}: ${problem.summary}`)
  }
  return patterns.map(withOwnFlags).join(',')
}

/** MirrorMaker joins its lists to one pattern, in which flags of one part would count for all that come after it. */
function withOwnFlags(pattern: string): string {
  const [, flags, rest] = /^\(\?([a-zA-Z]+)\)(.*)$/s.exec(pattern) ?? []
  return flags === undefined ? pattern : `(?${flags}:${rest})`
}

function tellDifferences({ name, target, delivery, limits, start }: FlowSpec, notices: Set<string>): void {
  if (delivery === 'exactly_once') {
    notices.add(
      `Flow ${name} is exactly once. MirrorMaker is not, unless ${target}.exactly.once.source.support = enabled, and then for read_committed consumers.`,
    )
  }
  if (limits.bytesPerSecond !== undefined)
    notices.add(`Flow ${name} has a limit. MirrorMaker has none: set a quota for its user on the brokers.`)
  if (typeof start === 'object' || start === 'latest')
    notices.add(`Flow ${name}: topics that were never copied begin at their first record in MirrorMaker.`)
}

function escapeKey(text: string): string {
  return escapeValue(text).replaceAll(/[=: ]/g, '\\$&')
}

/** Trailing white space counts in Java, leading does not, and what is not ASCII is written as \uNNNN. */
function escapeValue(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/^ /, '\\ ')
}
