// What `status`, `lag` and `groups` answer with --json: the public shapes, from which the tables are rendered
// too. Minor versions add keys; names never change their meaning.

import * as z from 'zod'
import { revision } from '../mirror/control.ts'

export const statusVersion = '1.0'

const count = z.number().int().nonnegative()

/**
 * `ok`: nothing left to copy, or what five seconds of copying take away · `copying`: records are left · `halted`: a partition waits for a person ·
 * `waiting`: something outside keeps partitions from going on, and is tried again · `failed`: no agent runs the flow, and
 * one that did gave it up · `no_agent`: nobody runs the flow · the rest is as it was applied.
 */
export const verdict = z.enum([
  'ok',
  'copying',
  'waiting',
  'halted',
  'failed',
  'no_agent',
  'paused',
  'stopped',
  'not_applied',
])

export const agentStatus = z.object({
  agent: z.string(),
  state: z.enum(['starting', 'running', 'draining', 'stopped', 'fenced', 'failed']),
  /** Reported within the last half minute, by its own clock and that of who looks. */
  live: z.boolean(),
  /** Runs the spec that is applied, and not one before it. */
  in_force: z.boolean(),
  at: z.string(),
  message: z.string().nullable(),
  partitions: count,
  halted: count,
  /** Partitions that cannot go on until something is mended. */
  waiting: count,
  /** What has to be mended, and how many partitions wait for it: 0 where the copy goes on without. */
  troubles: z.array(z.object({ code: z.string().nullable(), message: z.string(), partitions: count })),
  records_total: count,
  bytes_total: count,
  /** Bytes of batches that passed as they were. */
  bytes_untouched: count,
  records_per_second: z.number(),
  bytes_per_second: z.number(),
})

export const flowStatus = z.object({
  flow: z.string(),
  /** The name of the topology that applied it; null for one without a name, and for what is not applied. */
  topology: z.string().nullable(),
  source: z.string(),
  target: z.string(),
  verdict,
  state: z.enum(['running', 'paused', 'stopped']).nullable(),
  /** The directory says something else than what is applied. */
  changed: z.boolean(),
  applied_at: z.string().nullable(),
  revision: revision.nullable(),
  topics: count,
  partitions: count,
  /** Left to copy. */
  lag_records: count,
  lag_bytes: count,
  records_per_second: z.number(),
  bytes_per_second: z.number(),
  gaps: count,
  halted: count,
  waiting: count,
  agents: z.array(agentStatus),
})

export const statusDocument = z.object({
  format_version: z.string(),
  taken_at: z.string(),
  flows: z.array(flowStatus),
  /** Flows that other topologies applied on these clusters, by cluster and topology: nothing else is said of them. */
  other_topologies: z.array(
    z.object({ cluster: z.string(), topology: z.string().nullable(), flows: z.array(z.string()) }),
  ),
})

/** Flows of the directory, by name: nothing of them is copied before an apply. */
const not_applied = z.array(z.string())

const partitionLag = z.object({
  partition: count,
  /** The next source offset to be copied; null where nothing was copied yet. */
  copied_to: count.nullable(),
  source_end: count,
  lag_records: count,
  /** Age of the oldest record that is not on the target; null where it has no usable time. */
  lag_seconds: z.number().nullable(),
})

const topicLag = z.object({
  topic: z.string(),
  remote_topic: z.string(),
  lag_records: count,
  lag_seconds: z.number().nullable(),
  partitions: z.array(partitionLag),
})

export const lagDocument = z.object({
  format_version: z.string(),
  taken_at: z.string(),
  flows: z.array(
    z.object({
      flow: z.string(),
      lag_records: count,
      lag_seconds: z.number().nullable(),
      topics: z.array(topicLag),
    }),
  ),
  not_applied,
})

/**
 * `in_place`: the target has the translated offset · `to_move`: it will be moved there · `ahead`: the target's
 * group is further on · `live`: the target's group has members and is left alone · `waiting`: nothing copied yet ·
 * `no_partition` and `unproven`: there is no place to move to · `before_copy`: others' records lie there ·
 * `recreated`: the source's topic is not the one that was copied.
 */
const groupPartition = z.object({
  topic: z.string(),
  remote_topic: z.string(),
  partition: count,
  source_offset: count,
  target_offset: count.nullable(),
  translated_offset: count.nullable(),
  outcome: z.enum([
    'in_place',
    'to_move',
    'ahead',
    'live',
    'waiting',
    'no_partition',
    'unproven',
    'before_copy',
    'recreated',
  ]),
})

export const groupsDocument = z.object({
  format_version: z.string(),
  taken_at: z.string(),
  flows: z.array(
    z.object({
      flow: z.string(),
      groups: z.array(
        z.object({
          group: z.string(),
          source_state: z.string(),
          target_state: z.string().nullable(),
          partitions: z.array(groupPartition),
        }),
      ),
    }),
  ),
  not_applied,
})

/** Source offsets [start, end) that will never arrive. */
export const gapsDocument = z.object({
  format_version: z.string(),
  taken_at: z.string(),
  flow: z.string(),
  gaps: z.array(
    z.object({
      topic: z.string(),
      partition: count,
      start: count,
      end: count,
      reason: z.string(),
      action: z.enum(['halted', 'recorded', 'dead_lettered']),
      at: z.string(),
    }),
  ),
})

export type Verdict = z.infer<typeof verdict>
export type AgentStatusRow = z.infer<typeof agentStatus>
export type FlowStatusRow = z.infer<typeof flowStatus>
export type StatusDocument = z.infer<typeof statusDocument>
export type LagDocument = z.infer<typeof lagDocument>
export type TopicLag = z.infer<typeof topicLag>
export type PartitionLag = z.infer<typeof partitionLag>
export type GroupsDocument = z.infer<typeof groupsDocument>
export type GapsDocument = z.infer<typeof gapsDocument>
