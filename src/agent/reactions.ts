// What brokers say of one partition, carried out: `reaction.ts` decides, and here copy, shard and flow do it.

import { StraitError } from '../errors/strait-error.ts'
import type { FlowContext } from './flow-context.ts'
import type { PartitionCopy } from './partition-copy.ts'
import { type Reaction, type Refusal, reactToFault, reactToRefusal } from './reaction.ts'
import type { Shard } from './shard.ts'
import type { FetchFault } from './source-fetcher.ts'

export interface ReactionHooks {
  readonly sides: FlowContext['sides']
  halt(copy: PartitionCopy, error: StraitError): void
  /** A newer owner has the shard. */
  fenced(shard: Shard): void
  /** Routes may be stale: look again who leads what. */
  stale(): void
  warn(error: StraitError, what: string): void
}

export class Reactions {
  readonly #hooks: ReactionHooks
  /** Where the batch ended that was refused last: the same one again is not damaged by chance. */
  readonly #refusedAt = new WeakMap<PartitionCopy, number>()

  constructor(hooks: ReactionHooks) {
    this.#hooks = hooks
  }

  /** The target refused a batch of the copy. */
  refused(shard: Shard, copy: PartitionCopy, refusal: Omit<Refusal, 'again'>): void {
    const { batch } = refusal
    const again = this.#refusedAt.get(copy) === batch.sourceEnd
    this.#refusedAt.set(copy, batch.sourceEnd)
    // Its parts go one by one, and the refusal then names the right one.
    if (batch.merged) copy.mergeBytesMax = Math.floor(batch.batch.length / 2)
    this.#carryOut(shard, copy, reactToRefusal(copy.route, { ...refusal, again }, this.#hooks.sides.target))
  }

  /** The source answered a fetch of the copy with something else than batches. */
  fault(shard: Shard, copy: PartitionCopy, fault: FetchFault): void {
    const { source } = this.#hooks.sides
    this.#carryOut(shard, copy, reactToFault(copy.route, copy.fetchNext, { fault, source }))
  }

  /** What was sent may stand in the log or not. */
  distrust(shard: Shard, copy: PartitionCopy, why: string): void {
    this.#carryOut(shard, copy, { do: 'distrust', why })
  }

  #carryOut(shard: Shard, copy: PartitionCopy, reaction: Reaction): void {
    const { halt, fenced, stale, warn } = this.#hooks
    switch (reaction.do) {
      case 'halt':
        halt(copy, reaction.error)
        break
      case 'fence':
        fenced(shard)
        break
      case 'reprove':
        shard.reprove(copy)
        break
      case 'distrust':
        stale()
        if (shard.distrust())
          warn(new StraitError('ST305', reaction.why), `${copy.remoteTopic}-${copy.partition}`)
        break
      case 'hold':
        copy.heldUntilMs = performance.now() + reaction.forMs
        copy.waits.source = reaction.error
        if (reaction.error !== undefined) warn(reaction.error, copy.route.topic)
        stale()
        break
      case 'wait':
        // What stands in a transaction that is open is in doubt with it.
        if (copy.transactionalId === null) shard.hold(copy, reaction.error)
        else this.distrust(shard, copy, reaction.error.message)
        break
    }
  }
}
