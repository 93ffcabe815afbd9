// Which topics take no records now because fewer replicas are in sync than their `min.insync.replicas` asks for.

import type { Cluster } from '../kafka/cluster.ts'

/** Of these topics; empty also where their configs may not be read. */
export async function shortOfReplicas(cluster: Cluster, names: readonly string[]): Promise<string[]> {
  const distinct = [...new Set(names)]
  const [topics, configs] = await Promise.all([
    cluster.topics(distinct),
    cluster.topicConfigs(distinct, { denied: 'leave_out' }),
  ])
  return topics
    .filter(({ name, partitions }) => {
      const wanted = Number(
        configs.get(name)?.find((config) => config.name === 'min.insync.replicas')?.value ?? 0,
      )
      // More than there are replicas is never asked for (KIP-966).
      return partitions.some(({ isr, replicas }) => isr.length < Math.min(wanted, replicas.length))
    })
    .map(({ name }) => name)
}
