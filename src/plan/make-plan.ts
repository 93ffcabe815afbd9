// The whole of planning, as three pure steps: what differs, what may be done about it, in which order. The same
// topology and snapshot always give the same plan; its time and versions are given, never asked for.

import type { Snapshot } from '../live/snapshot.ts'
import type { Revision } from '../mirror/control.ts'
import type { Topology } from '../topology/model.ts'
import { diffAcls } from './acls.ts'
import { driftWarnings, vanishedTopics } from './drift.ts'
import { fingerprintOf } from './fingerprint.ts'
import { diffFlows } from './flows.ts'
import { diffGroups } from './groups.ts'
import { diffInternalTopics } from './internal-topics.ts'
import { inOrder } from './order.ts'
import { type Finding, formatVersion, type Plan } from './plan-file.ts'
import { copyableAcls, emptyFilters } from './policies/filters.ts'
import { lastingIdentity } from './policies/lasting-identity.ts'
import { oneWriter } from './policies/one-writer.ts'
import type { Draft, Policy } from './policies/policy.ts'
import { possibleTopics } from './policies/possible-topics.ts'
import { protectedFlows } from './policies/protected-flows.ts'
import { retentionRace } from './policies/retention-race.ts'
import { wrongClusters } from './policies/right-clusters.ts'
import { assessRisk, highestRisk } from './policies/risk.ts'
import { topicWarnings } from './policies/topic-warnings.ts'
import { usableInternalTopics } from './policies/usable-internal-topics.ts'
import type { ResourceChange } from './resource-change.ts'
import { foresee, type Outlook } from './routes.ts'
import { diffTopicConfigs } from './topic-configs.ts'
import { diffTopics } from './topics.ts'
import { unmanagedTopics } from './unmanaged.ts'
import { viewOf } from './view.ts'

export interface PlanContext {
  readonly revision: Revision
  readonly straitVersion: string
  /** Epoch ms that the plan carries as its time. */
  readonly nowMs: number
}

const policies: readonly Policy[] = [
  protectedFlows,
  oneWriter,
  possibleTopics,
  lastingIdentity,
  usableInternalTopics,
  emptyFilters,
  copyableAcls,
  topicWarnings,
  retentionRace,
  assessRisk,
]

/** Every cluster that a flow names must be in the snapshot. */
export function makePlan(topology: Topology, snapshot: Snapshot, context: PlanContext): Plan {
  const view = viewOf(topology, snapshot)
  const refusals = wrongClusters(view)
  if (refusals.length > 0) return refuse({ view, routes: [] }, refusals, context)
  const outlook = foresee(view)
  const start: Draft = { rows: differences(outlook), findings: driftWarnings(outlook) }
  const { rows, findings } = policies.reduce((draft, policy) => policy(draft, outlook), start)
  return assemble(outlook, { rows: inOrder(rows), findings }, context)
}

/** Against the wrong brokers nothing may be compared, so nothing is said of them either. */
function refuse(outlook: Outlook, findings: readonly Finding[], context: PlanContext): Plan {
  const empty = assemble(outlook, { rows: [], findings }, context)
  return { ...empty, summary: { ...empty.summary, unmanaged_topics: {} } }
}

function differences(outlook: Outlook): ResourceChange[] {
  return [
    ...diffInternalTopics(outlook.view),
    ...diffTopics(outlook),
    ...diffTopicConfigs(outlook),
    ...diffAcls(outlook.view),
    ...diffFlows(outlook),
    ...diffGroups(outlook),
  ]
}

function assemble(outlook: Outlook, { rows, findings }: Draft, context: PlanContext): Plan {
  const ofSeverity = (severity: Finding['severity']): Finding[] =>
    findings.filter((finding) => finding.severity === severity)
  const errors = ofSeverity('error')
  return {
    format_version: formatVersion,
    strait_version: context.straitVersion,
    timestamp: new Date(context.nowMs).toISOString(),
    revision: context.revision,
    configuration: outlook.view.topology,
    resource_changes: [...rows],
    resource_drift: vanishedTopics(outlook),
    summary: {
      ...countActions(rows),
      unmanaged_topics: unmanagedTopics(outlook),
      risk: highestRisk(rows),
    },
    errors,
    warnings: ofSeverity('warning'),
    errored: errors.length > 0,
    fingerprint: fingerprintOf(outlook, context.straitVersion),
  }
}

/** A replacement counts as one add and one destroy, as Terraform counts it. */
function countActions(rows: readonly ResourceChange[]): { add: number; change: number; destroy: number } {
  const having = (action: string): number =>
    rows.filter(({ change }) => change.actions.some((one) => one === action)).length
  return { add: having('create'), change: having('update'), destroy: having('delete') }
}

/** Whether apply would do anything. */
export function hasChanges(plan: Pick<Plan, 'summary'>): boolean {
  return plan.summary.add + plan.summary.change + plan.summary.destroy > 0
}
