// The control topic: what was applied, by whom, and what agents say of it. There is no state file: this topic
// on the target is the state. It is compacted, one partition, and holds JSON by JSON key; a null value ends an
// entry. Agents run what is written here, not what was merged.

import * as z from 'zod'
import type { NewRecord } from '../kafka/cluster.ts'
import { flowSpec } from '../topology/model.ts'

export const controlTopic = 'strait.control.internal'

/** Where a plan came from. `dirty`: files of the topology differed from the commit. */
export const revision = z.strictObject({
  commit: z.string().nullable(),
  dirty: z.boolean(),
  author: z.string().nullable(),
  appliedBy: z.string().nullable(),
})

export const flowEntry = z.strictObject({
  kind: z.literal('flow'),
  name: z.string(),
  /** The name of the topology that applied it; absent for one without a name. */
  topology: z.string().optional(),
  /** `stopped` entries stay, so that agents let go of a flow that was removed. */
  state: z.enum(['running', 'paused', 'stopped']),
  spec: flowSpec,
  /** The source by its own id: another topology may call it by another name. */
  sourceClusterId: z.string().optional(),
  revision,
  appliedAt: z.string(),
  /**
   * Topics and partition counts that the flow selected when it was applied: only these begin at `spec.start`;
   * what appears later begins at its first record, or `latest` would be a silent gap.
   */
  initialTopics: z.record(z.string(), z.number().int()).optional(),
  /**
   * What the flow is known by to Kafka: in transactional ids, positions, gaps and its agents' group. Its first name;
   * it stays when the flow is renamed, so that a renamed flow is fenced and counted like the same flow. Absent: `name`.
   */
  identity: z.string().optional(),
  /** The present name of a flow that was renamed; this entry is what is left of its former one. */
  movedTo: z.string().optional(),
  /** How people write the flow, where that is not `flow.NAME`: as `module.region["eu"].flow.orders`. */
  address: z.string().optional(),
  /** The commit that lifted `protect`, where one did; null where it was applied outside of git. */
  protectionLifted: z.strictObject({ commit: z.string().nullable() }).optional(),
  /** What it depended on when it was applied, by address: it ends before that does. Absent where nothing did. */
  dependsOn: z.array(z.string()).optional(),
})

/** A thing that apply created or took over, so that its owner is known and guards outlive the HCL block. */
export const managedEntry = z.strictObject({
  kind: z.literal('managed'),
  address: z.string(),
  /** The flow's identity, or `nobodysFlow`. */
  flow: z.string(),
  /** Of the topology that made it; where its flow has an entry, that one says whose both are. */
  topology: z.string().optional(),
  protect: z.boolean(),
  /** The topic's own id, once it is there: a later topic of that name is another one. */
  topicId: z.string().optional(),
  /** The configs that Strait last set on the topic: what differs from them was changed by someone else. */
  configs: z.record(z.string(), z.string()).optional(),
  /** Of a group: the partitions, by remote topic, that Strait committed for it. */
  commits: z.record(z.string(), z.array(z.number().int())).optional(),
  /** Of an ACL: the block that declared it, and what that depended on, where the topology has any dependencies. */
  block: z.string().optional(),
  dependsOn: z.array(z.string()).optional(),
})

/** Stands for the flow of what a block of the topology declares by itself. No flow is called so. */
export const nobodysFlow = ''

/** Only one apply at a time: the newest entry by offset with an unexpired beat holds the lease. */
export const leaseEntry = z.strictObject({
  kind: z.literal('lease'),
  holder: z.string(),
  operation: z.string(),
  /** Of the topology that is applied, where it has a name. */
  topology: z.string().optional(),
  /** When the holder took it. */
  since: z.string().optional(),
  beatAt: z.string(),
  expiresAt: z.string(),
})

/** Source offsets [start, end) that will never arrive on the target, and why. */
export const gapEntry = z.strictObject({
  kind: z.literal('gap'),
  flow: z.string(),
  topic: z.string(),
  partition: z.number().int(),
  start: z.number().int(),
  end: z.number().int(),
  reason: z.string(),
  /** A halted partition waits for a person; a recorded gap was stepped over by policy. */
  action: z.enum(['halted', 'recorded', 'dead_lettered']),
  at: z.string(),
})

/** What an agent cannot get past by itself, and tries again until somebody mends it. */
export const agentTrouble = z.strictObject({
  /** As ST350; null where it has none. */
  code: z.string().nullable(),
  message: z.string(),
  /** How many wait for it; 0 where none does. */
  partitions: z.number().int(),
})

/** An agent's report on one flow, rewritten every few seconds. */
export const agentEntry = z.strictObject({
  kind: z.literal('agent'),
  flow: z.string(),
  agent: z.string(),
  at: z.string(),
  state: z.enum(['starting', 'running', 'draining', 'stopped', 'fenced', 'failed']),
  message: z.string().nullable(),
  /** Hash of the applied spec that it runs. */
  specHash: z.string(),
  partitions: z.number().int(),
  halted: z.number().int(),
  waiting: z.number().int().default(0),
  troubles: z.array(agentTrouble).readonly().default([]),
  lagRecords: z.number().int(),
  recordsTotal: z.number().int(),
  bytesTotal: z.number().int(),
  bytesUntouched: z.number().int(),
  recordsPerSecond: z.number(),
  bytesPerSecond: z.number(),
})

export const controlEntry = z.discriminatedUnion('kind', [
  flowEntry,
  managedEntry,
  leaseEntry,
  gapEntry,
  agentEntry,
])

export type Revision = z.infer<typeof revision>
export type FlowEntry = z.infer<typeof flowEntry>
export type ManagedEntry = z.infer<typeof managedEntry>
export type LeaseEntry = z.infer<typeof leaseEntry>
export type GapEntry = z.infer<typeof gapEntry>
export type AgentTrouble = z.infer<typeof agentTrouble>
export type AgentEntry = z.infer<typeof agentEntry>
export type ControlEntry = z.infer<typeof controlEntry>

/** What a flow is known by to Kafka. */
export function identityOf({ identity, name }: Pick<FlowEntry, 'identity' | 'name'>): string {
  return identity ?? name
}

/** The type of the groups that agents join. */
export const agentsProtocol = 'strait'

/** The group on the target that the agents of a flow join. */
export function agentsGroup(identity: string): string {
  return `strait.${identity}`
}

/** The record that puts an entry into the control topic. */
export function controlRecord(entry: ControlEntry): NewRecord {
  return { partition: 0, key: Buffer.from(controlKey(entry)), value: Buffer.from(JSON.stringify(entry)) }
}

/** The record key under which an entry lives; the newest record of a key is the entry. */
export function controlKey(entry: ControlEntry): string {
  switch (entry.kind) {
    case 'flow':
      return JSON.stringify(['flow', entry.name])
    case 'managed':
      return managedKey(entry.address)
    case 'lease':
      return JSON.stringify(['lease'])
    case 'gap':
      return JSON.stringify(['gap', entry.flow, entry.topic, entry.partition, entry.start])
    case 'agent':
      return JSON.stringify(['agent', entry.flow, entry.agent])
  }
}

/** The record key of a managed thing's entry. */
export function managedKey(address: string): string {
  return JSON.stringify(['managed', address])
}

/**
 * Folds the topic's records, oldest first, into the live entries. A record that a newer Strait wrote and this
 * one cannot read is left out, never guessed at.
 */
export function foldControl(records: Iterable<{ key: Buffer | null; value: Buffer | null }>): ControlEntry[] {
  const entries = new Map<string, ControlEntry>()
  for (const { key, value } of records) {
    if (key === null) continue
    const name = key.toString('utf8')
    const entry = value === null ? undefined : parseEntry(value)
    if (entry === undefined) entries.delete(name)
    else entries.set(name, entry)
  }
  return [...entries.values()]
}

function parseEntry(value: Buffer): ControlEntry | undefined {
  try {
    return controlEntry.safeParse(JSON.parse(value.toString('utf8'))).data
  } catch {
    return undefined
  }
}
