// Topics of a target that no flow writes: left alone, and counted so that a reader sees what the plan is not
// about.

import { byText } from './canonical.ts'
import { internalTopics } from './internal-topics.ts'
import type { Outlook } from './routes.ts'

/** By name of the target; targets without any are left out. */
export function unmanagedTopics({ view, routes }: Outlook): Record<string, number> {
  const targets = [...new Set(view.flows.map(({ target }) => target))].sort((a, b) => byText(a.name, b.name))
  const needed = internalTopics(view)
  return Object.fromEntries(
    targets.flatMap((target) => {
      const ours = new Set([
        ...routes.filter(({ flow }) => flow.target === target).map(({ after }) => after.name),
        ...needed.filter(({ cluster }) => cluster === target).map(({ topic }) => topic),
      ])
      const others = [...target.topics.values()].filter(
        ({ name, internal }) => !internal && !name.startsWith('__') && !ours.has(name),
      ).length
      return others === 0 ? [] : [[target.name, others]]
    }),
  )
}
