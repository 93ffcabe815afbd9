// A cluster block → an open `Cluster`. The only place where a topology's secret references become secrets on
// the way to a connection; they go into the connection's settings and nowhere else.

import type { Cluster } from '../kafka/cluster.ts'
import { connectCluster } from '../kafka/connect-cluster.ts'
import type { ClusterSettings } from '../kafka/settings.ts'
import type { ClusterSpec, SecretRef } from '../topology/model.ts'
import { tlsOptions } from './tls-files.ts'

export interface SecretSource {
  /** The topology's directory: relative file names start there. */
  readonly directory: string
  /** Throws where the secret is missing, or is not for this cluster; its error passes through. */
  readonly readSecret: (ref: SecretRef, cluster: ClusterSpec) => string
}

/** What kafka/ and wire/ connect with. Throws ST400–ST402 naming the file, and whatever `readSecret` throws. */
export async function clusterSettings(
  spec: ClusterSpec,
  { directory, readSecret }: SecretSource,
  clientId = 'strait',
): Promise<ClusterSettings> {
  const own = (ref: SecretRef): string => readSecret(ref, spec)
  const tls = spec.tls && (await tlsOptions(spec.tls, { directory, readSecret: own }))
  return {
    bootstrap: spec.bootstrap,
    clientId,
    security: {
      ...(tls && { tls }),
      ...(spec.sasl && { sasl: { ...spec.sasl, password: own(spec.sasl.password) } }),
    },
  }
}

/** Nothing is sent before the first call on the cluster; closing it is the caller's. */
export async function openCluster(
  spec: ClusterSpec,
  source: SecretSource,
  clientId?: string,
): Promise<Cluster> {
  return connectCluster(spec.name, await clusterSettings(spec, source, clientId))
}
