// What one flow has done and how it is, counted as it happens: for the agent's report, the logs and the metrics.

import { StraitError } from '../errors/strait-error.ts'
import type { FlowContext } from './flow-context.ts'
import type { PartitionCopy } from './partition-copy.ts'
import type { AppendedBatch } from './prepared-batch.ts'

export type FlowState = 'starting' | 'running' | 'draining' | 'stopped' | 'fenced' | 'failed'

export interface FlowFigures {
  readonly flow: string
  readonly state: FlowState
  readonly message: string | null
  readonly partitions: number
  readonly halted: number
  readonly lagRecords: number
  readonly recordsTotal: number
  readonly bytesTotal: number
  readonly bytesUntouched: number
  readonly recordsPerSecond: number
  readonly bytesPerSecond: number
}

/** The same trouble is logged at most this often; agents retry much faster than a person reads. */
const repeatMs = 10_000
const rateWindowMs = 5_000

export class FlowStatus {
  readonly #context: FlowContext
  readonly #copies: ReadonlyMap<string, PartitionCopy>
  readonly #said = new Map<string, number>()
  #latestTrouble: string | null = null
  readonly failed: Promise<StraitError>
  #resolveFailed: (error: StraitError) => void = () => undefined
  state: FlowState = 'starting'
  message: string | null = null
  shards = { owned: 0, all: 0 }
  #recordsTotal = 0
  #bytesTotal = 0
  #bytesUntouched = 0
  #samples: { atMs: number; records: number; bytes: number }[] = []

  constructor(context: FlowContext, copies: ReadonlyMap<string, PartitionCopy>) {
    this.#context = context
    this.#copies = copies
    this.failed = new Promise((resolve) => {
      this.#resolveFailed = resolve
    })
  }

  appended(batch: AppendedBatch): void {
    this.#recordsTotal += batch.count
    this.#bytesTotal += batch.bytes
    if (batch.untouched) this.#bytesUntouched += batch.bytes
  }

  /** Something that is tried again by itself. */
  trouble(error: unknown, what: string): void {
    const text = error instanceof Error ? error.message : String(error)
    this.#latestTrouble = `${what}: ${text}`
    const nowMs = performance.now()
    if (nowMs - (this.#said.get(what) ?? Number.NEGATIVE_INFINITY) < repeatMs) return
    this.#said.set(what, nowMs)
    const code = error instanceof StraitError ? error.code : undefined
    this.#context.logger.warn({ flow: this.#context.spec.name, code, what }, `${what}: ${text}`)
  }

  fenced(message: string): void {
    this.state = 'fenced'
    this.message = message
  }

  /** The flow cannot go on in this process. */
  fail(error: unknown): void {
    const failure =
      error instanceof StraitError
        ? error
        : new StraitError('ST521', `flow "${this.#context.spec.name}" failed`, { cause: error })
    this.state = 'failed'
    this.message = failure.message
    this.#resolveFailed(failure)
  }

  figures(): FlowFigures {
    let lagRecords = 0
    let halted = 0
    for (const copy of this.#copies.values()) {
      lagRecords += copy.lagRecords
      if (copy.state === 'halted') halted += 1
    }
    return {
      flow: this.#context.spec.name,
      state: this.state,
      // What keeps it from its start is tried again by itself, and would otherwise stand in the log alone.
      message: this.message ?? (this.state === 'starting' ? this.#latestTrouble : null),
      partitions: this.#copies.size,
      halted,
      lagRecords,
      recordsTotal: this.#recordsTotal,
      bytesTotal: this.#bytesTotal,
      bytesUntouched: this.#bytesUntouched,
      ...this.#rates(),
    }
  }

  /** Mean over the last seconds, from samples that each call adds. */
  #rates(): { recordsPerSecond: number; bytesPerSecond: number } {
    const nowMs = performance.now()
    this.#samples.push({ atMs: nowMs, records: this.#recordsTotal, bytes: this.#bytesTotal })
    while (this.#samples.length > 2 && nowMs - (this.#samples[1]?.atMs ?? nowMs) > rateWindowMs)
      this.#samples.shift()
    const first = this.#samples[0]
    const seconds = first === undefined ? 0 : (nowMs - first.atMs) / 1000
    if (first === undefined || seconds <= 0) return { recordsPerSecond: 0, bytesPerSecond: 0 }
    return {
      recordsPerSecond: (this.#recordsTotal - first.records) / seconds,
      bytesPerSecond: (this.#bytesTotal - first.bytes) / seconds,
    }
  }
}
