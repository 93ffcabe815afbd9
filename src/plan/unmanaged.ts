// Topics of a target that no flow writes: left alone, and counted so that a reader sees what the plan is not
// about.

import { byText } from './canonical.ts'
import { internalTopics } from './internal-topics.ts'
import { isOurThing, managedThings } from './managed-things.ts'
import type { ResourceChange } from './resource-change.ts'
import type { Outlook } from './routes.ts'
import type { PlanView } from './view.ts'

/** By name of the target; targets without any are left out. */
export function unmanagedTopics(
  { view, routes }: Outlook,
  rows: readonly ResourceChange[],
): Record<string, number> {
  const targets = [...new Set(view.flows.map(({ target }) => target))].sort((a, b) => byText(a.name, b.name))
  const needed = internalTopics(view)
  const spokenFor = [...topicsOfHeldFlows(view), ...topicsOfOthers(view), ...topicsDeleted(rows)]
  return Object.fromEntries(
    targets.flatMap((target) => {
      const ours = new Set([
        ...routes.filter(({ flow }) => flow.target === target).map(({ after }) => after.name),
        ...needed.filter(({ cluster }) => cluster === target).map(({ topic }) => topic),
        ...spokenFor.filter(({ cluster }) => cluster === target.name).map(({ name }) => name),
      ])
      const others = [...target.topics.values()].filter(
        ({ name, internal }) => !internal && !name.startsWith('__') && !ours.has(name),
      ).length
      return others === 0 ? [] : [[target.name, others]]
    }),
  )
}

interface PlacedTopic {
  readonly cluster: string
  readonly name: string
}

/** A flow that goes on although it is not in the configuration still writes its topics. */
function topicsOfHeldFlows({ snapshot, held }: PlanView): PlacedTopic[] {
  const holding = new Set<unknown>(held.map(({ entry }) => entry))
  return managedThings(snapshot)
    .filter(({ type, owner }) => type === 'topic' && holding.has(owner))
    .map(({ cluster, name }) => ({ cluster: cluster.name, name }))
}

/** What flows of other topologies made is theirs, and counted as such. */
function topicsOfOthers({ snapshot, topology, claimed }: PlanView): PlacedTopic[] {
  return managedThings(snapshot)
    .filter((thing) => thing.type === 'topic' || thing.type === 'internal_topic')
    .filter((thing) => !isOurThing(thing, { topology, claimed }))
    .map(({ cluster, name }) => ({ cluster: cluster.name, name }))
}

function topicsDeleted(rows: readonly ResourceChange[]): PlacedTopic[] {
  return rows.filter(
    ({ type, change }) =>
      (type === 'topic' || type === 'internal_topic') && change.actions.join() === 'delete',
  )
}

/** Configs that only the target sets on topics that flows write, by its name. */
export function configsLeftAlone({ routes }: Outlook): Record<string, number> {
  const counts = new Map<string, number>()
  for (const { flow, kept } of routes) {
    const theirs = kept.filter(({ reason }) => reason === 'theirs').length
    if (theirs > 0) counts.set(flow.target.name, (counts.get(flow.target.name) ?? 0) + theirs)
  }
  return Object.fromEntries([...counts].sort(([one], [other]) => byText(one, other)))
}
