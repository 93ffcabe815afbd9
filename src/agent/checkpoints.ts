// Writes the groups' translated offsets into `<source>.checkpoints.internal` on the target, so that Java's
// RemoteClusterUtils and MM2 find them there. Translated by the exact map; written by MM2's rule of what is more
// recent, which needs the earlier checkpoints: they are read back at the start.

import { isRetriable } from '../errors/strait-error.ts'
import type { Cluster } from '../kafka/cluster.ts'
import { checkpointOf, isMoreRecent } from '../mirror/checkpoint-rule.ts'
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../mirror/mm2-records.ts'
import { checkpointsTopic } from '../mirror/naming.ts'
import { repeat } from '../std/repeat.ts'
import type { FlowSpec } from '../topology/model.ts'
import { CompactedTopic } from './compacted-topic.ts'
import { GroupCommitReader, type OffsetMapOf } from './group-commits.ts'

/** What is read and translated, and where it is written. */
export interface CheckpointOptions {
  readonly flow: FlowSpec
  readonly source: Cluster
  readonly target: Cluster
  readonly offsetMap: OffsetMapOf
  readonly signal: AbortSignal
  /** A round that failed, or a record of the topic that is not a checkpoint; the next round comes all the same. */
  onError(error: unknown): void
  onDone?(): void
}

/** Emits until the signal is aborted. */
export async function emitCheckpoints(options: CheckpointOptions): Promise<void> {
  const { flow, source, target, offsetMap, signal, onError, onDone } = options
  const topic = new CompactedTopic(target, checkpointsTopic(flow))
  const reader = new GroupCommitReader(flow, source, offsetMap)
  let written: Map<string, Checkpoint> | undefined
  await repeat(emitRound, {
    intervalMs: flow.checkpoints.intervalMs,
    signal,
    onError,
    ...(onDone && { onDone }),
  })

  async function emitRound(): Promise<void> {
    written ??= await readCheckpoints(topic, onError)
    const timestampMs = Date.now()
    const due: Checkpoint[] = []
    for (const commit of await reader.read()) {
      const checkpoint = checkpointOf(commit, commit.map, commit.sourceLatest)
      if (checkpoint === undefined) continue
      if (isMoreRecent(checkpoint, written.get(keyOf(checkpoint)))) due.push(checkpoint)
    }
    await topic.append(due.map(encodeCheckpoint), timestampMs)
    for (const checkpoint of due) written.set(keyOf(checkpoint), checkpoint)
  }
}

async function readCheckpoints(
  topic: CompactedTopic,
  onError: (error: unknown) => void,
): Promise<Map<string, Checkpoint>> {
  const checkpoints = new Map<string, Checkpoint>()
  for (const record of await topic.read()) {
    if (record.value === null) continue
    try {
      const checkpoint = decodeCheckpoint(record)
      checkpoints.set(keyOf(checkpoint), checkpoint)
    } catch (error) {
      // A stray record says nothing about any group: the group's next checkpoint is simply written.
      if (isRetriable(error)) throw error
      onError(error)
    }
  }
  return checkpoints
}

function keyOf({ group, topic, partition }: Checkpoint): string {
  return JSON.stringify([group, topic, partition])
}
