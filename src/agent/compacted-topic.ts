// One of MM2's compacted topics with a single partition: created when it is missing, as MM2 creates it, and
// appended to in requests of bounded size. Its records have no tombstones: Java's readers stop at one.

import type { Cluster, LogRecord } from '../kafka/cluster.ts'
import { readIfThere } from '../live/read-if-there.ts'
import type { KeyValue } from '../mirror/mm2-records.ts'
import { piecesOf } from '../std/pieces.ts'

const requestBytesMax = 512 * 1024

/** Remembers that the topic exists, until an append fails. */
export class CompactedTopic {
  readonly #cluster: Cluster
  readonly #name: string
  #exists = false

  constructor(cluster: Cluster, name: string) {
    this.#cluster = cluster
    this.#name = name
  }

  /** Appends in order. Where it rejects, the first records may be written and the rest not. */
  async append(records: readonly KeyValue[], timestampMs: number): Promise<void> {
    if (records.length === 0) return
    await this.#ensure()
    try {
      for (const request of piecesOf(records, sizeOf, requestBytesMax)) {
        await this.#cluster.append(
          this.#name,
          request.map(({ key, value }) => ({ partition: 0, key, value, timestampMs })),
        )
      }
    } catch (error) {
      // The topic may have been deleted under us.
      this.#exists = false
      throw error
    }
  }

  /** All records, oldest first; none where the topic does not exist. */
  async read(): Promise<LogRecord[]> {
    return readIfThere(this.#cluster, this.#name)
  }

  async #ensure(): Promise<void> {
    if (this.#exists || (await this.#isThere())) return
    const [created] = await this.#cluster.createTopics([
      { name: this.#name, partitions: 1, replicationFactor: -1, configs: { 'cleanup.policy': 'compact' } },
    ])
    // Somebody else may have been faster.
    if (created?.error !== undefined && !(await this.#isThere())) throw created.error
    this.#exists = true
  }

  async #isThere(): Promise<boolean> {
    this.#exists = (await this.#cluster.topics([this.#name])).length > 0
    return this.#exists
  }
}

function sizeOf({ key, value }: KeyValue): number {
  return key.length + value.length
}
