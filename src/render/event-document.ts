// What `apply --json` and `up --json` print, one object a line, and what the agent's log looks like as JSON: the
// public shapes, in the manner of Terraform's. Minor versions add keys and types; readers skip what they do not know.

import * as z from 'zod'
import { revision } from '../mirror/control.ts'
import { finding } from '../plan/plan-file.ts'
import { actions, risk } from '../plan/resource-change.ts'
import { output } from '../topology/model.ts'

export const eventVersion = '1.0'

const count = z.number().int().nonnegative()
/** Of the event, ISO 8601. */
const at = z.string()
const changed = { at, address: z.string(), actions }

const plannedRow = {
  ...changed,
  resource_type: z.string(),
  cluster: z.string(),
  flow: z.string().nullable(),
  action_reason: z.string().nullable(),
  risk: risk.shape.level,
}

const waitState = z.enum([
  'converged',
  'copying',
  'waiting',
  'starting',
  'no_agent',
  'halted',
  'failed',
  'paused',
])

const failure = z.object({
  code: z.string().nullable(),
  message: z.string(),
})

/** Why a command failed: values are added, never renamed. */
const failureReason = z.string()

export const applyEvent = z.discriminatedUnion('type', [
  /** First: what will be applied. */
  z.object({
    type: z.literal('version'),
    at,
    format_version: z.string(),
    strait_version: z.string(),
    fingerprint: z.string(),
    revision,
  }),
  z.object({ type: z.literal('resource_drift'), ...plannedRow }),
  z.object({ type: z.literal('planned_change'), ...plannedRow }),
  z.object({ type: z.literal('diagnostic'), at, ...finding.shape }),
  z.object({
    type: z.literal('change_summary'),
    at,
    operation: z.enum(['plan', 'apply']),
    add: count,
    change: count,
    remove: count,
  }),
  /** Another process holds the lease and is waited for. */
  z.object({
    type: z.literal('lease_wait'),
    at,
    cluster: z.string(),
    holder: z.string(),
    operation: z.string(),
    /** Whose apply it is, where that topology has a name. */
    topology: z.string().optional(),
    since: z.string().nullable(),
    beat_at: z.string(),
    expires_at: z.string(),
  }),
  z.object({ type: z.literal('apply_start'), ...changed }),
  /** Now and then while a change takes long. */
  z.object({ type: z.literal('apply_progress'), ...changed, elapsed_seconds: z.number() }),
  /** `already`: it was as wanted before apply came to it. */
  z.object({
    type: z.literal('apply_complete'),
    ...changed,
    status: z.enum(['done', 'already']),
    elapsed_seconds: z.number(),
  }),
  z.object({ type: z.literal('apply_errored'), ...changed, error: failure, elapsed_seconds: z.number() }),
  /** Of an apply that is done, where the topology has any. */
  z.object({ type: z.literal('outputs'), at, outputs: z.record(z.string(), output) }),
  /** Last of the apply; addresses in the plan's order. */
  z.object({
    type: z.literal('apply_summary'),
    at,
    outcome: z.enum(['done', 'failed', 'interrupted']),
    done: z.array(z.string()),
    already: z.array(z.string()),
    failed: z.array(z.string()),
    not_started: z.array(z.string()),
    /** By address of those: the blocks, as `flow.orders`, that failed and that they depend on. */
    not_started_because: z.record(z.string(), z.array(z.string())).optional(),
    failure_reason: failureReason.optional(),
    error: failure.optional(),
  }),
  /** With --wait, when something moved. */
  z.object({
    type: z.literal('wait_progress'),
    at,
    flow: z.string(),
    state: waitState,
    /** Of those that were there when the apply ended. */
    records_left: count,
    lag_records: count,
    records_per_second: z.number(),
    eta_seconds: count.nullable(),
    message: z.string().nullable(),
  }),
  z.object({
    type: z.literal('wait_summary'),
    at,
    outcome: z.enum(['converged', 'not_converged', 'timed_out', 'interrupted']),
    elapsed_seconds: z.number(),
    flows: z.array(z.object({ flow: z.string(), state: waitState, records_left: count })),
    failure_reason: failureReason.optional(),
  }),
])

/** What a command prints with --json when it fails before its result, or instead of one. */
export const failureDocument = z.object({
  format_version: z.string(),
  failure_reason: failureReason,
  error: z.object({
    code: z.string().nullable(),
    message: z.string(),
    facts: z.record(z.string(), z.unknown()),
    retry: z.enum(['never', 'backoff']),
  }),
})

/** One line of an agent's log on stderr; further keys say more of the event. */
export const agentLogLine = z.looseObject({
  /** 30 information, 40 warning, 50 error, 60 fatal. */
  level: z.number().int(),
  time: z.string(),
  agent: z.string(),
  msg: z.string(),
  flow: z.string().optional(),
  topic: z.string().optional(),
  partition: count.optional(),
  /** A code of docs/errors.md. */
  code: z.string().optional(),
  lagRecords: count.optional(),
  recordsPerSecond: z.number().optional(),
  bytesPerSecond: z.number().optional(),
  recordsTotal: count.optional(),
  halted: count.optional(),
})

export type ApplyEventDocument = z.infer<typeof applyEvent>
export type EventOf<Type extends ApplyEventDocument['type']> = Extract<ApplyEventDocument, { type: Type }>
