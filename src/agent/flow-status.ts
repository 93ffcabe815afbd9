// What one flow has done and how it is, counted as it happens: for the agent's report, the logs and the metrics.

import { asStraitError, StraitError } from '../errors/strait-error.ts'
import type { AgentTrouble } from '../mirror/control.ts'
import { errorText } from '../std/error-text.ts'
import type { FlowContext } from './flow-context.ts'
import type { PartitionCopy } from './partition-copy.ts'
import type { AppendedBatch } from './prepared-batch.ts'
import { Troubles } from './troubles.ts'

export type FlowState = 'starting' | 'running' | 'draining' | 'stopped' | 'fenced' | 'failed'

export interface FlowFigures {
  readonly flow: string
  readonly state: FlowState
  readonly message: string | null
  readonly partitions: number
  readonly halted: number
  /** Partitions that cannot go on until something else is mended; they are tried again by themselves. */
  readonly waiting: number
  readonly troubles: readonly AgentTrouble[]
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
  readonly #troubles = new Troubles()
  #waits: ReadonlySet<string> = new Set()
  readonly failed: Promise<StraitError>
  #resolveFailed: (error: StraitError) => void = () => undefined
  state: FlowState = 'starting'
  message: string | null = null
  shards = { owned: 0, all: 0 }
  holdsLease: () => boolean = () => true
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

  /** Something that is tried again by itself; reported until `settled`. */
  trouble(error: unknown, what: string, partitions = 0): void {
    this.#troubles.tell(what, error, partitions)
    this.warn(error, what)
  }

  /** As `trouble`, of what a copy knows by itself, or what is no state. */
  warn(error: unknown, what: string): void {
    const text = errorText(error)
    const nowMs = performance.now()
    if (nowMs - (this.#said.get(what) ?? Number.NEGATIVE_INFINITY) < repeatMs) return
    this.#said.set(what, nowMs)
    const code = error instanceof StraitError ? error.code : undefined
    this.#context.logger.warn({ flow: this.#context.spec.name, code, what }, `${what}: ${text}`)
  }

  /** What was in trouble works again. */
  settled(what: string): void {
    if (!this.#troubles.has(what)) return
    this.#troubles.settle(what)
    if (!this.#said.delete(what)) return
    this.#context.logger.info({ flow: this.#context.spec.name, what }, `${what}: works again`)
  }

  /** It has shards, also after it had lost them. */
  running(): void {
    this.state = 'running'
    this.message = null
  }

  fenced(message: string): void {
    this.state = 'fenced'
    this.message = message
  }

  /** It is being ended; what failed stays failed. */
  ends(state: 'draining' | 'stopped'): void {
    if (this.state !== 'failed') this.state = state
  }

  /** The flow cannot go on in this process. */
  fail(error: unknown): void {
    const failure = asStraitError(error, 'ST521', `flow "${this.#context.spec.name}" failed`)
    this.state = 'failed'
    this.message = failure.message
    this.#resolveFailed(failure)
  }

  figures(): FlowFigures {
    let lagRecords = 0
    let halted = 0
    let waiting = this.#troubles.uncopied
    for (const copy of this.#copies.values()) {
      lagRecords += copy.lagRecords
      if (copy.state === 'halted') halted += 1
      else if (this.#stands || copy.waitsFor !== undefined) waiting += 1
    }
    const troubles = this.#troubles.report(this.#copies.values())
    this.#tellGone(troubles)
    return {
      flow: this.#context.spec.name,
      state: this.state,
      message: this.message ?? (waiting > 0 ? (troubles[0]?.message ?? null) : this.#whyNotStarted),
      partitions: this.#copies.size,
      halted,
      waiting,
      troubles,
      lagRecords,
      recordsTotal: this.#recordsTotal,
      bytesTotal: this.#bytesTotal,
      bytesUntouched: this.#bytesUntouched,
      ...this.#rates(),
    }
  }

  /** What partitions no longer wait for. */
  #tellGone(troubles: readonly AgentTrouble[]): void {
    const waits = new Set(troubles.filter(({ partitions }) => partitions > 0).map(({ message }) => message))
    for (const message of this.#waits) {
      if (waits.has(message)) continue
      this.#context.logger.info({ flow: this.#context.spec.name }, `no longer in the way: ${message}`)
    }
    this.#waits = waits
  }

  /** Without a lease from the flow's group nothing is written. */
  get #stands(): boolean {
    return this.state === 'running' && !this.holdsLease()
  }

  get #whyNotStarted(): string | null {
    return this.state === 'starting' ? this.#troubles.latest : null
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
