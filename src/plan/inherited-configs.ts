// What a topic of a cluster has where nothing is set on it. Kafka tells this per topic only, so for topics that
// are yet to be created it is read off those that exist: what they inherit is the cluster's, not their own.

import type { ConfigEntry } from '../kafka/cluster.ts'
import type { Snapshot } from '../live/snapshot.ts'
import { oncePer } from '../std/once-per.ts'
import { byText } from './canonical.ts'

export type ConfigEntries = ReadonlyMap<string, ConfigEntry>

/** By name. */
export const configEntries = oncePer(
  (entries: readonly ConfigEntry[]): ConfigEntries => new Map(entries.map((entry) => [entry.name, entry])),
)

/** By cluster id. A cluster without topics is taken to have what Kafka ships with, as another cluster shows it. */
export function inheritedConfigs(snapshot: Snapshot): ReadonlyMap<string, ConfigEntries> {
  const clusters = [...snapshot.clusters.values()].sort((one, other) => byText(one.name, other.name))
  const shipped = new Map<string, ConfigEntry>()
  const byCluster = new Map<string, Map<string, ConfigEntry>>()
  for (const { description, topics } of clusters) {
    const inherited = new Map<string, ConfigEntry>()
    const ordered = [...topics.values()].sort((one, other) => byText(one.name, other.name))
    // Topics that have the same share a list.
    for (const configs of new Set(ordered.map((topic) => topic.configs))) {
      for (const entry of configs) {
        if (entry.source === 'topic') continue
        if (!inherited.has(entry.name)) inherited.set(entry.name, entry)
        if (entry.source === 'default' && !shipped.has(entry.name)) shipped.set(entry.name, entry)
      }
    }
    byCluster.set(description.clusterId, inherited)
  }
  for (const inherited of byCluster.values()) {
    for (const [name, entry] of shipped) if (!inherited.has(name)) inherited.set(name, entry)
  }
  return byCluster
}
