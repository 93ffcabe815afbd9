// What apply tells while it works: lines for people on stderr, or one JSON object a line on stdout. A log gets a line
// when a change begins and one when it has ended; a terminal keeps the latter, and below them shows what is at work.

import type { ApplyEvent, ApplyResult, ChangeResult } from '../apply/apply-plan.ts'
import type { StraitError } from '../errors/strait-error.ts'
import type { Plan } from '../plan/plan-file.ts'
import { followsTheCopy, isChange, type ResourceChange } from '../plan/resource-change.ts'
import { nameList } from '../render/names.ts'
import { outputsText } from '../render/output-text.ts'
import { type Paint, paintFor } from '../render/paint.ts'
import { count, counted, duration } from '../render/quantity.ts'
import { safeLines } from '../render/safe-text.ts'
import { eventDocument, outputEvents, progressDocument, resultEvents } from './apply-events.ts'
import type { Context } from './context.ts'
import { progressLines } from './progress-lines.ts'

const statusText = {
  done: 'done',
  already: 'already so',
  failed: 'FAILED',
  not_started: 'not started',
} as const

/** Below it nobody wants to know how long a change took. */
const slowSeconds = 5

/** How often a change that takes long is told of. */
const progressIntervalMs = 10_000

export interface ApplyReporter {
  readonly onEvent: (event: ApplyEvent) => void
  /** Something for people, whatever the format of the result. */
  readonly note: (line: string) => void
  /** When nothing more happens, however that came. Idempotent. */
  readonly end: () => void
}

/** Reports events of an apply of `plan` as they happen. */
export function applyReporter(context: Context, plan: Plan): ApplyReporter {
  const tell = context.json ? undefined : lineTeller(context, plan)
  const started = new Map<string, number>()
  const atWork = new Map<string, ResourceChange>()
  const secondsOf = (address: string): number => {
    const startMs = started.get(address)
    return startMs === undefined ? 0 : (performance.now() - startMs) / 1000
  }
  const progress = setInterval(() => {
    for (const [address, change] of atWork) {
      if (tell === undefined)
        context.terminal.print(JSON.stringify(progressDocument(change, secondsOf(address))))
      else tell.onProgress(change, secondsOf(address))
    }
  }, progressIntervalMs)
  progress.unref()
  return {
    onEvent: (event) => {
      if (event.type === 'change_start') {
        started.set(event.change.address, performance.now())
        atWork.set(event.change.address, event.change)
      } else if (event.type === 'change_end') atWork.delete(event.change.address)
      const elapsedSeconds = event.type === 'lease_wait' ? 0 : secondsOf(event.change.address)
      if (tell !== undefined) tell.onEvent(event, elapsedSeconds)
      else context.terminal.print(JSON.stringify(eventDocument(event, elapsedSeconds)))
    },
    note: tell?.note ?? context.terminal.note,
    end: () => {
      clearInterval(progress)
      tell?.end()
    },
  }
}

function lineTeller({ terminal }: Context, plan: Plan) {
  const paint = paintFor(terminal.colour.stderr)
  const lines = progressLines(terminal)
  const all = plan.resource_changes.filter(isChange).length
  const atWork = new Map<string, string>()
  let ended = 0
  const showWork = (): void => {
    if (!terminal.liveNotes) return
    const [first] = atWork.values()
    const more = atWork.size < 2 ? '' : ` and ${count(atWork.size - 1)} more`
    const text = first === undefined ? [] : [`${count(ended)} of ${count(all)} done; ${first}${more} …`]
    lines.show(text.map((line) => ({ key: line, text: line })))
  }
  const onEvent = (event: ApplyEvent, elapsedSeconds: number): void => {
    if (event.type === 'lease_wait') {
      lines.say(safeLines(leaseLine(event)))
      return
    }
    const { address } = event.change
    if (event.type === 'change_start') {
      const line = safeLines(`${address}: ${verbOf(event.change)}`)
      atWork.set(address, line)
      if (!terminal.liveNotes) terminal.note(line)
    } else {
      atWork.delete(address)
      ended += 1
      lines.say(endLine(event, elapsedSeconds, paint))
    }
    showWork()
  }
  /** A terminal shows what is at work anyway. */
  const onProgress = (change: ResourceChange, elapsedSeconds: number): void => {
    if (terminal.liveNotes) return
    lines.say(safeLines(`${change.address}: still ${verbOf(change)}, ${duration(elapsedSeconds)}`))
  }
  return { onEvent, onProgress, note: lines.say, end: () => lines.end([]) }
}

function leaseLine({ held, cluster }: Extract<ApplyEvent, { type: 'lease_wait' }>): string {
  const { holder, operation, since, topology } = held
  const whose = topology === undefined ? '' : `topology "${topology}", `
  const begun = since === undefined ? '' : `, since ${since}`
  return `${cluster}: ${holder} (${whose}${shortHash(operation)}${begun}) has not ended; waiting for it`
}

function endLine(
  { change, status, error }: Extract<ApplyEvent, { type: 'change_end' }>,
  elapsedSeconds: number,
  paint: Paint,
): string {
  const took = elapsedSeconds < slowSeconds ? '' : ` after ${duration(elapsedSeconds)}`
  const word = status === 'failed' ? paint.red(statusText.failed) : statusText[status]
  return `${safeLines(change.address)}: ${word}${took}${safeLines(because(error))}`
}

/** Counts and, when not everything was carried out, what was and what was not; what needs a person comes last. */
export function reportResult({ terminal, json }: Context, result: ApplyResult, plan: Plan): void {
  const [counts, summary] = resultEvents(result)
  const { done, already, failed, not_started } = summary
  const { outputs } = plan.planned_values
  if (json) {
    for (const event of [counts, ...outputEvents(result, plan), summary])
      terminal.print(JSON.stringify(event))
    return
  }
  const paint = paintFor(terminal.colour.stdout)
  if (result.outcome === 'done') {
    const { add, change, remove } = counts
    const others = already.length === 0 ? '' : `; ${counted(already.length, 'change')} found done already`
    for (const line of waitingGroups(plan)) terminal.note(line)
    terminal.print(
      `${paint.bold(paint.green('Apply complete:'))} ${count(add)} added, ${count(change)} changed, ${count(remove)} destroyed${others}.`,
    )
    const text = outputsText(outputs, { width: terminal.columns })
    if (text !== '') terminal.print(`\n${text}`)
    return
  }
  const how = result.outcome === 'failed' ? 'failed' : 'interrupted'
  terminal.print(
    `${paint.bold(paint.red(`Apply ${how}:`))} ${count(done.length + already.length)} done, ${count(failed.length)} failed, ${count(not_started.length)} not started.`,
  )
  for (const line of resultLines(result.changes, paint)) terminal.print(`  ${line}`)
  if (result.fenced !== undefined) terminal.print(`Error[${result.fenced.code}]: ${result.fenced.message}`)
  terminal.print('Apply again to go on: what is done stays done.')
}

/** Apply makes no call for them, and whoever looks for their places would miss them. */
function waitingGroups({ resource_changes: rows }: Plan): string[] {
  const waiting = rows.filter(({ action_reason: reason }) => reason === followsTheCopy).length
  if (waiting === 0) return []
  const [who, whom] = waiting === 1 ? ['waits', 'it'] : ['wait', 'them']
  return [`${counted(waiting, 'group')} ${who} for the copy: the agent moves ${whom}`]
}

const order: readonly ChangeResult['status'][] = ['done', 'already', 'not_started', 'failed']

function resultLines(changes: readonly ChangeResult[], paint: Paint): string[] {
  return order.flatMap((status) =>
    changes
      .filter((change) => change.status === status)
      .map(({ change, error, because: blocks }) => {
        const word = (status === 'already' ? 'done' : status.replace('_', ' ')).padEnd(11)
        return `${status === 'failed' ? paint.red(word) : word}  ${safeLines(`${change.address}${because(error)}${heldUp(blocks)}`)}`
      }),
  )
}

/** Of a fingerprint as many digits as tell plans apart for a person. */
function shortHash(operation: string): string {
  return operation.replace(/(sha256:[0-9a-f]{12})[0-9a-f]+/, '$1')
}

function verbOf({ type, change: { actions } }: ResourceChange): string {
  const doing: Readonly<Record<string, string>> = {
    create: 'creating',
    update: 'changing',
    delete: type === 'flow' ? 'stopping' : 'destroying',
  }
  return actions.map((action) => doing[action] ?? action).join(' and ')
}

function heldUp(blocks: readonly string[] | undefined): string {
  return blocks === undefined ? '' : `, because ${nameList(blocks)} failed`
}

function because(error: StraitError | undefined): string {
  return error === undefined ? '' : `: ${error.code} ${error.message}`
}
