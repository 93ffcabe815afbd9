// Every source offset that will not arrive has a durable entry in the control topic, with its range and reason,
// before the flow goes on behind it. Never silent.

import { setTimeout as delay } from 'node:timers/promises'
import type { StraitError } from '../errors/strait-error.ts'
import { controlRecord, controlTopic, type GapEntry } from '../mirror/control.ts'
import type { FlowContext } from './flow-context.ts'
import type { CopyRoute, PartitionCopy } from './partition-copy.ts'

/** Source offsets [start, end). */
interface Gap {
  readonly start: number
  readonly end: number
  readonly reason: string
  readonly action: GapEntry['action']
}

export interface GapEvents {
  halted(copy: PartitionCopy): void
  trouble(error: unknown, what: string): void
  works(what: string): void
  /** No more attempts. */
  readonly signal: AbortSignal
}

export class GapJournal {
  readonly #context: FlowContext
  readonly #events: GapEvents

  constructor(context: FlowContext, events: GapEvents) {
    this.#context = context
    this.#events = events
  }

  /** Ends a copy; the error's facts may name the offsets. */
  halt(copy: PartitionCopy, error: StraitError): void {
    const start = Number(error.facts['start'] ?? copy.position.sourceNext)
    const end = Number(error.facts['end'] ?? start)
    copy.halt(error.message)
    copy.isReplaced = error.code === 'ST513' || error.code === 'ST514'
    this.#events.halted(copy)
    this.#context.logger.error(
      { ...placeOf(copy), code: error.code, start, end },
      `partition halted: ${error.message}`,
    )
    void this.#keepRecording(copy, { start, end, reason: error.message, action: 'halted' })
  }

  /** Resolves once the copy may go on behind the gap. */
  async stepOver(copy: PartitionCopy, gap: Pick<Gap, 'start' | 'end'> | undefined): Promise<void> {
    if (gap === undefined) return
    const reason = 'the source deleted these records before they were copied (retention or DeleteRecords)'
    await record(this.#context, copy.route, { ...gap, reason, action: 'recorded' })
    this.#context.logger.warn({ ...placeOf(copy), ...gap }, `gap recorded: ${reason}`)
  }

  /** As often as it takes: without its entry nobody would know of the halt after this process. */
  async #keepRecording(copy: PartitionCopy, gap: Gap): Promise<void> {
    const { trouble, works, signal } = this.#events
    const what = `recording a gap of ${copy.remoteTopic}-${copy.partition}`
    for (let waitMs = 100; !signal.aborted; waitMs = Math.min(waitMs * 2, 10_000)) {
      try {
        await record(this.#context, copy.route, gap)
        works(what)
        return
      } catch (error) {
        trouble(error, what)
      }
      await delay(waitMs, undefined, { signal }).catch(() => undefined)
    }
  }
}

function placeOf({ route, partition }: PartitionCopy): { topic: string; partition: number } {
  return { topic: route.topic, partition }
}

/** Resolves once the entry is durable. */
async function record(context: FlowContext, route: CopyRoute, gap: Gap): Promise<void> {
  const entry: GapEntry = {
    kind: 'gap',
    flow: context.identity,
    topic: route.topic,
    partition: route.partition,
    ...gap,
    at: new Date().toISOString(),
  }
  await context.target.append(controlTopic, [controlRecord(entry)])
}
