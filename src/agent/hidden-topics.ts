// A topic that we may not see is in no listing, and looks exactly like one that was deleted. Only the broker can tell.

import type { Cluster } from '../kafka/cluster.ts'

/** Those of the names that exist, or may exist, and are kept from us. */
export async function hiddenTopics(cluster: Cluster, names: readonly string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set()
  const { topics } = await cluster.rights({ topics: names, groups: [], keepsOffsets: false })
  return new Set(names.filter((name) => topics.get(name)?.length === 0))
}
