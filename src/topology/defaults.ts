// What holds where a topology says nothing. The excludes are MM2's own defaults; a filter's own excludes are added
// to them, never put in their place, because a forgotten `__.*` would copy the brokers' internals. A filter that
// must not have them says `default_excludes = false`.

import type { AclSpec, Brake, FlowSpec } from './model.ts'

/** MM2's topics.exclude: internal topics, Streams replicas, topics of the brokers. */
export const defaultTopicExcludes: readonly string[] = ['.*[\\-\\.]internal', '.*\\.replica', '__.*']

/** MM2's groups.exclude: console consumers, Connect workers, internal groups. */
export const defaultGroupExcludes: readonly string[] = ['console-consumer-.*', 'connect-.*', '__.*']

/** MM2's config.properties.exclude: what belongs to one cluster only. */
export const defaultConfigExcludes: readonly string[] = [
  'follower\\.replication\\.throttled\\.replicas',
  'leader\\.replication\\.throttled\\.replicas',
  'message\\.timestamp\\.difference\\.max\\.ms',
  'message\\.timestamp\\.type',
  'unclean\\.leader\\.election\\.enable',
  'min\\.insync\\.replicas',
]

/** MM2's separator between a cluster's name and a topic's. */
export const defaultSeparator = '.'

/** Groups that a filter without `include` selects, as in MM2. */
export const defaultGroupInclude: readonly string[] = ['.*']

/** What one plan may let go of without being told the number: a typo in a filter takes more than that. */
export const brakeDefaults: Brake = { count: 100, percent: 50 }

/** Retention of a remote topic that holds more than this is cut in steps. */
export const stepsAboveBytesDefault: number = 1024 ** 3

/** Everything of a flow that may be left out, except its filters and naming. */
export const flowDefaults: Omit<
  FlowSpec,
  'name' | 'source' | 'target' | 'naming' | 'topics' | 'groups' | 'configs'
> = {
  start: 'earliest',
  delivery: 'exactly_once',
  onGap: 'halt',
  onPoison: 'halt',
  engine: 'native',
  replicationFactor: -1,
  acls: { sync: false },
  offsets: { sync: true, intervalMs: 5000, onConflict: 'never_rewind' },
  heartbeats: { emit: true, intervalMs: 1000 },
  checkpoints: { emit: true, intervalMs: 5000 },
  offsetSyncs: { emit: true, location: 'source' },
  refreshIntervalMs: 30_000,
  limits: {},
  lifecycle: { protect: false },
}

/** Everything of an ACL that may be left out. Of the resource `cluster` there is one, and this is its name. */
export const aclDefaults: Pick<AclSpec, 'host' | 'permission' | 'patternType'> = {
  host: '*',
  permission: 'allow',
  patternType: 'literal',
}
export const clusterResource = 'kafka-cluster'
