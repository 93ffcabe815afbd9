// The topics that Strait itself needs and that are missing. All compacted, with one partition (mm2.md 1.5) except
// the positions, and never with more replicas than there are brokers.

import type { ClusterSnapshot } from '../live/snapshot.ts'
import { controlTopic } from '../mirror/control.ts'
import { ownTopics } from '../mirror/own-topics.ts'
import { positionsPartitions, positionsTopic } from '../mirror/positions.ts'
import { oncePer } from '../std/once-per.ts'
import { internalTopicAddress } from './address.ts'
import { declaredAcls } from './declared-acls.ts'
import { hasAcl } from './live-acls.ts'
import type { ChangeOf } from './resource-change.ts'
import type { FlowView, PlanView } from './view.ts'

export interface InternalTopic {
  readonly cluster: ClusterSnapshot
  readonly topic: string
  /** Undefined for topics that flows share. */
  readonly flow: string | undefined
  /** All that need it. */
  readonly flows: readonly string[]
}

export const replicasWanted = 3

/** Each needed topic once, whether it exists or not. */
export const internalTopics = oncePer((view: PlanView): readonly InternalTopic[] => {
  const keepingAcls = declaredAcls(view)
    // What stands there already needs no note of who made it.
    .filter(({ cluster, acl }) => !hasAcl(cluster, acl) || cluster.topics.has(controlTopic))
    .map(({ cluster }) => ({ cluster, topic: controlTopic, flow: undefined, flows: [] }))
  const byPlace = Map.groupBy([...view.flows.flatMap(neededBy), ...keepingAcls], ({ cluster, topic }) =>
    JSON.stringify([cluster.description.clusterId, topic]),
  )
  return [...byPlace.values()].flatMap((alike) => {
    const [first] = alike
    if (first === undefined) return []
    const isOnes = alike.every(({ flow }) => flow === first.flow)
    return [{ ...first, flow: isOnes ? first.flow : undefined, flows: alike.flatMap(({ flows }) => flows) }]
  })
})

export function missingInternalTopics(view: PlanView): InternalTopic[] {
  return internalTopics(view).filter(({ cluster, topic }) => !cluster.topics.has(topic))
}

export function diffInternalTopics(view: PlanView): ChangeOf<'internal_topic'>[] {
  return missingInternalTopics(view).map(({ cluster, topic, flow }) => ({
    address: internalTopicAddress(cluster.name, topic),
    type: 'internal_topic',
    name: topic,
    cluster: cluster.name,
    flow: flow ?? null,
    change: {
      actions: ['create'],
      before: null,
      after: {
        partitions: topic === positionsTopic ? positionsPartitions : 1,
        replicationFactor: Math.min(replicasWanted, cluster.description.brokers.length),
        configs: { 'cleanup.policy': 'compact' },
      },
      after_unknown: {},
      replace_paths: [],
    },
    action_reason: null,
    impact: {},
    risk: { level: 'none', reasons: [] },
  }))
}

function neededBy({ spec, source, target }: FlowView): InternalTopic[] {
  return ownTopics(spec).map(({ on, topic, shared }) => ({
    cluster: on === 'source' ? source : target,
    topic,
    flow: shared ? undefined : spec.name,
    flows: [spec.name],
  }))
}
