// Consumer groups as rows: where each goes on on the target, by the very rule that the agent follows. While an
// agent is at work on an unchanged flow, it is the one who moves them; a plan that raced it would never be empty.

import type { TopicPartition } from '../kafka/cluster.ts'
import type { GroupSnapshot, PartitionMap, TopicSnapshot } from '../live/snapshot.ts'
import { groupNoteAddress, joinPlaces, noteOf } from '../mirror/group-notes.ts'
import { type GroupMove, type GroupPartition, syncGroup } from '../mirror/group-sync-rule.ts'
import { lagOf, noRecords, type RecordCount } from '../mirror/move-counts.ts'
import { likelyNames } from '../mirror/name-index.ts'
import { isHeartbeatsTopic } from '../mirror/naming.ts'
import { positionKey } from '../mirror/positions.ts'
import { oncePer } from '../std/once-per.ts'
import { groupOffsetAddress } from './address.ts'
import { byText } from './canonical.ts'
import { configEntries } from './inherited-configs.ts'
import { groupNames } from './live-names.ts'
import { managedAt } from './managed-things.ts'
import { type Actions, type ChangeOf, followsTheCopy } from './resource-change.ts'
import { type Outlook, type Route, routesByFlow } from './routes.ts'
import type { FlowView } from './view.ts'

type GroupRow = ChangeOf<'group_offset'>

export function diffGroups(outlook: Outlook): GroupRow[] {
  return routesByFlow(outlook).flatMap(({ flow, routes }) => {
    if (!flow.spec.offsets.sync) return []
    const byTopic = new Map(routes.map((route) => [route.source.name, route]))
    const reading = new Set(routes.flatMap(({ source }) => outlook.view.groupsOn(flow.source, source.name)))
    return selectedGroups(flow).flatMap((group) =>
      reading.has(group.groupId) ? (groupRow(flow, group, byTopic) ?? []) : [],
    )
  })
}

/** The consumer groups of the source that the flow's filter lets in. */
export const selectedGroups = oncePer(({ source, spec, selectGroup }: FlowView): readonly GroupSnapshot[] =>
  likelyNames(groupNames(source), spec.groups.include).flatMap((groupId) => {
    const group = source.groups.get(groupId)
    return group !== undefined && isConsumerGroup(group) && selectGroup(groupId).selected ? [group] : []
  }),
)

/** A group that only ever committed by hand has no protocol. Connect's workers and our agents have their own. */
export function isConsumerGroup({ protocolType }: GroupSnapshot): boolean {
  return protocolType === '' || protocolType === 'consumer'
}

function groupRow(
  flow: FlowView,
  group: GroupSnapshot,
  routes: ReadonlyMap<string, Route>,
): GroupRow | undefined {
  const partitions = groupPartitions(flow, group, routes)
  const target = flow.target.groups.get(group.groupId)
  const { moves, commits } = syncGroup({
    targetState: target?.state,
    onConflict: flow.spec.offsets.onConflict,
    partitions,
  })
  const verdict = judge(flow, moves)
  if (verdict === undefined) return undefined
  const before = moves
    .filter(({ outcome, before: offset }) => outcome === 'move' && offset !== undefined)
    .map(({ remoteTopic: topic, partition, before: offset = 0 }) => {
      const known = target?.offsets.find((one) => one.topic === topic && one.partition === partition)
      return { topic, partition, offset, metadata: known?.metadata ?? '' }
    })
  const isMoving = verdict.change !== 'no-op'
  const isKnown = target !== undefined && target.offsets.length > 0
  return {
    address: groupOffsetAddress(flow.spec.name, group.groupId),
    type: 'group_offset',
    name: group.groupId,
    cluster: flow.target.name,
    flow: flow.spec.name,
    ...(verdict.change === 'move' ? rememberedFields(flow, group.groupId, commits) : {}),
    change: {
      actions: actionsOf(verdict.change, isKnown),
      before: isKnown ? { offsets: before } : null,
      after: isMoving ? { offsets: [...commits] } : isKnown ? { offsets: before } : null,
      after_unknown: {},
      replace_paths: [],
    },
    action_reason: verdict.reason,
    impact: impactOf(moves, partitions, isMoving),
    risk: { level: 'none', reasons: [] },
  }
}

/** The note that says which places Strait committed: what it says now, and those that this row commits. */
function rememberedFields(flow: FlowView, groupId: string, commits: readonly TopicPartition[]) {
  const { identity, spec, target } = flow
  const known = managedAt(target, groupNoteAddress(identity, groupId))
  const places = joinPlaces(known?.commits ?? {}, commits)
  const { kind: _, ...remembered } = noteOf({ identity, protect: spec.lifecycle.protect }, groupId, places)
  return { remembered }
}

/** Every commit of the group that lies on a replicated topic, with what the rule needs to know of it. */
export function groupPartitions(
  flow: FlowView,
  group: GroupSnapshot,
  routes: ReadonlyMap<string, Route>,
): GroupPartition[] {
  const committed = new Map(
    flow.target.groups
      .get(group.groupId)
      ?.offsets.map(({ topic, partition, offset }) => [JSON.stringify([topic, partition]), offset]),
  )
  return group.offsets
    .flatMap(({ topic, partition, offset, metadata }): GroupPartition[] => {
      const route = routes.get(topic)
      if (route === undefined) return []
      const { before, after, sourceLive } = route
      const exists = before !== undefined && partition < before.partitions.length
      const map = flow.target.offsetMaps.get(positionKey(flow.identity, topic, partition))
      return [
        {
          topic,
          remoteTopic: after.name,
          partition,
          sourceOffset: offset,
          metadata,
          sourceLatest: sourceLive?.latest[partition],
          map,
          recreated: map !== undefined && isOfAnother(map, sourceLive),
          uncertain: uncertaintyOf(route),
          target: exists
            ? {
                earliest: before.earliest[partition] ?? 0,
                latest: before.latest[partition] ?? 0,
                committed: committed.get(JSON.stringify([after.name, partition])),
              }
            : undefined,
        },
      ]
    })
    .sort((one, other) => byText(one.remoteTopic, other.remoteTopic) || one.partition - other.partition)
}

/** Whether it was made from a topic that is gone, and another one bears its name. */
export function isOfAnother({ sourceTopicId }: PartitionMap, topic: TopicSnapshot | undefined): boolean {
  return sourceTopicId !== undefined && topic !== undefined && topic.id !== sourceTopicId
}

function uncertaintyOf({ flow, source, before }: Route): NonNullable<GroupPartition['uncertain']> {
  const policy = configEntries(before?.configs ?? []).get('cleanup.policy')?.value
  return {
    compacted: policy?.includes('compact') === true,
    doubled: flow.spec.delivery === 'at_least_once' || isHeartbeatsTopic(flow.spec, source.name),
  }
}

interface Verdict {
  readonly change: 'move' | 'no-op'
  readonly reason: string | null
}

/** Undefined where there is nothing to say: every offset is in place, or the copy has yet to come. */
function judge(flow: FlowView, moves: readonly GroupMove[]): Verdict | undefined {
  const has = (...outcomes: readonly GroupMove['outcome'][]): boolean =>
    moves.some(({ outcome }) => outcomes.includes(outcome))
  if (has('live')) return { change: 'no-op', reason: 'group_is_live' }
  if (has('move')) {
    if (flow.unchanged && flow.applied?.entry.state === 'paused') {
      return { change: 'no-op', reason: 'flow_is_paused' }
    }
    if (flow.unchanged && flow.agentIsLive) return { change: 'no-op', reason: 'kept_by_agent' }
    return { change: 'move', reason: null }
  }
  if (has('not_mapped', 'no_partition')) {
    // The agent moves it as soon as the copy has come to where it stands.
    return flow.unchanged ? undefined : { change: 'no-op', reason: followsTheCopy }
  }
  if (has('recreated')) return { change: 'no-op', reason: 'source_was_recreated' }
  if (has('unproven')) return { change: 'no-op', reason: 'commit_is_past_the_source_log' }
  if (has('before_copy')) return { change: 'no-op', reason: 'commit_is_before_the_copy' }
  return has('ahead') ? { change: 'no-op', reason: 'target_is_ahead' } : undefined
}

function actionsOf(change: Verdict['change'], isKnown: boolean): Actions {
  if (change === 'no-op') return ['no-op']
  return isKnown ? ['update'] : ['create']
}

function impactOf(
  moves: readonly GroupMove[],
  partitions: readonly GroupPartition[],
  isMoving: boolean,
): GroupRow['impact'] {
  const moving = isMoving ? moves.filter(({ outcome }) => outcome === 'move') : []
  const lags = moves.map(({ before, after, outcome }, index) => {
    const log = partitions[index]
    return log === undefined ? noRecords : lagOf(log, isMoving && outcome === 'move' ? after : before)
  })
  const counts = {
    redelivered: totalOf(moving.map(({ redelivered }) => redelivered)),
    skipped: totalOf(moving.map(({ skipped }) => skipped)),
    lag: totalOf(lags),
  }
  const bounds = countNames.filter((name) => counts[name].atMost)
  return {
    partitions: moving.length,
    rewinds: moving.filter(({ before, after }) => (after ?? 0) < (before ?? 0)).length,
    redelivered: counts.redelivered.records,
    skipped: counts.skipped.records,
    missing: moving.reduce((sum, { missingOffsets }) => sum + missingOffsets, 0),
    lag: counts.lag.records,
    ...(bounds.length === 0 ? {} : { at_most: bounds }),
    waiting: moves.filter(({ outcome }) => outcome === 'not_mapped' || outcome === 'no_partition').length,
  }
}

const countNames = ['redelivered', 'skipped', 'lag'] as const

function totalOf(counts: readonly RecordCount[]): RecordCount {
  return {
    records: counts.reduce((sum, { records }) => sum + records, 0),
    atMost: counts.some(({ atMost }) => atMost),
  }
}
