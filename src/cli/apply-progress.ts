// What apply tells while it works: lines for people on stderr, or one JSON object a line on stdout.

import type { ApplyEvent, ApplyResult, ChangeResult } from '../apply/apply-plan.ts'
import type { StraitError } from '../errors/strait-error.ts'
import type { ResourceChange } from '../plan/resource-change.ts'
import type { Context } from './context.ts'
import type { FailureReason } from './failure.ts'

const doing = { create: 'creating', update: 'changing', delete: 'stopping' } as const
const statusText = {
  done: 'done',
  already: 'already so',
  failed: 'FAILED',
  not_started: 'not started',
} as const

/** Reports one event as it happens. */
export function reportEvent({ terminal, json }: Context, event: ApplyEvent): void {
  if (json) {
    terminal.print(JSON.stringify(eventDocument(event)))
    return
  }
  switch (event.type) {
    case 'lease_wait':
      terminal.note(
        `${event.cluster}: ${event.held.holder} (${event.held.operation}) has not ended; waiting for a sign of life`,
      )
      return
    case 'change_start':
      if (!isLeftToAgent(event.change))
        terminal.note(`${event.change.address}: ${verbOf(event.change.change.actions)}`)
      return
    case 'change_end': {
      const status = isLeftToAgent(event.change) ? 'the agent moves it' : statusText[event.status]
      terminal.note(`${event.change.address}: ${status}${because(event.error)}`)
    }
  }
}

/** Counts and, when not everything was carried out, what was and what was not. */
export function reportResult({ terminal, json }: Context, result: ApplyResult): void {
  const counts = Map.groupBy(result.changes, ({ status }) => status)
  const of = (status: ChangeResult['status']): readonly ChangeResult[] => counts.get(status) ?? []
  const reason = reasonOf(result)
  if (json) {
    const summary = {
      type: 'apply_summary',
      format_version: '1.0',
      outcome: result.outcome,
      done: of('done').length,
      already: of('already').length,
      failed: of('failed').length,
      not_started: of('not_started').map(({ change }) => change.address),
      ...(reason === undefined ? {} : { failure_reason: reason }),
    }
    terminal.print(JSON.stringify(summary))
    return
  }
  const made = of('done').length + of('already').length
  if (result.outcome === 'done') {
    terminal.print(`Apply complete: ${actionCounts(result)}.`)
    return
  }
  const how = result.outcome === 'failed' ? 'failed' : 'interrupted'
  terminal.print(
    `Apply ${how}: ${made} done, ${of('failed').length} failed, ${of('not_started').length} not started.`,
  )
  for (const { change, error } of of('failed'))
    terminal.print(`  failed       ${change.address}${because(error)}`)
  for (const { change } of of('not_started')) terminal.print(`  not started  ${change.address}`)
  terminal.print('Apply again to go on: what is done stays done.')
}

/** `3 added, 1 changed, 0 destroyed`, as the plan counts. */
function actionCounts({ changes }: ApplyResult): string {
  const having = (action: string): number =>
    changes.filter(({ change }) => change.change.actions.some((one) => one === action)).length
  return `${having('create')} added, ${having('update')} changed, ${having('delete')} destroyed`
}

export function reasonOf({ outcome }: ApplyResult): FailureReason | undefined {
  if (outcome === 'done') return undefined
  return outcome === 'failed' ? 'apply_failed' : 'interrupted'
}

function eventDocument(event: ApplyEvent): Readonly<Record<string, unknown>> {
  if (event.type === 'lease_wait') return event
  const { address, change } = event.change
  const base = { type: event.type, address, actions: change.actions }
  if (event.type === 'change_start') return base
  const { error } = event
  const failure = error === undefined ? {} : { error: { code: error.code, message: error.message } }
  return { ...base, status: event.status, ...failure }
}

/** A group whose place the copy has yet to reach. */
function isLeftToAgent({ change }: ResourceChange): boolean {
  return change.after_unknown['offsets'] === true
}

function verbOf(actions: readonly string[]): string {
  return actions
    .map((action) =>
      action === 'create' || action === 'update' || action === 'delete' ? doing[action] : action,
    )
    .join(' and ')
}

function because(error: StraitError | undefined): string {
  return error === undefined ? '' : `: ${error.code} ${error.message}`
}
