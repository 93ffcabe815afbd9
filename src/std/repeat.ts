// A timer loop that outlives its failures: one run at a time, start to start, until the signal ends it.

import { setTimeout as delay } from 'node:timers/promises'

/** When to run, until when, and whom to tell of failures. */
export interface RepeatOptions {
  readonly intervalMs: number
  readonly signal: AbortSignal
  /** Told of every failed run; the next run comes at its time all the same. */
  onError(error: unknown): void
  /** Told of every run that did not fail. */
  onDone?(): void
}

/** Runs the task at once and then every `intervalMs`; resolves when the signal is aborted, never rejects. */
export async function repeat(task: () => Promise<void>, options: RepeatOptions): Promise<void> {
  const { intervalMs, signal, onError, onDone } = options
  while (!signal.aborted) {
    const startedMs = performance.now()
    try {
      await task()
      onDone?.()
    } catch (error) {
      if (!signal.aborted) onError(error)
    }
    // A run that takes longer than the interval must not turn the loop into a busy one.
    const restMs = Math.max(intervalMs / 10, intervalMs - (performance.now() - startedMs))
    await delay(restMs, undefined, { signal }).catch(() => undefined)
  }
}
