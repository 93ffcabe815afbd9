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
  const { clientId } = settings
  // One object for all connections, which read it when they open.
  const security = { ...settings.security }
  const renew = renewal(async () => {
    Object.assign(security, (await clusterSettings(spec, source)).security)
  })
  const frames = new FramePool(idleFrameBytesMax)
  const cluster = connectCluster(spec.name, { ...settings, security })
  const bootstrap = endpointsOf(settings.bootstrap)
  return {
    cluster,
    brokers: new Brokers({ bootstrap, security, clientId, frames, refused: renew }),
    frames,
    side: { cluster: spec.name, principal: principalOf(security) },
    expect: expectation(spec, cluster, renew),
  }
}

const renewMs = 2_000

/**
 * Reads passwords and certificates from their files again, now and then, after they were refused: who replaced them need
 * not start the agent anew. What cannot be read is read at the next refusal.
 */
function renewal(read: () => Promise<void>): () => void {
  let lastMs = Number.NEGATIVE_INFINITY
  return () => {
    if (performance.now() - lastMs < renewMs) return
    lastMs = performance.now()
    read().catch(() => undefined)
  }
}

function expectation(
  { name, clusterId: declared }: ClusterSpec,
  cluster: Cluster,
  renew: () => void,
): () => Promise<void> {
  let first: string | undefined
  return async () => {
    const { clusterId } = await cluster.describe().catch((error: unknown) => {
      if (error instanceof StraitError && (error.code === 'ST302' || error.code === 'ST308')) renew()
      throw error
    })
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
