// What every part of one flow's work shares: the applied spec, both clusters, and where to speak.

import type { Cluster } from '../kafka/cluster.ts'
import type { FlowEntry, GapEntry, ManagedEntry } from '../mirror/control.ts'
import type { FlowSpec } from '../topology/model.ts'
import type { Brokers } from '../wire/brokers.ts'
import type { FramePool } from '../wire/frame-pool.ts'
import type { AgentLogger } from './agent-logger.ts'
import type { Side } from './patience.ts'

export interface FlowContext {
  readonly spec: FlowSpec
  /** What the flow is known by to Kafka, whatever it is called now. */
  readonly identity: string
  readonly entry: FlowEntry
  /** What the target's control topic says of a thing that Strait made, as far as it was read. */
  standing(address: string): ManagedEntry | undefined
  /** The flow's halted partitions, as far as the control topic was read. */
  halts(): readonly GapEntry[]
  /** Heartbeats belong to a pair of clusters: one of its flows copies them. */
  readonly carriesHeartbeats: boolean
  readonly agentId: string
  readonly source: Cluster
  readonly target: Cluster
  readonly sourceBrokers: Brokers
  readonly targetBrokers: Brokers
  readonly sourceFrames: FramePool
  readonly sides: { readonly source: Side; readonly target: Side }
  /** Throws ST522 where one of the two is another cluster than it has to be. */
  expectClusters(): Promise<void>
  readonly logger: AgentLogger
  readonly sessionTimeoutMs: number
}
