// Topic configs as they will be. Compared by effective value: a config that is set to what applies anyway is no
// change, so that plans do not argue over how a value came about.

import type { ConfigEntry } from '../kafka/cluster.ts'
import type { TopicSnapshot } from '../live/snapshot.ts'
import { configsToCreate, configsToSync } from '../mirror/config-sync.ts'
import { byText } from './canonical.ts'
import { type ConfigEntries, configEntries } from './inherited-configs.ts'
import type { FlowView } from './view.ts'

/** What is set on the topic itself, keys in order. Sensitive values are none of a plan's business. */
export function explicitConfigs(entries: ConfigEntries): Record<string, string> {
  return Object.fromEntries(
    [...entries.values()]
      .flatMap(({ name, value, source, sensitive }) =>
        source === 'topic' && !sensitive && value !== null ? [[name, value] as const] : [],
      )
      .sort(([one], [other]) => byText(one, other)),
  )
}

/** A topic that is created with these configs has all that its cluster has, and them. */
export function createdConfigs(
  inherited: ConfigEntries,
  configs: Readonly<Record<string, string>>,
): ConfigEntries {
  const created = new Map(inherited)
  for (const [name, value] of Object.entries(configs)) created.set(name, onTopic(name, value))
  return created
}

/** The configs of a remote topic after the plan; `before` is undefined for one that the plan creates. */
export function plannedConfigs(
  flow: FlowView,
  source: ConfigEntries,
  before: TopicSnapshot | undefined,
): ConfigEntries {
  const entries = [...source.values()]
  if (before === undefined) {
    return createdConfigs(flow.targetInherits, configsToCreate(entries, flow.configTravels))
  }
  const after = new Map(configEntries(before.configs))
  if (!flow.spec.configs.sync) return after
  const wanted = configsToSync(entries, flow.configTravels)
  for (const [name, value] of Object.entries(wanted.set)) {
    if (!sameConfig(name, after.get(name)?.value, value)) after.set(name, onTopic(name, value))
  }
  for (const name of wanted.unset) {
    const live = after.get(name)
    if (live?.source !== 'topic' || sameConfig(name, live.value, source.get(name)?.value)) continue
    after.set(name, flow.targetInherits.get(name) ?? { ...live, source: 'default', value: null })
  }
  return after
}

/** Whether two values of a config mean the same. */
export function sameConfig(
  name: string,
  one: string | null | undefined,
  other: string | null | undefined,
): boolean {
  if (one === other) return true
  if (name !== 'cleanup.policy' || typeof one !== 'string' || typeof other !== 'string') return false
  return policies(one) === policies(other)
}

function policies(value: string): string {
  return value
    .split(',')
    .map((policy) => policy.trim())
    .sort()
    .join()
}

function onTopic(name: string, value: string): ConfigEntry {
  return { name, value, source: 'topic', readOnly: false, sensitive: false }
}
