// The reads of a plan and nothing else: every kind once from each cluster, decoded and thrown away. Started by
// bench/plan.ts, built, with a list of bootstrap addresses for each cluster.

import type { Cluster } from '../src/kafka/cluster.ts'
import { connectCluster } from '../src/kafka/connect-cluster.ts'

const clusters = process.argv
  .slice(2)
  .map((address) =>
    connectCluster(address, { bootstrap: address.split(','), clientId: 'bench', security: {} }),
  )
await Promise.all(clusters.map(readAll))
await Promise.all(clusters.map((cluster) => cluster.close()))

async function readAll(cluster: Cluster): Promise<void> {
  const topics = await cluster.topics()
  const names = topics.map(({ name }) => name)
  const partitions = topics.flatMap(({ name, partitions }) =>
    partitions.map((_, partition) => ({ topic: name, partition })),
  )
  await Promise.all([
    cluster.describe(),
    cluster.topicConfigs(names),
    cluster.sizes(names),
    cluster.offsets(partitions, 'earliest'),
    cluster.offsets(partitions, 'latest'),
    cluster.acls(),
    cluster.groups().then((groups) => cluster.committedOffsets(groups.map(({ groupId }) => groupId))),
  ])
}
