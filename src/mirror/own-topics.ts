// The topics that Strait itself needs for a flow: its control and positions on the target, and MM2's own where the
// flow emits them.

import type { FlowSpec } from '../topology/model.ts'
import { controlTopic } from './control.ts'
import { checkpointsTopic, heartbeatsTopic, offsetSyncsTopic } from './naming.ts'
import { positionsTopic } from './positions.ts'

export interface OwnTopic {
  readonly on: 'source' | 'target'
  readonly topic: string
  /** Other flows may use the same. */
  readonly shared: boolean
}

export function ownTopics(spec: FlowSpec): OwnTopic[] {
  const { location, emit: emitsSyncs } = spec.offsetSyncs
  return [
    { on: 'target', topic: controlTopic, shared: true },
    { on: 'target', topic: positionsTopic, shared: true },
    ...(spec.checkpoints.emit
      ? [{ on: 'target', topic: checkpointsTopic(spec), shared: false } as const]
      : []),
    ...(spec.heartbeats.emit
      ? (['source', 'target'] as const).map((on) => ({ on, topic: heartbeatsTopic, shared: true }))
      : []),
    ...(emitsSyncs ? [{ on: location, topic: offsetSyncsTopic(spec, location), shared: false }] : []),
  ]
}
