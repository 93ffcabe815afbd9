// Where each consumer group of each applied flow stands, by the very rule that plan and agent follow.

import type { Snapshot } from '../live/snapshot.ts'
import type { GroupMove } from '../mirror/group-sync-rule.ts'
import { syncGroup } from '../mirror/group-sync-rule.ts'
import { groupPartitions, selectedGroups } from '../plan/groups.ts'
import { type Route, routesByFlow } from '../plan/routes.ts'
import type { FlowView } from '../plan/view.ts'
import { type GroupsDocument, statusVersion } from '../render/status-document.ts'
import type { Topology } from '../topology/model.ts'
import { appliedOutlook, unappliedFlows } from './applied-outlook.ts'

type FlowGroups = GroupsDocument['flows'][number]
type GroupRow = FlowGroups['groups'][number]

/** Applied flows by name; groups without a commit on a replicated topic are left out. */
export function groupsOf(topology: Topology, snapshot: Snapshot): GroupsDocument {
  return {
    format_version: statusVersion,
    taken_at: new Date(snapshot.takenAtMs).toISOString(),
    flows: routesByFlow(appliedOutlook(topology, snapshot)).map(({ flow, routes }) => ({
      flow: flow.spec.name,
      groups: groupRows(flow, routes),
    })),
    not_applied: unappliedFlows(topology, snapshot),
  }
}

function groupRows(flow: FlowView, routes: readonly Route[]): GroupRow[] {
  const byTopic = new Map(routes.map((route) => [route.source.name, route]))
  return selectedGroups(flow).flatMap((group) => {
    const target = flow.target.groups.get(group.groupId)
    const { moves } = syncGroup({
      targetState: target?.state,
      onConflict: flow.spec.offsets.onConflict,
      partitions: groupPartitions(flow, group, byTopic),
    })
    if (moves.length === 0) return []
    const row = {
      group: group.groupId,
      source_state: group.state,
      target_state: target?.state ?? null,
      partitions: moves.map(partitionRow),
    }
    return [row]
  })
}

const outcomes = {
  move: 'to_move',
  in_place: 'in_place',
  ahead: 'ahead',
  live: 'live',
  not_mapped: 'waiting',
  no_partition: 'no_partition',
  unproven: 'unproven',
  recreated: 'recreated',
  before_copy: 'before_copy',
} as const satisfies Record<GroupMove['outcome'], string>

function partitionRow({ topic, remoteTopic, partition, sourceOffset, outcome, before, after }: GroupMove) {
  return {
    topic,
    remote_topic: remoteTopic,
    partition,
    source_offset: sourceOffset,
    target_offset: before ?? null,
    translated_offset: outcome === 'move' || outcome === 'in_place' ? (after ?? null) : null,
    outcome: outcomes[outcome],
  }
}
