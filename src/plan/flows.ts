// Flows: created, changed or stopped by what the control topic holds of them. A flow that is given another
// target is stopped there and begun anew. Rows that change nothing are listed too, with what is left to copy.

import { likelyNames, likelyTopics } from '../mirror/name-index.ts'
import { groupSelector, topicSelector } from '../mirror/selection.ts'
import type { FlowSpec, Topology } from '../topology/model.ts'
import { flowAddress } from './address.ts'
import type { AppliedFlow } from './applied-flows.ts'
import { selectedGroups } from './groups.ts'
import { initialTopics } from './initial-topics.ts'
import { groupNames, topicNames } from './live-names.ts'
import { paceOf } from './pace.ts'
import { remainingOf, sizesUnknown, sumOf } from './remaining.ts'
import type { ChangeOf } from './resource-change.ts'
import { type Outlook, type Route, routesByFlow } from './routes.ts'
import { type FlowView, identityFields } from './view.ts'

type FlowRow = ChangeOf<'flow'>

export function diffFlows(outlook: Outlook): FlowRow[] {
  return [
    ...outlook.view.leftOver.map((flow) => stopRow(flow, outlook.view.topology)),
    ...routesByFlow(outlook).map(({ flow, routes }) =>
      flowRow(flow, routes, outlook.view.snapshot.takenAtMs),
    ),
  ]
}

function flowRow(flow: FlowView, routes: readonly Route[], nowMs: number): FlowRow {
  const { spec, applied, elsewhere } = flow
  const isRunning = applied !== undefined && applied.entry.state !== 'stopped'
  return {
    address: flowAddress(spec.name),
    type: 'flow',
    name: spec.name,
    cluster: flow.target.name,
    flow: spec.name,
    ...identityFields(flow),
    ...(flow.formerName === undefined
      ? {}
      : {
          previous_address: applied?.entry.address ?? flowAddress(flow.formerName),
          former_name: flow.formerName,
        }),
    ...(flow.formerTopology === undefined ? {} : { previous_topology: flow.formerTopology }),
    source_cluster_id: flow.source.description.clusterId,
    ...(applied?.entry.protectionLifted && { protection_lifted: applied.entry.protectionLifted }),
    change: {
      actions:
        elsewhere !== undefined
          ? ['delete', 'create']
          : !isRunning
            ? ['create']
            : flow.unchanged
              ? ['no-op']
              : ['update'],
      before: elsewhere?.entry.spec ?? (isRunning ? applied.entry.spec : null),
      after: spec,
      after_unknown: {},
      replace_paths: elsewhere === undefined ? [] : [['target']],
    },
    action_reason: reasonOf(flow),
    previous_cluster: elsewhere?.cluster ?? null,
    initial_topics: initialTopics(flow, routes),
    impact: impactOf(flow, routes, nowMs),
    risk: { level: 'none', reasons: [] },
  }
}

function reasonOf({ applied, elsewhere }: FlowView): string | null {
  if (elsewhere !== undefined) return 'target_changed'
  if (applied?.entry.state === 'stopped') return 'was_stopped'
  return applied?.entry.state === 'paused' ? 'paused' : null
}

function stopRow({ cluster, entry }: AppliedFlow, { name, removed = [] }: Topology): FlowRow {
  const isRemoved = removed.some(({ from }) => from === entry.name)
  return {
    address: entry.address ?? flowAddress(entry.name),
    type: 'flow',
    name: entry.name,
    cluster,
    flow: entry.name,
    ...(entry.identity === undefined ? {} : { identity: entry.identity }),
    ...(entry.topology === name ? {} : { previous_topology: entry.topology ?? null }),
    ...(entry.protectionLifted && { protection_lifted: entry.protectionLifted }),
    change: {
      actions: ['delete'],
      before: entry.spec,
      after: null,
      after_unknown: {},
      replace_paths: [],
    },
    action_reason: isRemoved ? 'removed' : 'not_in_configuration',
    previous_cluster: null,
    initial_topics: {},
    impact: nothing,
    risk: { level: 'none', reasons: [] },
  }
}

const nothing: FlowRow['impact'] = {
  topics: 0,
  partitions: 0,
  records: 0,
  bytes: 0,
  at_most: false,
  eta_seconds: null,
  groups: 0,
  topics_entering: [],
  topics_leaving: [],
  groups_entering: [],
  groups_leaving: [],
}

function impactOf(flow: FlowView, routes: readonly Route[], nowMs: number): FlowRow['impact'] {
  const { bytesPerSecond } = flow.spec.limits
  const initial = initialTopics(flow, routes)
  const left = sumOf(routes.map((route) => remainingOf(route, initial)))
  const pace = paceOf(flow, routes, nowMs)
  const sizesKnown = flow.source.sizesKnown !== false
  return {
    topics: routes.length,
    partitions: routes.reduce((sum, { source }) => sum + source.partitions, 0),
    records: left.records,
    bytes: left.bytes,
    at_most: left.atMost,
    ...sizesUnknown(flow.source),
    ...(pace && { pace }),
    eta_seconds: bytesPerSecond === undefined || !sizesKnown ? null : Math.ceil(left.bytes / bytesPerSecond),
    groups: flow.spec.offsets.sync ? selectedGroups(flow).length : 0,
    ...filterMoves(flow),
  }
}

/** Which live topics and groups a changed filter lets in and keeps out. */
function filterMoves({ applied, elsewhere, spec, source }: FlowView) {
  const before = applied?.entry
  if (before === undefined || before.state === 'stopped' || elsewhere !== undefined) {
    return { topics_entering: [], topics_leaving: [], groups_entering: [], groups_leaving: [] }
  }
  const included = (of: 'topics' | 'groups'): string[] => [...before.spec[of].include, ...spec[of].include]
  const topics = moves(
    likelyTopics(topicNames(source), included('topics')),
    { before: before.spec, after: spec },
    (flow) => {
      const select = topicSelector(flow)
      return (name) => select(name).replicated
    },
  )
  const groups = moves(
    likelyNames(groupNames(source), included('groups')),
    { before: before.spec, after: spec },
    (flow) => {
      const select = groupSelector(flow)
      return (name) => select(name).selected
    },
  )
  return {
    topics_entering: topics.entering,
    topics_leaving: topics.leaving,
    groups_entering: groups.entering,
    groups_leaving: groups.leaving,
  }
}

function moves(
  /** In order. */
  names: readonly string[],
  specs: { readonly before: FlowSpec; readonly after: FlowSpec },
  compile: (spec: FlowSpec) => (name: string) => boolean,
) {
  const was = compile(specs.before)
  const is = compile(specs.after)
  return {
    entering: names.filter((name) => is(name) && !was(name)),
    leaving: names.filter((name) => was(name) && !is(name)),
  }
}
