// Configs of remote topics that exist: what the source's topic has set is set, what the source leaves at its
// default is unset, what the flow excludes is the target's own. One row a topic.

import { topicConfigAddress } from './address.ts'
import { sameValue } from './canonical.ts'
import { ownedConfigs } from './config-owners.ts'
import { configEntries } from './inherited-configs.ts'
import { managedTopic } from './managed-things.ts'
import { explicitConfigs } from './planned-configs.ts'
import type { ChangeOf } from './resource-change.ts'
import type { Outlook, Route } from './routes.ts'
import { identityFields } from './view.ts'

export function diffTopicConfigs({ view, routes }: Outlook): ChangeOf<'topic_config'>[] {
  return routes.flatMap((route): ChangeOf<'topic_config'>[] => {
    const change = changedConfigs(route)
    if (change === undefined) return []
    const { flow, after } = route
    return [
      {
        address: topicConfigAddress(flow.target.name, after.name),
        type: 'topic_config',
        name: after.name,
        cluster: flow.target.name,
        flow: flow.spec.name,
        ...identityFields(flow),
        ...rememberedFields(route, change.after),
        change: {
          actions: ['update'],
          before: { configs: change.before },
          after: { configs: change.after },
          after_unknown: {},
          replace_paths: [],
        },
        action_reason: 'source_differs',
        impact: {
          groups: [...view.groupsOn(flow.target, after.name)],
          target_only: Object.keys(change.before)
            .filter((name) => !(name in change.after))
            .sort(),
          ...(route.steps.length === 0
            ? {}
            : {
                steps: route.steps.map(({ name, wanted, appliesLeft }) => ({
                  config: name,
                  wanted,
                  applies_left: appliesLeft,
                })),
              }),
          keys: ownedConfigs(route),
        },
        risk: { level: 'none', reasons: [] },
      },
    ]
  })
}

/**
 * What apply notes with the topic's entry, so that a later change of someone else is told from one of the source.
 * A key that is kept stays what it was known as; a topic without an entry gets none by this.
 */
function rememberedFields({ flow, before, after, kept }: Route, configs: Readonly<Record<string, string>>) {
  const entry = managedTopic(flow.target, after.name)
  if (entry?.topicId === undefined || entry.topicId !== before?.id) return {}
  const known = entry.configs ?? {}
  const remembered = { ...configs }
  for (const { name } of kept) {
    const value = known[name]
    if (value === undefined) delete remembered[name]
    else remembered[name] = value
  }
  const { address, protect } = entry
  return { remembered: { address, flow: entry.flow, protect, configs: remembered } }
}

/** The one call that a row stands for: keys to set, with their values, and keys to unset. */
export function configChangeOf(row: ChangeOf<'topic_config'>): {
  readonly topic: string
  readonly set: Readonly<Record<string, string>>
  readonly unset: readonly string[]
} {
  const before = row.change.before?.configs ?? {}
  const after = row.change.after?.configs ?? {}
  return {
    topic: row.name,
    set: Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name] !== value)),
    unset: Object.keys(before).filter((name) => !(name in after)),
  }
}

function changedConfigs({ before, after }: Route) {
  if (before === undefined) return undefined
  const now = explicitConfigs(configEntries(before.configs))
  const then = explicitConfigs(after.configs)
  return sameValue(now, then) ? undefined : { before: now, after: then }
}
