// The clusters of a topology, opened together and closed together.

import type { Cluster } from '../kafka/cluster.ts'
import type { ClusterSpec } from '../topology/model.ts'
import { secretReader } from './secrets.ts'

export interface OpenClusters {
  readonly byName: ReadonlyMap<string, Cluster>
  readonly close: () => Promise<void>
}

/** `directory`: where relative file names of the topology start. */
export async function openClusters(
  specs: Readonly<Record<string, ClusterSpec>>,
  directory: string,
): Promise<OpenClusters> {
  const { openCluster } = await import('../live/connect.ts')
  const source = { directory, readSecret: secretReader(directory) }
  const opened = new Map<string, Cluster>()
  const close = async (): Promise<void> => {
    await Promise.all(opened.values().map((cluster) => cluster.close()))
  }
  try {
    for (const spec of Object.values(specs)) opened.set(spec.name, await openCluster(spec, source))
  } catch (error) {
    await close()
    throw error
  }
  return { byName: opened, close }
}
