// The rows of what is let go: deleted with what that costs, or forgotten. What is left alone is counted, not listed.

import { nobodysFlow } from '../mirror/control.ts'
import { upstreamTopic } from '../mirror/naming.ts'
import { byText } from './canonical.ts'
import { departedGroupRow } from './departed-groups.ts'
import { isAnother, type LetGo, thingsLetGo } from './fates.ts'
import { configEntries } from './inherited-configs.ts'
import { aclNamed } from './live-acls.ts'
import { isNeededBeside } from './needed-by-others.ts'
import { explicitConfigs } from './planned-configs.ts'
import { sizesUnknown } from './remaining.ts'
import type { ResourceChange } from './resource-change.ts'
import type { Outlook } from './routes.ts'
import type { PlanView } from './view.ts'

export function diffLetGo(outlook: Outlook): ResourceChange[] {
  return thingsLetGo(outlook).flatMap((gone) => (gone.fate === 'leave' ? [] : [letGoRow(gone, outlook.view)]))
}

/** Topics that Strait made, nothing wants any more, and nobody opted to delete: by name of their cluster. */
export function topicsLeftBehind(outlook: Outlook): Record<string, string[]> {
  const left = thingsLetGo(outlook).filter(
    ({ thing, fate }) =>
      thing.type === 'topic' && fate === 'leave' && !isAnother(thing) && !isNeededBeside(thing, outlook.view),
  )
  const byCluster = Map.groupBy(left, ({ thing }) => thing.cluster.name)
  return Object.fromEntries(
    [...byCluster]
      .sort(([one], [other]) => byText(one, other))
      .map(([cluster, all]) => [cluster, all.map(({ thing }) => thing.name)]),
  )
}

function letGoRow(gone: LetGo, view: PlanView): ResourceChange {
  const { thing, fate, reason } = gone
  if (thing.type === 'group_offset') return departedGroupRow(gone, view)
  const shared = {
    address: thing.entry.address,
    name: thing.name,
    cluster: thing.cluster.name,
    flow: thing.owner?.name ?? (thing.entry.flow === nobodysFlow ? null : thing.entry.flow),
    ...(thing.owner !== undefined && thing.owner.name !== thing.entry.flow
      ? { identity: thing.entry.flow }
      : {}),
    action_reason: reason,
    risk: { level: 'none' as const, reasons: [] },
  }
  const actions: ['delete'] | ['forget'] = fate === 'forget' ? ['forget'] : ['delete']
  const change = { actions, after: null, after_unknown: {}, replace_paths: [] }
  if (thing.type === 'acl') {
    const acl = aclNamed(thing.cluster, thing.name) ?? null
    return { ...shared, type: 'acl', change: { ...change, before: acl }, impact: {} }
  }
  const topic = topicFacts(gone)
  if (thing.type === 'internal_topic') {
    const { sourceTopic: _, ...before } = topic.before
    return {
      ...shared,
      type: 'internal_topic',
      topic_id: topic.id,
      change: { ...change, before },
      impact: {},
    }
  }
  return {
    ...shared,
    type: 'topic',
    topic_id: topic.id,
    change: { ...change, before: topic.before },
    impact: {
      records: topic.records,
      bytes: topic.bytes,
      ...sizesUnknown(thing.cluster),
      groups: [...view.groupsOn(thing.cluster, thing.name)],
    },
  }
}

function topicFacts({ thing: { cluster, name, owner } }: LetGo) {
  const live = cluster.topics.get(name)
  const partitions = live?.partitions ?? []
  const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0)
  return {
    id: live?.id ?? '',
    before: {
      sourceTopic: (owner && upstreamTopic(owner.spec, name)) ?? '',
      partitions: partitions.length,
      replicationFactor: partitions[0]?.replicas.length ?? -1,
      configs: explicitConfigs(configEntries(live?.configs ?? [])),
    },
    records: Math.max(0, sum(live?.latest ?? []) - sum(live?.earliest ?? [])),
    bytes: sum(live?.sizeBytes ?? []),
  }
}
