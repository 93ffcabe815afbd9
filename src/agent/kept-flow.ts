// One applied flow, kept running in this agent: started as often as it takes, because a cluster that is away or hangs
// holds up its own flows only, and stopped at any moment, also in the middle of a start.

import { setTimeout as delay } from 'node:timers/promises'
import type { FlowContext } from './flow-context.ts'
import { FlowRun } from './flow-run.ts'
import { startFlowServices } from './flow-services.ts'

const pauseMs = 1_000
const pauseMsMax = 10_000

export class KeptFlow {
  readonly run: FlowRun
  readonly #abort = new AbortController()
  #stopped: Promise<void> | undefined
  #stopServices: () => Promise<void> = () => Promise.resolve()

  /** Begins to start the flow. */
  constructor(context: FlowContext) {
    this.run = new FlowRun(context)
    void this.#keepStarting()
  }

  /** Drains it; one that has not started yet never will. A second call waits for the first. */
  stop(): Promise<void> {
    this.#abort.abort()
    this.#stopped ??= this.run.stop(() => this.#stopServices())
    return this.#stopped
  }

  async #keepStarting(): Promise<void> {
    const { signal } = this.#abort
    for (let waitMs = pauseMs; !signal.aborted; waitMs = Math.min(2 * waitMs, pauseMsMax)) {
      try {
        await this.run.start()
        if (!signal.aborted) this.#started()
        return
      } catch (error) {
        if (!signal.aborted) this.run.status.trouble(error, 'starting')
      }
      await delay(waitMs, undefined, { signal }).catch(() => undefined)
    }
  }

  #started(): void {
    this.run.status.settled('starting')
    this.#stopServices = startFlowServices(this.run)
    const { logger, spec, entry } = this.run.context
    logger.info({ flow: spec.name, commit: entry.revision.commit }, `flow "${spec.name}" runs`)
  }
}
