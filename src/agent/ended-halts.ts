// A halt is over when its partition is copied past what it was halted for: then its entry is ended, because whoever
// looks at the flow would be sent to something that is mended. Recorded gaps stay: their records never arrive.

import { controlKey, controlTopic, type GapEntry } from '../mirror/control.ts'
import type { FlowContext } from './flow-context.ts'
import type { PartitionCopy } from './partition-copy.ts'
import { routeKey } from './routes.ts'

export class EndedHalts {
  readonly #context: Pick<FlowContext, 'halts' | 'target' | 'logger' | 'spec'>
  /** Ended here; they are still read until the control topic was read again. */
  readonly #ended = new WeakSet<GapEntry>()

  constructor(context: Pick<FlowContext, 'halts' | 'target' | 'logger' | 'spec'>) {
    this.#context = context
  }

  /** Rejects where the control topic cannot be written; the next call tries again. */
  async end(copies: ReadonlyMap<string, PartitionCopy>): Promise<void> {
    const { halts, target, logger, spec } = this.#context
    const over = halts().filter((halt) => !this.#ended.has(halt) && isOver(halt, copies))
    if (over.length === 0) return
    for (const halt of over) this.#ended.add(halt)
    try {
      await target.append(
        controlTopic,
        over.map((halt) => ({ partition: 0, key: Buffer.from(controlKey(halt)), value: null })),
      )
    } catch (error) {
      for (const halt of over) this.#ended.delete(halt)
      throw error
    }
    for (const { topic, partition } of over) {
      logger.info(
        { flow: spec.name, topic, partition },
        `${topic}-${partition} is copied again: its halt is over`,
      )
    }
  }
}

function isOver({ topic, partition, start }: GapEntry, copies: ReadonlyMap<string, PartitionCopy>): boolean {
  const copy = copies.get(routeKey(topic, partition))
  if (copy?.state !== 'running') return false
  const { sourceNext } = copy.position
  // A topic that was made anew may never come as far: then it is over once all of it is copied.
  return sourceNext > start || (copy.complete && copy.sourceEnd > 0 && sourceNext >= copy.sourceEnd)
}
