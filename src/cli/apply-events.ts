// What happens during an apply as the public events of --json, one object a line on stdout.

import type { ApplyEvent, ApplyResult, ChangeResult } from '../apply/apply-plan.ts'
import type { StraitError } from '../errors/strait-error.ts'
import type { Plan } from '../plan/plan-file.ts'
import type { ResourceChange } from '../plan/resource-change.ts'
import { type ApplyEventDocument, type EventOf, eventVersion } from '../render/event-document.ts'
import { type FailureReason, failureReason } from './failure.ts'

/** What is going to be applied: drift, changes, findings and counts. */
export function planEvents(plan: Plan): ApplyEventDocument[] {
  const at = now()
  const { add, change, destroy } = plan.summary
  return [
    {
      type: 'version',
      at,
      format_version: eventVersion,
      strait_version: plan.strait_version,
      fingerprint: plan.fingerprint.hash,
      revision: plan.revision,
    },
    ...plan.resource_drift.map((row) => ({ type: 'resource_drift' as const, at, ...plannedRow(row) })),
    ...plan.resource_changes
      .filter(({ change }) => change.actions[0] !== 'no-op')
      .map((row) => ({ type: 'planned_change' as const, at, ...plannedRow(row) })),
    ...[...plan.errors, ...plan.warnings].map((finding) => ({
      type: 'diagnostic' as const,
      at,
      ...finding,
    })),
    { type: 'change_summary', at, operation: 'plan', add, change, remove: destroy },
  ]
}

function plannedRow(row: ResourceChange) {
  return {
    address: row.address,
    actions: row.change.actions,
    resource_type: row.type,
    cluster: row.cluster,
    flow: row.flow,
    action_reason: row.action_reason,
    risk: row.risk.level,
  }
}

/** `elapsedSeconds`: since the start of the change, where it has one. */
export function eventDocument(event: ApplyEvent, elapsedSeconds: number): ApplyEventDocument {
  const at = now()
  if (event.type === 'lease_wait') {
    const { holder, operation, topology, since, beatAt, expiresAt } = event.held
    return {
      type: 'lease_wait',
      at,
      cluster: event.cluster,
      holder,
      operation,
      ...(topology === undefined ? {} : { topology }),
      since: since ?? null,
      beat_at: beatAt,
      expires_at: expiresAt,
    }
  }
  const { address, change } = event.change
  const base = { at, address, actions: change.actions }
  if (event.type === 'change_start') return { type: 'apply_start', ...base }
  const elapsed_seconds = Math.round(elapsedSeconds * 1000) / 1000
  if (event.error !== undefined) {
    return { type: 'apply_errored', ...base, error: errorDocument(event.error), elapsed_seconds }
  }
  const status = event.status === 'already' ? 'already' : 'done'
  return { type: 'apply_complete', ...base, status, elapsed_seconds }
}

export function progressDocument(
  { address, change }: ResourceChange,
  elapsedSeconds: number,
): ApplyEventDocument {
  return {
    type: 'apply_progress',
    at: now(),
    address,
    actions: change.actions,
    elapsed_seconds: Math.round(elapsedSeconds * 1000) / 1000,
  }
}

/** Counts of what this apply made, as Terraform does, and then every address by what became of it. */
export function resultEvents(result: ApplyResult): [EventOf<'change_summary'>, EventOf<'apply_summary'>] {
  const at = now()
  const made = result.changes.filter(({ status }) => status === 'done')
  const having = (action: string): number =>
    made.filter(({ change }) => change.change.actions.some((one) => one === action)).length
  const addresses = (status: ChangeResult['status']): string[] =>
    result.changes.filter((one) => one.status === status).map(({ change }) => change.address)
  const reason = reasonOf(result)
  const because = result.changes.flatMap(({ change, because: blocks = [] }): [string, string[]][] =>
    blocks.length === 0 ? [] : [[change.address, [...blocks]]],
  )
  return [
    {
      type: 'change_summary',
      at,
      operation: 'apply',
      add: having('create'),
      change: having('update'),
      remove: having('delete'),
    },
    {
      type: 'apply_summary',
      at,
      outcome: result.outcome,
      done: addresses('done'),
      already: addresses('already'),
      failed: addresses('failed'),
      not_started: addresses('not_started'),
      ...(because.length > 0 && { not_started_because: Object.fromEntries(because) }),
      ...(reason !== undefined && { failure_reason: reason }),
      ...(result.fenced !== undefined && { error: errorDocument(result.fenced) }),
    },
  ]
}

/** What the topology hands on, once it is so. */
export function outputEvents(
  { outcome }: ApplyResult,
  { planned_values: { outputs } }: Plan,
): readonly EventOf<'outputs'>[] {
  const isTold = outcome === 'done' && Object.keys(outputs).length > 0
  return isTold ? [{ type: 'outputs', at: now(), outputs }] : []
}

export function reasonOf({ outcome, fenced }: ApplyResult): FailureReason | undefined {
  if (outcome === 'done') return undefined
  if (fenced !== undefined) return failureReason(fenced)
  return outcome === 'failed' ? 'apply_failed' : 'interrupted'
}

function errorDocument({ code, message }: StraitError): { code: string; message: string } {
  return { code, message }
}

function now(): string {
  return new Date().toISOString()
}
