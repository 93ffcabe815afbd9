// `apply --wait`: until agents run what was applied and every flow's copy has come to where its source ended when
// the apply was through. Something that needs a person first (a failed agent, a halted partition) ends the wait.

import { setTimeout as sleep } from 'node:timers/promises'
import type { FlowConvergence } from '../operate/convergence.ts'
import type { EventOf } from '../render/event-document.ts'
import { count, counted, duration } from '../render/quantity.ts'
import { safeText } from '../render/safe-text.ts'
import type { Applied } from './applying.ts'
import type { Context } from './context.ts'
import { done, type ExitCode, failed } from './exit-code.ts'
import { progressLines } from './progress-lines.ts'
import { interruptedOr, watchSignals } from './signals.ts'

const intervalMs = 2_000

export interface WaitOptions {
  /** Left out: without a limit. */
  readonly timeoutMs?: number | undefined
}

type Outcome = EventOf<'wait_summary'>['outcome']

/** Exit code 0 once everything is in force, 1 when something is in the way or the time is over, 130 and 143. */
export async function waitForCopies(
  context: Context,
  { topology, clusters }: Pick<Applied, 'topology' | 'clusters'>,
  { timeoutMs = Number.POSITIVE_INFINITY }: WaitOptions,
): Promise<ExitCode> {
  const [{ readSnapshot }, { convergenceOf }, { endsOf }] = await Promise.all([
    import('../live/read-snapshot.ts'),
    import('../operate/convergence.ts'),
    import('../operate/caught-up.ts'),
  ])
  const interruption = watchSignals()
  const startMs = performance.now()
  const elapsedMs = (): number => performance.now() - startMs
  const tell = teller(context)
  const look = () => readSnapshot({ topology, clusters, nowMs: Date.now() })
  const isStuck = stuckness()
  try {
    let snapshot = await look()
    const ends = endsOf(topology, snapshot)
    for (;;) {
      const flows = convergenceOf(ends, topology, snapshot)
      tell.progress(flows)
      const outcome: Outcome | undefined = interruption.signal.aborted
        ? 'interrupted'
        : (outcomeOf(flows, isStuck(flows)) ?? (elapsedMs() >= timeoutMs ? 'timed_out' : undefined))
      if (outcome !== undefined) {
        tell.end(outcome, flows, elapsedMs() / 1000)
        return outcome === 'converged' ? done : interruptedOr(interruption, failed)
      }
      const pauseMs = Math.max(0, Math.min(intervalMs, timeoutMs - elapsedMs()))
      await sleep(pauseMs, undefined, { signal: interruption.signal }).catch(() => undefined)
      if (!interruption.signal.aborted) snapshot = await look()
    }
  } finally {
    tell.close()
    interruption.dispose()
  }
}

function outcomeOf(flows: readonly FlowConvergence[], isStuck: boolean): Outcome | undefined {
  if (isStuck || flows.some(({ state }) => state === 'halted' || state === 'failed')) return 'not_converged'
  return flows.every(({ state }) => state === 'converged' || state === 'paused') ? 'converged' : undefined
}

/** A right that was granted by this very apply is noticed by agents seconds later. */
const stuckMs = 15_000

/** Whether some flow has waited for a person for as long. */
function stuckness(): (flows: readonly FlowConvergence[]) => boolean {
  const sinceMs = new Map<string, number>()
  return (flows) => {
    const nowMs = performance.now()
    for (const { flow, state, needsPerson } of flows) {
      if (state !== 'waiting' || !needsPerson) sinceMs.delete(flow)
      else if (!sinceMs.has(flow)) sinceMs.set(flow, nowMs)
    }
    return [...sinceMs.values()].some((since) => nowMs - since >= stuckMs)
  }
}

interface Teller {
  readonly progress: (flows: readonly FlowConvergence[]) => void
  readonly end: (outcome: Outcome, flows: readonly FlowConvergence[], seconds: number) => void
  readonly close: () => void
}

function teller(context: Context): Teller {
  const { terminal, json } = context
  if (!json) {
    const lines = progressLines(terminal)
    return {
      progress: (flows) => lines.show(flows.map((flow) => ({ key: flow.state, text: sentence(flow) }))),
      end: (outcome, flows, seconds) => {
        lines.end(flows.map(sentence))
        terminal.note(ending(outcome, flows, seconds))
      },
      close: () => lines.end(),
    }
  }
  const told = new Map<string, string>()
  return {
    progress: (flows) => {
      for (const flow of flows) {
        const text = JSON.stringify(flow)
        if (told.get(flow.flow) !== text) terminal.print(JSON.stringify(progressEvent(flow)))
        told.set(flow.flow, text)
      }
    },
    end: (outcome, flows, seconds) => terminal.print(JSON.stringify(summaryEvent(outcome, flows, seconds))),
    close: () => undefined,
  }
}

function sentence(flow: FlowConvergence): string {
  const { state, recordsLeft, lagRecords, recordsPerSecond, etaSeconds, message } = flow
  const reason = message === null ? '' : ` (${safeText(message)})`
  const text: Record<FlowConvergence['state'], string> = {
    converged: 'caught up',
    paused: `paused, so not waited for; strait resume ${flow.flow} lets it go on`,
    no_agent: 'no agent runs it yet, start one with strait agent',
    starting: `its agent has yet to take up what was applied${reason}`,
    waiting: `cannot go on until something is mended${reason}`,
    failed: `its agent failed${reason}`,
    halted: `a partition is halted, strait gaps ${flow.flow} says why${reason}`,
    copying: [
      `${counted(recordsLeft, 'record')} left`,
      ...(lagRecords > recordsLeft ? [`lag ${count(lagRecords)}`] : []),
      `${count(recordsPerSecond)} records/s`,
      etaSeconds === null ? 'no estimate yet' : `about ${duration(etaSeconds)}`,
    ].join(', '),
  }
  return `${flow.flow}: ${text[state]}`
}

function ending(outcome: Outcome, flows: readonly FlowConvergence[], seconds: number): string {
  const open = flows.filter(({ state }) => state !== 'converged' && state !== 'paused')
  const names = open.map(({ flow }) => flow).join(', ')
  switch (outcome) {
    case 'converged':
      return flows.length === 0 ? 'There is no flow to wait for.' : 'Every flow has caught up.'
    case 'not_converged':
      return `Applied, but not converged: ${names}. What was applied stays applied; strait status shows more.`
    case 'timed_out':
      return `Applied, but not converged after ${duration(seconds)}: ${names}. Agents go on by themselves.`
    case 'interrupted':
      return 'Stopped waiting. What was applied stays applied, and agents go on by themselves.'
  }
}

function progressEvent(flow: FlowConvergence): EventOf<'wait_progress'> {
  return {
    type: 'wait_progress',
    at: new Date().toISOString(),
    flow: flow.flow,
    state: flow.state,
    records_left: flow.recordsLeft,
    lag_records: flow.lagRecords,
    records_per_second: flow.recordsPerSecond,
    eta_seconds: flow.etaSeconds,
    message: flow.message,
  }
}

function summaryEvent(
  outcome: Outcome,
  flows: readonly FlowConvergence[],
  seconds: number,
): EventOf<'wait_summary'> {
  return {
    type: 'wait_summary',
    at: new Date().toISOString(),
    outcome,
    elapsed_seconds: Math.round(seconds * 1000) / 1000,
    flows: flows.map(({ flow, state, recordsLeft }) => ({ flow, state, records_left: recordsLeft })),
    ...(outcome !== 'converged' && { failure_reason: outcome }),
  }
}
