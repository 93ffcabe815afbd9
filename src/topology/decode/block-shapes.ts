// What each block of the language may hold. This table is the language reference: suggestions, decoding and the
// mapping to the model's names all read it.

import { namingFinding } from '../rules/naming-template.ts'
import { bytes, interval, start } from './quantity-readers.ts'
import { bool, listOf, number, refuse, scalar, text } from './readers.ts'
import { clusterReference, groupsReference, secret, topicsReference } from './reference-readers.ts'
import type { AttributeShape, BlockShape, Reader } from './shape.ts'
import { addresses, path, patterns, principal } from './text-readers.ts'

/** One of a few words; the model knows which. */
const word = text

const naming: Reader = (value, site) => {
  const written = scalar('"prefix", "identity" or a template', (each) =>
    typeof each === 'string' ? each : undefined,
  )(value, site)
  if (typeof written !== 'string') return undefined
  const finding = namingFinding(written, site)
  return finding === undefined ? written : refuse(site, finding)
}

/** Kafka writes them in capitals, people as they like. */
const kafkaWord: Reader = (value, site) => {
  const written = text(value, site)
  return typeof written === 'string' ? written.toLowerCase() : written
}

const kafkaWords = listOf(['an', 'operation', 'operations'], kafkaWord)

/** Kafka's own range, and -1 for the target's default. */
const replicas: Reader = (value, site) => {
  const factor = number(value, site)
  if (typeof factor !== 'number' || factor === -1 || (factor >= 1 && factor <= 32_767)) return factor
  return refuse(site, {
    code: 'ST154',
    summary: `"${site.name}" cannot be ${factor}`,
    detail: 'Write how many replicas a remote topic has, or -1 for the default of the target’s brokers.',
    subject: site.expression.range,
  })
}

export const clusterShape: BlockShape = {
  meta: ['for_each'],
  attributes: {
    bootstrap: required('bootstrap', addresses),
    cluster_id: optional('clusterId', text),
  },
  blocks: {
    tls: block('tls', {
      ca_file: optional('caFile', path),
      cert_file: optional('certFile', path),
      key_file: optional('keyFile', path),
      key_password: optional('keyPassword', secret),
      keystore_file: optional('keystoreFile', path),
      keystore_password: optional('keystorePassword', secret),
      truststore_file: optional('truststoreFile', path),
      truststore_password: optional('truststorePassword', secret),
      server_name: optional('serverName', text),
    }),
    sasl: block('sasl', {
      mechanism: required('mechanism', word),
      username: required('username', text),
      password: required('password', secret),
    }),
  },
}

/** Of topics: what is included has to be said, so that nothing is copied by accident. */
export const topicsShape: BlockShape = {
  attributes: {
    include: required('include', patterns),
    exclude: optional('exclude', patterns),
    default_excludes: optional('defaultExcludes', bool),
  },
  blocks: {},
}

export const groupsShape: BlockShape = {
  attributes: {
    include: optional('include', patterns),
    exclude: optional('exclude', patterns),
    default_excludes: optional('defaultExcludes', bool),
  },
  blocks: {},
}

export const aclShape: BlockShape = {
  meta: ['for_each', 'depends_on'],
  attributes: {
    cluster: required('cluster', clusterReference),
    principal: required('principal', principal),
    host: optional('host', text),
    permission: optional('permission', kafkaWord),
    operations: required('operations', kafkaWords),
    resource_type: required('resourceType', kafkaWord),
    resource_name: optional('resourceName', text),
    pattern_type: optional('patternType', kafkaWord),
  },
  blocks: {},
}

export const flowShape: BlockShape = {
  meta: ['for_each', 'depends_on'],
  required: ['topics'],
  attributes: {
    source: required('source', clusterReference),
    target: required('target', clusterReference),
    naming: optional('naming', naming),
    separator: optional('separator', text),
    topics: optional('topicsFilter', topicsReference),
    groups: optional('groupsFilter', groupsReference),
    start: optional('start', start),
    delivery: optional('delivery', word),
    on_gap: optional('onGap', word),
    on_poison: optional('onPoison', word),
    engine: optional('engine', word),
    replication_factor: optional('replicationFactor', replicas),
    refresh_interval: optional('refreshIntervalMs', interval),
  },
  blocks: {
    topics: { key: 'topics', shape: topicsShape },
    groups: { key: 'groups', shape: groupsShape },
    configs: block('configs', {
      sync: optional('sync', bool),
      exclude: optional('exclude', patterns),
      default_excludes: optional('defaultExcludes', bool),
      steps_above: optional('stepsAboveBytes', bytes),
    }),
    acls: block('acls', { sync: optional('sync', bool) }),
    offsets: block('offsets', {
      sync: optional('sync', bool),
      interval: optional('intervalMs', interval),
      on_conflict: optional('onConflict', word),
    }),
    heartbeats: block('heartbeats', {
      emit: optional('emit', bool),
      interval: optional('intervalMs', interval),
    }),
    checkpoints: block('checkpoints', {
      emit: optional('emit', bool),
      interval: optional('intervalMs', interval),
    }),
    offset_syncs: block('offsetSyncs', {
      emit: optional('emit', bool),
      location: optional('location', word),
    }),
    limits: block('limits', { bytes_per_second: optional('bytesPerSecond', bytes) }),
    lifecycle: block('lifecycle', {
      protect: optional('protect', bool),
      ignore_changes: optional('ignoreChanges', patterns),
      drift: optional('drift', word),
    }),
  },
}

function required(key: string, read: Reader): AttributeShape {
  return { key, read, required: true }
}

function optional(key: string, read: Reader): AttributeShape {
  return { key, read }
}

function block(key: string, attributes: BlockShape['attributes']) {
  return { key, shape: { attributes, blocks: {} } }
}
