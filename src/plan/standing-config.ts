// One config of a copy that is there, as it is before any change: its value, and who of source, target and git decides it.

import { type OwnedConfigs, ownerOfConfig } from './config-owners.ts'
import { configEntries } from './inherited-configs.ts'
import type { Outlook, Route } from './routes.ts'

export interface StandingConfig {
  /** Null where there is none; undefined where it is not for showing. */
  readonly value: string | null | undefined
  /** On the topic itself, and not inherited from its cluster. */
  readonly isSet: boolean
  readonly onSource: string | null
  readonly owner: OwnedConfigs[string]['owner']
  /** Why it stays, where the source has it otherwise and would decide. */
  readonly kept: Route['kept'][number]['reason'] | undefined
}

/** Undefined where no such copy is there. */
export function standingConfigs(
  { routes }: Outlook,
  copy: { readonly flow: string; readonly name: string },
): ReadonlyMap<string, StandingConfig> | undefined {
  const route = routes.find(({ flow, after }) => flow.spec.name === copy.flow && after.name === copy.name)
  if (route?.before === undefined) return undefined
  const { flow, source, before, kept } = route
  const owner = ownerOfConfig(flow.spec)
  const here = configEntries(before.configs)
  return new Map(
    [...new Set([...here.keys(), ...source.configs.keys()])].map((name) => {
      const [live, there] = [here.get(name), source.configs.get(name)]
      const isHidden = live?.sensitive === true || there?.sensitive === true
      return [
        name,
        {
          value: isHidden ? undefined : (live?.value ?? null),
          isSet: live?.source === 'topic',
          onSource: isHidden ? null : (there?.value ?? null),
          owner: owner(name),
          kept: kept.find((one) => one.name === name)?.reason,
        },
      ]
    }),
  )
}
