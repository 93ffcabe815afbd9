// The names that MirrorMaker's own classes know, read out of the connect-mirror 4.3.0 jar; a test holds this table
// against it. What is not here is not read by anyone, whatever it looks like.

/** MirrorClientConfig: what a connection is made of, read for a cluster as `us.` or for all without prefix. */
export const clientNames: ReadonlySet<string> = new Set([
  'bootstrap.servers',
  'security.protocol',
  ...ssl([
    'cipher.suites enabled.protocols endpoint.identification.algorithm engine.factory.class key.password',
    'keymanager.algorithm keystore.certificate.chain keystore.key keystore.location keystore.password',
    'keystore.type protocol provider secure.random.implementation trustmanager.algorithm',
    'truststore.certificates truststore.location truststore.password truststore.type',
  ]),
  ...sasl([
    'client.callback.handler.class jaas.config kerberos.kinit.cmd kerberos.min.time.before.relogin',
    'kerberos.service.name kerberos.ticket.renew.jitter kerberos.ticket.renew.window.factor',
    'login.callback.handler.class login.class login.connect.timeout.ms login.read.timeout.ms',
    'login.refresh.buffer.seconds login.refresh.min.period.seconds login.refresh.window.factor',
    'login.refresh.window.jitter login.retry.backoff.max.ms login.retry.backoff.ms mechanism',
    'oauthbearer.assertion.algorithm oauthbearer.assertion.claim.aud',
    'oauthbearer.assertion.claim.exp.seconds oauthbearer.assertion.claim.iss',
    'oauthbearer.assertion.claim.jti.include oauthbearer.assertion.claim.nbf.seconds',
    'oauthbearer.assertion.claim.sub oauthbearer.assertion.file oauthbearer.assertion.private.key.file',
    'oauthbearer.assertion.private.key.passphrase oauthbearer.assertion.template.file',
    'oauthbearer.client.credentials.client.id oauthbearer.client.credentials.client.secret',
    'oauthbearer.clock.skew.seconds oauthbearer.expected.audience oauthbearer.expected.issuer',
    'oauthbearer.header.urlencode oauthbearer.jwks.endpoint.refresh.ms',
    'oauthbearer.jwks.endpoint.retry.backoff.max.ms oauthbearer.jwks.endpoint.retry.backoff.ms',
    'oauthbearer.jwks.endpoint.url oauthbearer.jwt.retriever.class oauthbearer.jwt.validator.class',
    'oauthbearer.scope oauthbearer.scope.claim.name oauthbearer.sub.claim.name',
    'oauthbearer.token.endpoint.url',
  ]),
])

/** The union of the three connectors' ConfigDefs without the client names above: read without prefix too. */
const ownNames: readonly string[] = [
  'admin.timeout.ms checkpoints.topic.replication.factor config.action.reload config.properties.exclude',
  'config.property.filter.class config.providers connector.class connector.plugin.version',
  'consumer.poll.timeout.ms emit.checkpoints.enabled emit.checkpoints.interval.seconds',
  'emit.heartbeats.enabled emit.heartbeats.interval.seconds emit.offset-syncs.enabled enabled',
  'errors.log.enable errors.log.include.messages errors.retry.delay.max.ms errors.retry.timeout',
  'errors.tolerance forwarding.admin.class group.filter.class groups groups.exclude header.converter',
  'header.converter.plugin.version heartbeats.replication.enabled heartbeats.topic.replication.factor',
  'key.converter key.converter.plugin.version metric.names.formats metric.reporters name',
  'offset-syncs.topic.location offset-syncs.topic.replication.factor offset.lag.max predicates',
  'refresh.groups.enabled refresh.groups.interval.seconds refresh.topics.enabled',
  'refresh.topics.interval.seconds replication.factor replication.policy.class',
  'replication.policy.internal.topic.separator.enabled replication.policy.separator',
  'source.cluster.alias sync.group.offsets.enabled sync.group.offsets.interval.seconds',
  'sync.topic.acls.enabled sync.topic.acls.interval.seconds sync.topic.configs.enabled',
  'sync.topic.configs.interval.seconds target.cluster.alias tasks.max tasks.max.enforce',
  'topic.filter.class topics topics.exclude transforms value.converter value.converter.plugin.version',
].flatMap((line) => line.split(' '))

/** Names that connectors read without a prefix. `bootstrap.servers` is not among them: a cluster has to be named. */
export const connectorNames: ReadonlySet<string> = new Set([
  ...ownNames,
  ...[...clientNames].filter((name) => name !== 'bootstrap.servers'),
])

/** Names that connectors read only as `A->B.`: Connect's framework and the filters ask for them. */
export const pairNames: ReadonlySet<string> = new Set([
  'exactly.once.support',
  'offsets.storage.topic',
  'topic.creation.groups',
  'transaction.boundary',
  'transaction.boundary.interval.ms',
  'use.defaults.from',
])

/** Of MirrorMaker before 4.0, with what they are called now. */
export const removedNames: ReadonlyMap<string, string> = new Map([
  ['topics.blacklist', 'topics.exclude'],
  ['groups.blacklist', 'groups.exclude'],
  ['config.properties.blacklist', 'config.properties.exclude'],
])

/** Settings of MirrorMaker before 4.0 that nothing stands for any more. */
export const retiredNames: ReadonlySet<string> = new Set([
  'add.source.alias.to.metrics',
  'use.incremental.alter.configs',
])

/** Read for a worker without prefix; every other setting of a worker needs its target before it. */
export const workerPrefixes: readonly string[] = [
  'offset.storage',
  'config.storage',
  'status.storage',
  'key.converter',
  'value.converter',
  'header.converter',
  'task',
  'worker',
  'replication.policy',
]

/** Settings of a Connect worker that people write for MirrorMaker. */
export const workerNames: ReadonlySet<string> = new Set([
  ...['access.control.allow.methods', 'access.control.allow.origin', 'client.id', 'connect.protocol'],
  ...['connector.client.config.override.policy', 'exactly.once.source.support', 'group.id'],
  ...['heartbeat.interval.ms', 'listeners', 'metadata.max.age.ms', 'offset.flush.interval.ms'],
  ...['offset.flush.timeout.ms', 'plugin.discovery', 'plugin.path', 'rebalance.timeout.ms'],
  ...['request.timeout.ms', 'retry.backoff.ms', 'scheduled.rebalance.max.delay.ms', 'session.timeout.ms'],
  ...['transaction.boundary', 'transactional.id', 'worker.sync.timeout.ms', 'worker.unsync.backoff.ms'],
  ...['offset.storage.topic', 'offset.storage.partitions', 'offset.storage.replication.factor'],
  ...['config.storage.topic', 'config.storage.replication.factor', 'status.storage.topic'],
  ...['status.storage.partitions', 'status.storage.replication.factor', 'metrics.recording.level'],
])

function ssl(lines: readonly string[]): string[] {
  return prefixed('ssl', lines)
}

function sasl(lines: readonly string[]): string[] {
  return prefixed('sasl', lines)
}

function prefixed(prefix: string, lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split(' ').map((name) => `${prefix}.${name}`))
}
