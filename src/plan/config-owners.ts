// Three ways to look at a config of a remote topic: what the source has, what the target has, and who of source,
// target and git decides. A plan changes a key only where the source decides; whatever the others own is left alone.

import { firstMatch } from '../mirror/patterns.ts'
import { defaultConfigExcludes } from '../topology/defaults.ts'
import { byText } from './canonical.ts'
import { configEntries } from './inherited-configs.ts'
import { sameConfig } from './planned-configs.ts'
import type { ChangeOf } from './resource-change.ts'
import type { Route } from './routes.ts'

export type OwnedConfigs = NonNullable<ChangeOf<'topic_config'>['impact']['keys']>

/** Of every key that is set on either topic and means something else on the other. */
export function ownedConfigs({ flow, source, before }: Route): OwnedConfigs {
  const target = configEntries(before?.configs ?? [])
  const isShown = (entry: { readonly sensitive: boolean } | undefined): boolean => entry?.sensitive !== true
  const names = new Set<string>()
  for (const side of [source.configs, target]) {
    for (const entry of side.values()) if (entry.source === 'topic' && !entry.sensitive) names.add(entry.name)
  }
  const owner = ownerOfConfig(flow.spec)
  return Object.fromEntries(
    [...names].sort(byText).flatMap((name) => {
      const [there, here] = [source.configs.get(name), target.get(name)]
      if (!isShown(there) || !isShown(here) || sameConfig(name, there?.value, here?.value)) return []
      return [[name, { source: there?.value ?? null, target: here?.value ?? null, owner: owner(name) }]]
    }),
  )
}

/** `git`: the topology says to leave the key alone. `target`: it belongs to one cluster only, as MM2 has it. */
export function ownerOfConfig({
  configs: { sync, exclude },
  lifecycle,
}: Route['flow']['spec']): (name: string) => OwnedConfigs[string]['owner'] {
  const excluded = firstMatch(exclude)
  const ignored = firstMatch(lifecycle.ignoreChanges ?? [])
  return (name) => {
    if (!sync || ignored(name) !== undefined) return 'git'
    const pattern = excluded(name)
    if (pattern === undefined) return 'source'
    return defaultConfigExcludes.includes(pattern) ? 'target' : 'git'
  }
}
