// What a test may choose about a broker, and the server.properties that follows from it. Every broker has three
// listeners: CLIENT (with the chosen security, advertised through the proxy where there is one), INTERNAL
// (plain, never through the proxy: the broker's own transaction markers must not depend on a fault we inject)
// and CONTROLLER.

import type { FaultProxy } from '../proxy/proxy.ts'

export type ListenerSecurity = 'plaintext' | 'tls' | 'sasl_plaintext' | 'sasl_ssl'

export interface User {
  readonly name: string
  readonly password: string
}

export interface BrokerOptions {
  readonly security?: ListenerSecurity
  /** Known to PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512. The first is a super user under the authorizer. */
  readonly users?: readonly User[]
  /** TLS listeners: the broker asks for a client certificate of the same authority. */
  readonly clientCertificates?: boolean
  /** Kafka's own StandardAuthorizer. Super users: the first of `users`, and ANONYMOUS (plain listeners). */
  readonly authorizer?: boolean
  /** Clients are sent through it; it is pointed at the broker here. Closing it stays with the caller. */
  readonly proxy?: FaultProxy
  /** Further server.properties; they win over ours. */
  readonly properties?: Readonly<Record<string, string | number | boolean>>
  readonly heapMiB?: number
  /** Instead of those for a small machine. */
  readonly javaFlags?: readonly string[]
}

export const DEFAULT_USERS: readonly User[] = [{ name: 'strait', password: 'strait-secret' }]

/** The place of one node in its cluster. */
export interface NodePlan {
  readonly nodeId: number
  readonly nodes: number
  readonly voters: string
  readonly clusterId: string
  readonly ports: { readonly client: number; readonly internal: number; readonly controller: number }
  readonly folder: string
}

export interface CertificateFiles {
  readonly caFile: string
  readonly serverFile: string
}

/** The text of server.properties. */
export function serverProperties(plan: NodePlan, options: BrokerOptions, tls?: CertificateFiles): string {
  const all = {
    ...listeners(plan, options),
    ...sizes(plan),
    ...(tls && tlsProperties(tls, options)),
    ...saslProperties(options),
    ...authorizerProperties(options),
    ...options.properties,
  }
  return Object.entries(all)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')
}

const PROTOCOLS = {
  plaintext: 'PLAINTEXT',
  tls: 'SSL',
  sasl_plaintext: 'SASL_PLAINTEXT',
  sasl_ssl: 'SASL_SSL',
} as const

function listeners({ nodeId, voters, ports, folder }: NodePlan, options: BrokerOptions) {
  const { security = 'plaintext', proxy } = options
  const at = (name: string, port: number) => `${name}://127.0.0.1:${port}`
  const own = [at('CLIENT', ports.client), at('INTERNAL', ports.internal), at('CONTROLLER', ports.controller)]
  const advertised = [at('CLIENT', proxy?.port ?? ports.client), at('INTERNAL', ports.internal)]
  return {
    'process.roles': 'broker,controller',
    'node.id': nodeId,
    'controller.quorum.voters': voters,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'INTERNAL',
    listeners: own.join(),
    'advertised.listeners': advertised.join(),
    'listener.security.protocol.map': `CLIENT:${PROTOCOLS[security]},INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT`,
    'log.dirs': `${folder}/data`,
  }
}

/** Small and quick: two brokers of a test file share two cores. */
function sizes({ nodes }: NodePlan) {
  const replicas = Math.min(nodes, 3)
  return {
    'num.network.threads': 2,
    'num.io.threads': 2,
    'num.recovery.threads.per.data.dir': 1,
    'background.threads': 2,
    'auto.create.topics.enable': false,
    'default.replication.factor': replicas,
    'offsets.topic.num.partitions': 1,
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.num.partitions': 1,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': Math.min(replicas, 2),
    'share.coordinator.state.topic.num.partitions': 1,
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'broker.session.timeout.ms': 3000,
    'broker.heartbeat.interval.ms': 500,
    'log.cleaner.dedupe.buffer.size': 4 << 20,
    'log.cleaner.threads': 1,
    'log.retention.check.interval.ms': 1000,
    'log.segment.delete.delay.ms': 1000,
  }
}

function tlsProperties({ caFile, serverFile }: CertificateFiles, { clientCertificates }: BrokerOptions) {
  return {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': serverFile,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': caFile,
    'ssl.client.auth': clientCertificates ? 'required' : 'none',
  }
}

function saslProperties({ security = 'plaintext', users = DEFAULT_USERS }: BrokerOptions) {
  if (!security.startsWith('sasl_')) return {}
  const modules = 'org.apache.kafka.common.security'
  const known = users.map(({ name, password }) => `user_${name}="${password}"`).join(' ')
  return {
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    'listener.name.client.plain.sasl.jaas.config': `${modules}.plain.PlainLoginModule required ${known};`,
    'listener.name.client.scram-sha-256.sasl.jaas.config': `${modules}.scram.ScramLoginModule required;`,
    'listener.name.client.scram-sha-512.sasl.jaas.config': `${modules}.scram.ScramLoginModule required;`,
  }
}

function authorizerProperties({ authorizer, users = DEFAULT_USERS }: BrokerOptions) {
  if (!authorizer) return {}
  const superUsers = ['ANONYMOUS', ...users.slice(0, 1).map(({ name }) => name)]
  return {
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': superUsers.map((name) => `User:${name}`).join(';'),
  }
}
