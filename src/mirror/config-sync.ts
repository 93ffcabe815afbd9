// Which topic configs travel from source to target (MM2's rules): what was set on the topic or dynamically on
// the brokers travels; what a broker's own file or Kafka's defaults say does not, because it describes that
// cluster and not the topic.

import type { ConfigEntry } from '../kafka/cluster.ts'
import { firstMatch } from './patterns.ts'

/** What the source wants a remote topic's configs to be. */
export interface WantedConfigs {
  readonly set: Readonly<Record<string, string>>
  /** At their default on the source, so the target's default is to apply. */
  readonly unset: readonly string[]
}

/** Compiles the flow's excluded config names (RE2, full match); the answer says whether a config travels. */
export function configFilter(exclude: readonly string[]): (name: string) => boolean {
  const excluded = firstMatch(exclude)
  return (name) => excluded(name) === undefined
}

/** The configs that a new remote topic is created with. */
export function configsToCreate(
  entries: readonly ConfigEntry[],
  travels: (name: string) => boolean,
): Readonly<Record<string, string>> {
  return configsToSync(entries, travels).set
}

/** What an existing remote topic is to have. Read-only, sensitive and static broker values are in neither part. */
export function configsToSync(
  entries: readonly ConfigEntry[],
  travels: (name: string) => boolean,
): WantedConfigs {
  const set: Record<string, string> = {}
  const unset: string[] = []
  for (const { name, value, source, readOnly, sensitive } of entries) {
    if (readOnly || sensitive || !travels(name)) continue
    if (source === 'default') unset.push(name)
    else if (value !== null && source !== 'static_broker' && source !== 'unknown') set[name] = value
  }
  return { set, unset }
}
