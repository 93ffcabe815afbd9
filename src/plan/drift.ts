// What someone changed behind Strait's back: remote topics that hold copied records by our positions, and are
// gone. Listed apart from what is proposed.

import { positionKey } from '../mirror/positions.ts'
import { topicAddress } from './address.ts'
import type { Finding } from './plan-file.ts'
import { warning } from './policies/policy.ts'
import type { ChangeOf } from './resource-change.ts'
import { type Outlook, type Route, routesByFlow } from './routes.ts'
import type { FlowView } from './view.ts'

export function vanishedTopics({ routes }: Outlook): ChangeOf<'topic'>[] {
  return routes.filter(hasVanished).map(({ flow, source, after }) => ({
    address: topicAddress(flow.target.name, after.name),
    type: 'topic',
    name: after.name,
    cluster: flow.target.name,
    flow: flow.spec.name,
    change: {
      actions: ['delete'],
      before: {
        sourceTopic: source.name,
        partitions: copiedPartitions(flow, source.name, source.partitions),
        replicationFactor: -1,
        configs: {},
      },
      after: null,
      after_unknown: {},
      replace_paths: [],
    },
    action_reason: 'deleted_outside',
    impact: { records: 0, bytes: 0, groups: [] },
    risk: { level: 'none', reasons: [] },
  }))
}

export function driftWarnings(outlook: Outlook): Finding[] {
  return routesByFlow(outlook).flatMap(({ flow, routes }) => {
    const subjects = routes.filter(hasVanished).map(({ after }) => after.name)
    if (subjects.length === 0) return []
    return [
      warning('ST442', {
        flow: flow.spec.name,
        cluster: flow.target.name,
        subjects,
        detail: `Flow "${flow.spec.name}" copied records to these topics, and someone deleted them on ${flow.target.name}. They are created again, empty; the agent halts on a topic that is not the one it wrote, until its position is reset.`,
      }),
    ]
  })
}

function hasVanished({ flow, source, before }: Route): boolean {
  return before === undefined && copiedPartitions(flow, source.name, source.partitions) > 0
}

function copiedPartitions(flow: FlowView, topic: string, partitions: number): number {
  return Array.from({ length: partitions }, (_, partition) =>
    positionKey(flow.identity, topic, partition),
  ).filter((key) => (flow.target.offsetMaps.get(key)?.targetNext ?? 0) > 0).length
}
