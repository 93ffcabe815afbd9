// Topics on both sides of a flow: the same names (prefixed on the target) and partitions, a record in each topic of
// the source and groups with offsets there. The target's are empty, since a plan refuses to write behind others.

import { setTimeout as delay } from 'node:timers/promises'
import type { Cluster } from '../src/kafka/cluster.ts'

export interface Sides {
  readonly source: Cluster
  readonly target: Cluster
}

const topicsPerCall = 100
const groupsMax = 50

/** Adds what is missing; topics that stand already are left alone. */
export async function growTo(
  { source, target }: Sides,
  { topics, partitions }: { readonly topics: number; readonly partitions: number },
): Promise<void> {
  const names = Array.from({ length: topics }, (_, at) => `orders-${String(at).padStart(5, '0')}`)
  const [added] = await Promise.all([
    addTopics(source, names, partitions),
    addTopics(
      target,
      names.map((name) => `us.${name}`),
      partitions,
    ),
  ])
  for (const name of added) {
    await source.append(name, [{ partition: 0, key: null, value: Buffer.from(name) }])
  }
  for (let at = 0; at < Math.min(groupsMax, topics / 10); at++) {
    const read = names.filter((_, index) => index % groupsMax === at)
    const offsets = read.map((topic) => ({ topic, partition: 0, offset: 1, metadata: '' }))
    await source.commitOffsets(`billing-${at}`, offsets)
  }
}

async function addTopics(cluster: Cluster, names: readonly string[], partitions: number): Promise<string[]> {
  const there = new Set((await cluster.topics()).map(({ name }) => name))
  const missing = names.filter((name) => !there.has(name))
  for (let at = 0; at < missing.length; at += topicsPerCall) {
    const piece = missing.slice(at, at + topicsPerCall)
    const results = await cluster.createTopics(
      piece.map((name) => ({
        name,
        partitions,
        replicationFactor: 1,
        configs: { 'retention.ms': '604800000' },
      })),
    )
    for (const { error } of results) if (error !== undefined) throw error
  }
  // A broker that is this busy tells of its topics late.
  while ((await cluster.topics(missing)).length < missing.length) await delay(500)
  return missing
}
