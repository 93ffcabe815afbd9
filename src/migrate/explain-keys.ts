// What becomes of settings that no argument of the topology stands for: what Strait does in their place, or what a
// user loses. Keyed by the names that MirrorMaker's classes read, without prefixes.

import { different, unsupported, type Verdict } from './mirror-setup.ts'
import { clientNames } from './mm2-names.ts'

const framework = different('belongs to Kafka Connect, which Strait does not use')
const metrics = different(
  'strait status and strait lag tell how flows are, also as JSON; agents have no endpoint for metrics yet',
)
const internalReplicas = different(
  'internal topics get up to three replicas, never more than there are brokers',
)
const applied = different(
  'configs and ACLs are compared by plan and set by apply, not on a timer: run both as often as they shall follow',
)
const errorHandling = different(
  'Strait skips nothing: a batch that cannot be copied halts its partition and is reported',
)

const names: Readonly<Record<string, Verdict>> = {
  'tasks.max': different(
    'there are no tasks: one agent fills a core, and more agents share the partitions of a flow',
  ),
  'tasks.max.enforce': framework,
  'offset.lag.max': different('offsets are translated exactly, whatever the distance between offset syncs'),
  'consumer.poll.timeout.ms': different('agents size and time their own requests'),
  'admin.timeout.ms': different('requests have limits of their own'),
  'refresh.groups.enabled': different('groups are looked up each time their offsets are translated'),
  'refresh.groups.interval.seconds': different('groups are looked up each time their offsets are translated'),
  'sync.topic.configs.interval.seconds': applied,
  'sync.topic.acls.interval.seconds': applied,
  'offset-syncs.topic.replication.factor': internalReplicas,
  'checkpoints.topic.replication.factor': internalReplicas,
  'heartbeats.topic.replication.factor': internalReplicas,
  'metric.reporters': metrics,
  'metric.names.formats': metrics,
  'errors.tolerance': errorHandling,
  'errors.retry.timeout': errorHandling,
  'errors.retry.delay.max.ms': errorHandling,
  'errors.log.enable': errorHandling,
  'errors.log.include.messages': errorHandling,
  'errors.deadletterqueue.topic.name': different(
    'MirrorMaker has no dead letters (Connect offers them to sink connectors only); Strait halts and reports',
  ),
  'config.action.reload': framework,
  'connector.class': framework,
  'connector.plugin.version': framework,
  name: framework,
  'key.converter': different('records are copied as the bytes they are'),
  'value.converter': different('records are copied as the bytes they are'),
  'header.converter': different('records are copied as the bytes they are'),
  'key.converter.plugin.version': framework,
  'value.converter.plugin.version': framework,
  'header.converter.plugin.version': framework,
  'exactly.once.support': different('delivery is exactly once unless a flow says otherwise'),
  'exactly.once.source.support': different('delivery is exactly once unless a flow says otherwise'),
  'transaction.boundary': different(
    'Strait is exactly once without transactions, so records are not held back',
  ),
  'transaction.boundary.interval.ms': different(
    'Strait is exactly once without transactions, so records are not held back',
  ),
  'offsets.storage.topic': different('positions are kept in strait.positions.internal on the target'),
  transforms: unsupported('records are copied unchanged: what these transformations do is not done'),
  predicates: unsupported(
    'records are copied unchanged: predicates of transformations have nothing to act on',
  ),
  'topic.creation.groups': unsupported(
    'new remote topics get the source’s partitions and configs; groups of rules for new topics do not exist',
  ),
  'forwarding.admin.class': unsupported(
    'topics and ACLs are changed through Kafka’s own admin requests only, by apply',
  ),
  'client.id': different('Strait’s clients name themselves'),
  'plugin.path': framework,
  'plugin.discovery': framework,
}

/** What a setting of the connectors or the worker means here; undefined where the name is not known. */
export function explainName(name: string): Verdict | undefined {
  if (Object.hasOwn(names, name)) return names[name]
  const [, explanation] = families.find(([shape]) => shape.test(name)) ?? []
  return explanation
}

const tuning = different(
  'agents fill a link without being tuned; batches keep the size and compression that they have on the source',
)

const families: readonly (readonly [RegExp, Verdict])[] = [
  [/^(?:transforms|predicates)\./, unsupported('records are copied unchanged: transformations are not done')],
  [/^topic\.creation\./, unsupported('new remote topics get the source’s partitions and configs')],
  [/^config\.providers(?:\.|$)/, different('secrets are read by env() and secret_file()')],
  [
    /^(?:offset|config|status)\.(?:storage|flush)\./,
    different(
      'Strait keeps its state in strait.control.internal and strait.positions.internal on the target',
    ),
  ],
  [/^(?:key|value|header)\.converter\./, different('records are copied as the bytes they are')],
  [
    /^(?:rest|listeners|admin\.listeners|access\.control|dedicated\.mode)(?:\.|$)/,
    different(
      'agents have no REST interface: they share flows through Kafka’s group coordinator on the target',
    ),
  ],
  [
    /^(?:task|worker|heartbeat|rebalance|session|scheduled\.rebalance|connect\.protocol|connector\.client)(?:\.|$)/,
    framework,
  ],
  [/^errors\./, errorHandling],
  [/^(?:metrics|metric)\./, metrics],
]

/** What a setting of a consumer, producer or admin client means here. */
export function explainClient(name: string): Verdict {
  if (name === 'isolation.level') return different('only committed records are copied, whatever is set')
  if (name === 'client.rack')
    return unsupported('agents read from the leaders of partitions, never from a follower nearby')
  if (name === 'interceptor.classes')
    return unsupported('records are copied unchanged: interceptors do not run')
  return tuning
}

/** What a setting of a pair means wherever it is written; undefined where that depends on the place. */
export function explainOfPair(name: string, value: string | undefined): Verdict | undefined {
  const known = explainName(name)
  if (known !== undefined) return known
  const client = /^(?:source\.|target\.)?(?:consumer|producer|admin)\.(?:override\.)?(.+)$/.exec(name)?.[1]
  if (client !== undefined) return explainRole(client)
  if (/^(?:source|target)\.cluster\./.test(name))
    return unsupported('a cluster has one connection, used by all of its flows')
  if (name !== 'use.defaults.from') return undefined
  return value?.trim() === 'source'
    ? unsupported('configs that the source leaves at its defaults are left at the target’s defaults')
    : { outcome: 'mapped', note: 'the target’s defaults hold here too' }
}

/** A setting of one kind of client: connections are the cluster's, the rest is tuning. */
export function explainRole(name: string): Verdict {
  return clientNames.has(name)
    ? unsupported('a cluster has one connection, used by all of its clients')
    : explainClient(name)
}
