// Writes MM2's offset syncs beside the copy, so that Java's checkpoint task and a return to MM2 find pairs of
// offsets. Being told of an acknowledged run costs a few compares; what became due waits, newest per partition,
// for one append a second. So a source where every transaction's marker is a jump costs no more than others.

import type { Cluster } from '../kafka/cluster.ts'
import { encodeOffsetSync } from '../mirror/mm2-records.ts'
import { offsetSyncsTopic } from '../mirror/naming.ts'
import {
  type AckedRun,
  noSyncYet,
  type OffsetPair,
  type SyncState,
  stepOffsetSync,
} from '../mirror/offset-sync-rule.ts'
import { repeat } from '../std/repeat.ts'
import type { FlowSpec } from '../topology/model.ts'
import { CompactedTopic } from './compacted-topic.ts'

/** The flow says which of the clusters holds the topic. */
export interface OffsetSyncOptions {
  readonly flow: Pick<FlowSpec, 'source' | 'target' | 'naming' | 'offsetSyncs'>
  readonly source: Cluster
  readonly target: Cluster
  /** An append that failed; what it held is sent again with the next one, or replaced by newer. */
  onError(error: unknown): void
  onDone?(): void
}

interface PartitionSyncs {
  readonly topic: string
  readonly partition: number
  state: SyncState
  due: OffsetPair | undefined
  tail: OffsetPair | undefined
}

const sendIntervalMs = 1_000
/** How long the last records of a partition wait for a sync; MM2's default is a minute. */
const tailIntervalMs = 10_000

/** The offset syncs of one flow: told of acknowledgements, and run beside the copy. */
export class OffsetSyncs {
  readonly #topic: CompactedTopic
  readonly #onError: (error: unknown) => void
  readonly #onDone: (() => void) | undefined
  readonly #partitions = new Map<string, PartitionSyncs[]>()
  /** Those with something due or a tail. */
  readonly #waiting = new Set<PartitionSyncs>()

  constructor({ flow, source, target, onError, onDone }: OffsetSyncOptions) {
    const { location } = flow.offsetSyncs
    this.#topic = new CompactedTopic(
      location === 'source' ? source : target,
      offsetSyncsTopic(flow, location),
    )
    this.#onError = onError
    this.#onDone = onDone
  }

  /** Records that the target acknowledged; per partition in order. `topic` is the source's name. */
  acked(topic: string, partition: number, run: AckedRun): void {
    const syncs = this.#partition(topic, partition)
    const step = stepOffsetSync(syncs.state, run)
    syncs.state = step.state
    if (step.due !== undefined) syncs.due = step.due
    syncs.tail = step.tail
    this.#waiting.add(syncs)
  }

  /** Sends what is due until the signal is aborted, then what still waits. */
  async run(signal: AbortSignal): Promise<void> {
    let tailsSentMs = performance.now()
    const onError = this.#onError
    const onDone = this.#onDone
    await repeat(
      async () => {
        const nowMs = performance.now()
        const tails = nowMs - tailsSentMs >= tailIntervalMs
        if (tails) tailsSentMs = nowMs
        await this.#send(tails)
      },
      { intervalMs: sendIntervalMs, signal, onError, ...(onDone && { onDone }) },
    )
    await this.#send(true).catch(onError)
  }

  async #send(tails: boolean): Promise<void> {
    const batch = new Map<PartitionSyncs, OffsetPair>()
    for (const syncs of this.#waiting) {
      if (tails && syncs.tail !== undefined) {
        syncs.due = syncs.tail
        syncs.tail = undefined
      }
      if (syncs.due !== undefined) batch.set(syncs, syncs.due)
    }
    const records = [...batch].map(([{ topic, partition }, pair]) =>
      encodeOffsetSync({ topic, partition, ...pair }),
    )
    await this.#topic.append(records, Date.now())
    for (const [syncs, sent] of batch) {
      // A newer one may have become due while this one was on its way.
      if (syncs.due === sent) syncs.due = undefined
      if (syncs.due === undefined && syncs.tail === undefined) this.#waiting.delete(syncs)
    }
  }

  #partition(topic: string, partition: number): PartitionSyncs {
    let partitions = this.#partitions.get(topic)
    if (partitions === undefined) {
      partitions = []
      this.#partitions.set(topic, partitions)
    }
    let syncs = partitions[partition]
    if (syncs === undefined) {
      syncs = { topic, partition, state: noSyncYet, due: undefined, tail: undefined }
      partitions[partition] = syncs
    }
    return syncs
  }
}
