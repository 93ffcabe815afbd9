// What a config comes down to. A topic that is yet to be created has no inherited values of its own, so they
// are taken from any topic of its cluster that inherits them: defaults are the cluster's, not the topic's.

import type { ClusterSnapshot } from '../live/snapshot.ts'
import type { ConfigEntries } from './planned-configs.ts'
import type { Route } from './routes.ts'

/** The value as known from the topic's own entries; undefined where they do not say. */
export function effectiveConfig(entries: ConfigEntries, name: string): string | undefined {
  return entries.get(name)?.value ?? undefined
}

/** The value that will apply to the remote topic once the plan is applied. */
export function remoteConfig(route: Route, name: string): string | undefined {
  return effectiveConfig(route.after.configs, name) ?? clusterDefault(route.flow.target, name)
}

/** The value that applies to the source topic. */
export function sourceConfig(route: Route, name: string): string | undefined {
  return effectiveConfig(route.source.configs, name) ?? clusterDefault(route.flow.source, name)
}

function clusterDefault(cluster: ClusterSnapshot, name: string): string | undefined {
  for (const topic of cluster.topics.values()) {
    const entry = topic.configs.find((config) => config.name === name)
    if (entry !== undefined && entry.source !== 'topic') return entry.value ?? undefined
  }
  return undefined
}
