// The validated topology: what a directory of HCL means, after every rule has passed. One set of zod schemas;
// schemas/topology.schema.json is generated from them. Flow specs are written to the control topic as they
// stand here, so they hold references to secrets and never a secret.

import * as z from 'zod'

/** Where a secret is to be read, at connection time, by the process that connects. */
export const secretRef = z.union([z.strictObject({ env: z.string() }), z.strictObject({ file: z.string() })])

export const clusterSpec = z.strictObject({
  name: z.string(),
  bootstrap: z.array(z.string().regex(/^.+:\d{1,5}$/)).min(1),
  /** Refuse to act when the brokers report another id. */
  clusterId: z.string().optional(),
  tls: z
    .strictObject({
      caFile: z.string().optional(),
      certFile: z.string().optional(),
      keyFile: z.string().optional(),
      keyPassword: secretRef.optional(),
      keystoreFile: z.string().optional(),
      keystorePassword: secretRef.optional(),
      truststoreFile: z.string().optional(),
      truststorePassword: secretRef.optional(),
      serverName: z.string().optional(),
    })
    .optional(),
  sasl: z
    .strictObject({
      mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']),
      username: z.string(),
      password: secretRef,
    })
    .optional(),
})

/** RE2 patterns, full match, exclude wins. */
export const patternSet = z.strictObject({
  include: z.array(z.string()),
  exclude: z.array(z.string()),
})

export const naming = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('prefix'), separator: z.string() }),
  z.strictObject({ kind: z.literal('identity') }),
  /** `${source}` and `${topic}` are replaced; `${topic}` must occur. */
  z.strictObject({ kind: z.literal('template'), template: z.string() }),
])

export const flowSpec = z.strictObject({
  name: z.string(),
  source: z.string(),
  target: z.string(),
  naming,
  topics: patternSet,
  groups: patternSet,
  /** Where a topic begins that was never copied; `mirrormaker`: where MirrorMaker stopped, else at the earliest record. */
  start: z.union([
    z.enum(['earliest', 'latest', 'mirrormaker']),
    z.strictObject({ timestampMs: z.number().int() }),
  ]),
  delivery: z.enum(['exactly_once', 'at_least_once']),
  onGap: z.enum(['halt', 'record']),
  onPoison: z.enum(['halt', 'dead_letter']),
  engine: z.enum(['native', 'connect']),
  /** Of new remote topics; -1 takes the target's default. */
  replicationFactor: z.number().int(),
  configs: z.strictObject({
    sync: z.boolean(),
    exclude: z.array(z.string()),
    /** Retention of a remote topic that holds more is cut in steps; 1 GiB when absent. */
    stepsAboveBytes: z.number().int().nonnegative().optional(),
  }),
  acls: z.strictObject({ sync: z.boolean() }),
  offsets: z.strictObject({
    sync: z.boolean(),
    intervalMs: z.number().int().positive(),
    onConflict: z.enum(['never_rewind', 'rewind']),
  }),
  /** MM2's own topics, for Java clients and for moving back. `offsetSyncs` names the cluster that holds them. */
  heartbeats: z.strictObject({ emit: z.boolean(), intervalMs: z.number().int().positive() }),
  checkpoints: z.strictObject({ emit: z.boolean(), intervalMs: z.number().int().positive() }),
  offsetSyncs: z.strictObject({ emit: z.boolean(), location: z.enum(['source', 'target']) }),
  /** How often new topics and partitions are looked for. */
  refreshIntervalMs: z.number().int().positive(),
  limits: z.strictObject({ bytesPerSecond: z.number().int().positive().optional() }),
  lifecycle: z.strictObject({
    protect: z.boolean(),
    /** RE2 patterns, full match, of config keys whose live value on a remote topic is left as it is. */
    ignoreChanges: z.array(z.string()).optional(),
    /** What becomes of a config that someone changed on a remote topic; `revert` when absent. */
    drift: z.enum(['revert', 'report', 'adopt']).optional(),
  }),
})

/** What Kafka has rights on, and the operations that each of them knows (its AclEntry.supportedOperations). */
export const aclOperations = {
  topic: [
    'all',
    'read',
    'write',
    'create',
    'delete',
    'alter',
    'describe',
    'describe_configs',
    'alter_configs',
  ],
  group: ['all', 'read', 'describe', 'delete', 'describe_configs', 'alter_configs'],
  cluster: [
    'all',
    'create',
    'alter',
    'describe',
    'cluster_action',
    'describe_configs',
    'alter_configs',
    'idempotent_write',
  ],
  transactional_id: ['all', 'write', 'describe', 'two_phase_commit'],
  delegation_token: ['all', 'describe'],
  user: ['create_tokens', 'describe_tokens'],
} as const satisfies Record<string, readonly string[]>

/** An `acl` block: one ACL for each of its operations. */
export const aclSpec = z.strictObject({
  name: z.string(),
  cluster: z.string(),
  /** As `User:billing`. */
  principal: z.string().regex(/^[^:]+:.+$/s),
  host: z.string().min(1),
  permission: z.enum(['allow', 'deny']),
  operations: z.array(z.enum([...new Set(Object.values(aclOperations).flat())])).min(1),
  resourceType: z.enum(['topic', 'group', 'cluster', 'transactional_id', 'delegation_token', 'user']),
  resourceName: z.string().min(1),
  patternType: z.enum(['literal', 'prefixed']),
})

/** What apply may delete, by kind. Absent: nothing of that kind. */
export const deletes = z.strictObject({
  topics: z.boolean().optional(),
  acls: z.boolean().optional(),
  internalTopics: z.boolean().optional(),
  groupOffsets: z.boolean().optional(),
  configs: z.boolean().optional(),
})

/** How much one plan may let go of without being told the exact number. */
export const brake = z.strictObject({
  count: z.number().int().nonnegative(),
  percent: z.number().min(0).max(100),
})

/** Flows by their names in the model. */
export const movedFlow = z.strictObject({ from: z.string(), to: z.string() })
export const removedFlow = z.strictObject({ from: z.string(), destroy: z.boolean() })
/** Something that a flow made, as `topic.eu["us.orders"]` names it. */
export const removedThing = z.strictObject({
  type: z.enum(['topic', 'internal_topic', 'acl']),
  cluster: z.string(),
  name: z.string(),
  destroy: z.boolean(),
})
/** Into a named flow, or into the one that writes it on the cluster. */
export const importedTopic = z.union([
  z.strictObject({ to: z.string(), topic: z.string() }),
  z.strictObject({ cluster: z.string(), topic: z.string() }),
])

export const waiver = z.strictObject({
  owner: z.string(),
  reason: z.string(),
  /** The last day on which it holds, UTC, as `2027-01-31`. */
  expires: z.string(),
  /** RE2 patterns, full match, of the addresses that it is about; all when absent. */
  addresses: z.array(z.string()).optional(),
})

/** A rule over each change of a plan. Its expressions are kept as text: they are evaluated when there is a plan. */
export const policy = z.strictObject({
  name: z.string(),
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  /** Which changes it is about; all when absent. */
  when: z.string().optional(),
  condition: z.string(),
  message: z.string(),
  /** What the expressions name, by `var.x` and `local.y`. */
  values: z.record(z.string(), z.unknown()).optional(),
  waivers: z.array(waiver).optional(),
})

/** An `output` block of the root: what the topology hands to whoever reads its plan. */
export const output = z.strictObject({
  /** Plain JSON; absent where it is sensitive. */
  value: z.unknown().optional(),
  sensitive: z.boolean(),
})

export const topology = z.strictObject({
  requiredVersion: z.string().optional(),
  /** What it is called in what it writes: topologies that share a cluster are told apart by it. */
  name: z.string().optional(),
  /** What it was called before: what bears such a name is its own. */
  formerly: z.array(z.string()).optional(),
  clusters: z.record(z.string(), clusterSpec),
  flows: z.record(z.string(), flowSpec),
  acls: z.record(z.string(), aclSpec).optional(),
  /** How people write what is repeated or in a module: `flow.spoke-oslo` → `flow.spoke["oslo"]`. */
  addresses: z.record(z.string(), z.string()).optional(),
  /**
   * What is applied before what, by address: `flow.hub` → `acl.agents`, `module.region["eu"]`. An address without the key
   * of a repeated block or module means all of its instances.
   */
  dependsOn: z.record(z.string(), z.array(z.string())).optional(),
  deletes: deletes.optional(),
  brake: brake.optional(),
  moved: z.array(movedFlow).optional(),
  removed: z.array(removedFlow).optional(),
  removedThings: z.array(removedThing).optional(),
  imports: z.array(importedTopic).optional(),
  policies: z.array(policy).optional(),
  outputs: z.record(z.string(), output).optional(),
})

export type SecretRef = z.infer<typeof secretRef>
export type ClusterSpec = z.infer<typeof clusterSpec>
export type PatternSet = z.infer<typeof patternSet>
export type Naming = z.infer<typeof naming>
export type FlowSpec = z.infer<typeof flowSpec>
export type AclSpec = z.infer<typeof aclSpec>
export type Brake = z.infer<typeof brake>
export type MovedFlow = z.infer<typeof movedFlow>
export type RemovedFlow = z.infer<typeof removedFlow>
export type RemovedThing = z.infer<typeof removedThing>
export type ImportedTopic = z.infer<typeof importedTopic>
export type Waiver = z.infer<typeof waiver>
export type Policy = z.infer<typeof policy>
export type Output = z.infer<typeof output>
export type Topology = z.infer<typeof topology>
