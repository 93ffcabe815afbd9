// Topic configs as they will be. Compared by effective value: a config that is set to what applies anyway is no
// change, so that plans do not argue over how a value came about.

import type { ConfigEntry } from '../kafka/cluster.ts'
import type { TopicSnapshot } from '../live/snapshot.ts'
import { configsToCreate, configsToSync } from '../mirror/config-sync.ts'
import { byText } from './canonical.ts'
import { configGuard, type KeptConfig, setValue } from './config-guard.ts'
import { type ConfigEntries, configEntries } from './inherited-configs.ts'
import { type RetentionStep, retentionSteps } from './retention-steps.ts'
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

export interface PlannedConfigs {
  readonly configs: ConfigEntries
  /** Keys that differ from what the source wants, and stay as they are because a guard says so. */
  readonly kept: readonly KeptConfig[]
  /** Keys that come down to what the source wants in several applies. */
  readonly steps: readonly RetentionStep[]
}

/** The configs of a remote topic after the plan; `before` is undefined for one that the plan creates. */
export function plannedConfigs(
  flow: FlowView,
  source: ConfigEntries,
  before: TopicSnapshot | undefined,
): PlannedConfigs {
  const entries = [...source.values()]
  if (before === undefined) {
    const configs = createdConfigs(flow.targetInherits, configsToCreate(entries, flow.configTravels))
    return { configs, kept: [], steps: [] }
  }
  const live = configEntries(before.configs)
  if (!flow.spec.configs.sync) return { configs: live, kept: [], steps: [] }
  const wanted = wantedConfigs(flow, source, live)
  if (wanted.length === 0) return { configs: live, kept: [], steps: [] }
  const after = new Map(live)
  const kept: KeptConfig[] = []
  const guard = configGuard(flow, before.name)
  for (const [name, entry] of wanted) {
    const is = live.get(name)
    const reason = guard(name, is, setValue(entry))
    if (reason === undefined) after.set(name, entry)
    else kept.push({ name, reason, live: setValue(is), wanted: setValue(entry) })
  }
  const steps = retentionSteps(flow.spec, before, after)
  for (const { name, value } of steps) after.set(name, onTopic(name, value))
  return { configs: after, kept, steps }
}

/** Only keys that are not as the source wants them, as they would be. */
function wantedConfigs(flow: FlowView, source: ConfigEntries, live: ConfigEntries): [string, ConfigEntry][] {
  const { set, unset } = configsToSync([...source.values()], flow.configTravels)
  const toSet = Object.entries(set).flatMap(([name, value]): [string, ConfigEntry][] =>
    sameConfig(name, live.get(name)?.value, value) ? [] : [[name, onTopic(name, value)]],
  )
  const toUnset = unset.flatMap((name): [string, ConfigEntry][] => {
    const is = live.get(name)
    if (is?.source !== 'topic' || sameConfig(name, is.value, source.get(name)?.value)) return []
    return [[name, flow.targetInherits.get(name) ?? { ...is, source: 'default', value: null }]]
  })
  return [...toSet, ...toUnset]
}

/** Whether two values of a config mean the same. */
export function sameConfig(
  name: string,
  one: string | null | undefined,
  other: string | null | undefined,
): boolean {
  if (one === other) return true
  if (typeof one !== 'string' || typeof other !== 'string') return false
  return normal(name, one) === normal(name, other)
}

/** Brokers keep a value as it was typed: `0.50`, ` 604800000`, `TRUE` and `delete,compact` have more than one way. */
function normal(name: string, value: string): string {
  const text = value.trim()
  if (name === 'cleanup.policy' || name.endsWith('.throttled.replicas')) {
    return text
      .split(',')
      .map((part) => part.trim())
      .sort()
      .join()
  }
  if (/^[+-]?\d+$/.test(text)) return String(BigInt(text.replace('+', '')))
  if (/^[+-]?\d*\.\d+$/.test(text)) return String(Number(text))
  return /^(?:true|false)$/i.test(text) ? text.toLowerCase() : text
}

function onTopic(name: string, value: string): ConfigEntry {
  return { name, value, source: 'topic', readOnly: false, sensitive: false }
}
