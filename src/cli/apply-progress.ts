// What apply tells while it works: lines for people on stderr, or one JSON object a line on stdout.

import type { ApplyEvent, ApplyResult, ChangeResult } from '../apply/apply-plan.ts'
import type { StraitError } from '../errors/strait-error.ts'
import { duration } from '../render/quantity.ts'
import { safeLines } from '../render/safe-text.ts'
import { eventDocument, isLeftToAgent, resultEvents } from './apply-events.ts'
import type { Context } from './context.ts'

const doing = { create: 'creating', update: 'changing', delete: 'stopping' } as const
const statusText = {
  done: 'done',
  already: 'already so',
  failed: 'FAILED',
  not_started: 'not started',
} as const

/** Below it nobody wants to know how long a change took. */
const slowSeconds = 5

/** Reports events as they happen. */
export function eventReporter({ terminal, json }: Context): (event: ApplyEvent) => void {
  const started = new Map<string, number>()
  return (event) => {
    const address = event.type === 'lease_wait' ? undefined : event.change.address
    if (event.type === 'change_start') started.set(event.change.address, performance.now())
    const startMs = address === undefined ? undefined : started.get(address)
    const elapsedSeconds = startMs === undefined ? 0 : (performance.now() - startMs) / 1000
    if (json) terminal.print(JSON.stringify(eventDocument(event, elapsedSeconds)))
    else noteEvent((text) => terminal.note(safeLines(text)), event, elapsedSeconds)
  }
}

function noteEvent(note: (text: string) => void, event: ApplyEvent, elapsedSeconds: number): void {
  switch (event.type) {
    case 'lease_wait': {
      const { holder, operation, since } = event.held
      const begun = since === undefined ? '' : `, since ${since}`
      note(`${event.cluster}: ${holder} (${shortHash(operation)}${begun}) has not ended; waiting for it`)
      return
    }
    case 'change_start':
      if (!isLeftToAgent(event.change))
        note(`${event.change.address}: ${verbOf(event.change.change.actions)}`)
      return
    case 'change_end': {
      const status = isLeftToAgent(event.change) ? 'the agent moves it' : statusText[event.status]
      const took = elapsedSeconds < slowSeconds ? '' : ` after ${duration(elapsedSeconds)}`
      note(`${event.change.address}: ${status}${took}${because(event.error)}`)
    }
  }
}

/** Counts and, when not everything was carried out, what was and what was not. */
export function reportResult({ terminal, json }: Context, result: ApplyResult): void {
  const [counts, summary] = resultEvents(result)
  if (json) {
    for (const event of [counts, summary]) terminal.print(JSON.stringify(event))
    return
  }
  if (result.outcome === 'done') {
    terminal.print(
      `Apply complete: ${counts.add} added, ${counts.change} changed, ${counts.remove} destroyed.`,
    )
    return
  }
  const { done, already, failed, not_started } = summary
  const how = result.outcome === 'failed' ? 'failed' : 'interrupted'
  terminal.print(
    `Apply ${how}: ${done.length + already.length} done, ${failed.length} failed, ${not_started.length} not started.`,
  )
  for (const change of result.changes) terminal.print(safeLines(`  ${lineOf(change)}`))
  if (result.fenced !== undefined) terminal.print(`Error[${result.fenced.code}]: ${result.fenced.message}`)
  terminal.print('Apply again to go on: what is done stays done.')
}

function lineOf({ change, status, error }: ChangeResult): string {
  const word = status === 'already' ? 'done' : status.replace('_', ' ')
  return `${word.padEnd(11)}  ${change.address}${because(error)}`
}

/** Of a fingerprint as many digits as tell plans apart for a person. */
function shortHash(operation: string): string {
  return operation.replace(/(sha256:[0-9a-f]{12})[0-9a-f]+/, '$1')
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
