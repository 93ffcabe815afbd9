// Heartbeats as MM2's dedicated mode emits them for a flow: a key (target, source) into `heartbeats` on the
// source, which the flow then copies and by which Java's MirrorClient counts hops, and a key (source, target)
// into `heartbeats` on the target.

import type { Cluster } from '../kafka/cluster.ts'
import { encodeHeartbeat } from '../mirror/mm2-records.ts'
import { heartbeatsTopic } from '../mirror/naming.ts'
import { repeat } from '../std/repeat.ts'
import type { FlowSpec } from '../topology/model.ts'
import { CompactedTopic } from './compacted-topic.ts'

/** The flow's path and the clusters at its ends. */
export interface HeartbeatOptions {
  readonly flow: Pick<FlowSpec, 'source' | 'target' | 'heartbeats'>
  readonly source: Cluster
  readonly target: Cluster
  readonly signal: AbortSignal
  /** A heartbeat that failed; the other cluster's goes on, and this one's is tried again. */
  onError(error: unknown): void
  onDone?(): void
}

/** Emits until the signal is aborted. */
export async function emitHeartbeats({
  flow,
  source,
  target,
  signal,
  onError,
  onDone,
}: HeartbeatOptions): Promise<void> {
  const { intervalMs } = flow.heartbeats
  await Promise.all([
    beat(new CompactedTopic(source, heartbeatsTopic), { source: flow.target, target: flow.source }),
    beat(new CompactedTopic(target, heartbeatsTopic), { source: flow.source, target: flow.target }),
  ])

  async function beat(topic: CompactedTopic, path: { source: string; target: string }): Promise<void> {
    await repeat(
      async () => {
        const timestampMs = Date.now()
        await topic.append([encodeHeartbeat({ ...path, timestampMs })], timestampMs)
      },
      { intervalMs, signal, onError, ...(onDone && { onDone }) },
    )
  }
}
