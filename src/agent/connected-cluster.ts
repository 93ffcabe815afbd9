// A cluster as an agent needs it: the control plane, and brokers of its own for the data plane, so that a long
// poll or a full pipe never stands before a small question.

import { StraitError } from '../errors/strait-error.ts'
import type { Cluster } from '../kafka/cluster.ts'
import { connectCluster } from '../kafka/connect-cluster.ts'
import { endpointsOf, principalOf } from '../kafka/settings.ts'
import { clusterSettings, type SecretSource } from '../live/connect.ts'
import type { ClusterSpec } from '../topology/model.ts'
import { Brokers } from '../wire/brokers.ts'
import { FramePool } from '../wire/frame-pool.ts'
import type { Side } from './patience.ts'

export interface ConnectedCluster {
  readonly cluster: Cluster
  readonly brokers: Brokers
  /** Where fetched frames come from, and go back to when their last batch is written. */
  readonly frames: FramePool
  readonly side: Side
  /**
   * Throws ST522 where the brokers are those of another cluster than the topology expects, or than they were: an
   * address that leads elsewhere must not be copied from, nor to.
   */
  expect(): Promise<void>
}

const idleFrameBytesMax = 48 * 1024 * 1024

/** Nothing is sent yet; closing both is the caller's. */
export async function connectBoth(spec: ClusterSpec, source: SecretSource): Promise<ConnectedCluster> {
  const settings = await clusterSettings(spec, source, 'strait-agent')
  const { security, clientId } = settings
  const frames = new FramePool(idleFrameBytesMax)
  const cluster = connectCluster(spec.name, settings)
  return {
    cluster,
    brokers: new Brokers({ bootstrap: endpointsOf(settings.bootstrap), security, clientId, frames }),
    frames,
    side: { cluster: spec.name, principal: principalOf(security) },
    expect: expectation(spec, cluster),
  }
}

function expectation({ name, clusterId: declared }: ClusterSpec, cluster: Cluster): () => Promise<void> {
  let first: string | undefined
  return async () => {
    const { clusterId } = await cluster.describe()
    first ??= declared ?? clusterId
    if (clusterId === first) return
    const expected =
      declared === undefined ? `it was ${first} when this agent began` : `the topology expects ${first}`
    throw new StraitError(
      'ST522',
      `cluster "${name}" says its id is ${clusterId}, ${expected}: wrong cluster?`,
    )
  }
}
