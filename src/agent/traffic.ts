// The moving part of a flow: a fetch loop for each source broker that leads something, a writer for each target
// broker, and which copy belongs to which. A copy changes its writer only while nothing of it is in flight.

import { setTimeout as delay } from 'node:timers/promises'
import { ByteBudget } from './byte-budget.ts'
import type { FlowContext } from './flow-context.ts'
import type { Outlet } from './outlet.ts'
import type { PartitionCopy } from './partition-copy.ts'
import { RateLimit } from './rate-limit.ts'
import { type FetchFault, fetchLoop } from './source-fetcher.ts'
import { TargetWriter } from './target-writer.ts'
import { Wake } from './wake.ts'

const heldBytesMax = 32 * 1024 * 1024

interface Fetcher {
  /** As troubles call it. */
  readonly what: string
  readonly copies: Set<PartitionCopy>
  readonly wake: Wake
}

export type TrafficContext = Pick<
  FlowContext,
  'spec' | 'sourceBrokers' | 'targetBrokers' | 'sourceFrames'
> & {
  readonly source: { readonly name: string }
}

export interface TrafficEvents {
  fault(copy: PartitionCopy, fault: FetchFault): void
  /** Whether this agent still holds the lease on its shards. */
  mayWrite(): boolean
  /** Routes may be stale: look again who leads what. */
  stale(): void
  trouble(error: unknown, what: string): void
  works(what: string): void
}

export class Traffic {
  readonly #context: TrafficContext
  readonly #events: TrafficEvents
  readonly #budget = new ByteBudget(heldBytesMax)
  readonly #rate: RateLimit | undefined
  readonly #fetchers = new Map<number, Fetcher>()
  readonly #writers = new Map<number, TargetWriter>()
  readonly #writerOf = new Map<Outlet, TargetWriter>()
  readonly #fetcherOf = new Map<PartitionCopy, Fetcher>()
  readonly #abort = new AbortController()

  constructor(context: TrafficContext, events: TrafficEvents) {
    this.#context = context
    this.#events = events
    const { bytesPerSecond } = context.spec.limits
    this.#rate = bytesPerSecond === undefined ? undefined : new RateLimit(bytesPerSecond)
  }

  /** Binds an outlet to the writer of its target leader; nothing of it may be in flight. */
  bindWriter(outlet: Outlet, targetLeader: number): void {
    const writer = this.#writer(targetLeader)
    const former = this.#writerOf.get(outlet)
    if (former !== writer) former?.forget(outlet)
    this.#writerOf.set(outlet, writer)
  }

  /** Fetches the copy from this source broker from now on. */
  bindFetcher(copy: PartitionCopy, sourceLeader: number): void {
    const fetcher = this.#fetcher(sourceLeader)
    const former = this.#fetcherOf.get(copy)
    if (former !== fetcher) this.#leave(copy)
    fetcher.copies.add(copy)
    this.#fetcherOf.set(copy, fetcher)
    fetcher.wake.ring()
  }

  unbind(copy: PartitionCopy): void {
    this.#leave(copy)
    this.#fetcherOf.delete(copy)
    this.#writerOf.get(copy)?.forget(copy)
    this.#writerOf.delete(copy)
  }

  /** A broker from which nothing is fetched any more is in nobody's way. */
  #leave(copy: PartitionCopy): void {
    const fetcher = this.#fetcherOf.get(copy)
    if (fetcher?.copies.delete(copy) && fetcher.copies.size === 0) this.#events.works(fetcher.what)
  }

  ready(outlet: Outlet): void {
    this.#writerOf.get(outlet)?.ready(outlet)
  }

  /** Writers that were held back look again. */
  poke(): void {
    for (const writer of this.#writers.values()) writer.poke()
  }

  room(copy: PartitionCopy, bytes: number): void {
    this.#budget.give(bytes)
    this.#fetcherOf.get(copy)?.wake.ring()
  }

  /** Nothing more is taken in, also not from an answer that is on its way; what was fetched is still written. */
  stopFetching(): void {
    this.#abort.abort()
  }

  #writer(brokerId: number): TargetWriter {
    let writer = this.#writers.get(brokerId)
    if (writer === undefined) {
      writer = new TargetWriter(
        () => this.#context.targetBrokers.connection(brokerId, 'produce'),
        this.#events.mayWrite,
      )
      this.#writers.set(brokerId, writer)
    }
    return writer
  }

  #fetcher(brokerId: number): Fetcher {
    const existing = this.#fetchers.get(brokerId)
    if (existing !== undefined) return existing
    const copies = new Set<PartitionCopy>()
    const wake = new Wake()
    const signal = this.#abort.signal
    const what = `fetching from broker ${brokerId} of "${this.#context.source.name}"`
    void fetchLoop(
      {
        connect: () => this.#context.sourceBrokers.connection(brokerId, 'fetch'),
        copies: () => copies,
        fault: (copy, fault) => this.#events.fault(copy, fault),
        answered: () => this.#events.works(what),
        lost: async (error) => {
          if (copies.size > 0) this.#events.trouble(error, what)
          this.#events.stale()
          await delay(200, undefined, { signal }).catch(() => undefined)
        },
        budget: this.#budget,
        frames: this.#context.sourceFrames,
        rate: this.#rate,
        wake,
      },
      signal,
    )
    const fetcher = { what, copies, wake }
    this.#fetchers.set(brokerId, fetcher)
    return fetcher
  }
}
