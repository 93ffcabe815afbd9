// A cluster as an agent needs it: the control plane, and brokers of its own for the data plane, so that a long
// poll or a full pipe never stands before a small question.

import type { Cluster } from '../kafka/cluster.ts'
import { connectCluster } from '../kafka/connect-cluster.ts'
import { endpointsOf } from '../kafka/settings.ts'
import { clusterSettings, type SecretSource } from '../live/connect.ts'
import type { ClusterSpec } from '../topology/model.ts'
import { Brokers } from '../wire/brokers.ts'
import { FramePool } from '../wire/frame-pool.ts'

export interface ConnectedCluster {
  readonly cluster: Cluster
  readonly brokers: Brokers
  /** Where fetched frames come from, and go back to when their last batch is written. */
  readonly frames: FramePool
}

const idleFrameBytesMax = 48 * 1024 * 1024

/** Nothing is sent yet; closing both is the caller's. */
export async function connectBoth(spec: ClusterSpec, source: SecretSource): Promise<ConnectedCluster> {
  const settings = await clusterSettings(spec, source, 'strait-agent')
  const { security, clientId } = settings
  const frames = new FramePool(idleFrameBytesMax)
  return {
    cluster: connectCluster(spec.name, settings),
    brokers: new Brokers({ bootstrap: endpointsOf(settings.bootstrap), security, clientId, frames }),
    frames,
  }
}
