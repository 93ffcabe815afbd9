// The whole of planning, as three pure steps: what differs, what may be done about it, in which order. The same
// topology and snapshot always give the same plan; its time and versions are given, never asked for.

import type { Snapshot } from '../live/snapshot.ts'
import type { Revision } from '../mirror/control.ts'
import type { Topology } from '../topology/model.ts'
import { nearestPlace, type Places } from '../topology/origins.ts'
import { diffAcls } from './acls.ts'
import { type Tied, tieTogether } from './dependencies.ts'
import { changedConfigs, driftWarnings, vanishedTopics } from './drift.ts'
import { filterReports } from './filter-report.ts'
import { fingerprintOf } from './fingerprint.ts'
import { diffFlows } from './flows.ts'
import { inFull, withAddress, withModules } from './full-addresses.ts'
import { diffGroups } from './groups.ts'
import { importFindings, withImports } from './imports.ts'
import { diffInternalTopics } from './internal-topics.ts'
import { leftAlone } from './left-alone.ts'
import { diffLetGo, topicsLeftBehind } from './let-go.ts'
import { missingPermissions } from './missing-permissions.ts'
import { inOrder } from './order.ts'
import { type Finding, formatVersion, type Plan } from './plan-file.ts'
import { aclsKept } from './policies/acls-kept.ts'
import { copyableAcls, emptyFilters } from './policies/filters.ts'
import { foreignLoops } from './policies/foreign-loops.ts'
import { lastingIdentity } from './policies/lasting-identity.ts'
import { mirrorMaker } from './policies/mirror-maker.ts'
import { missingRights, unknownSizes } from './policies/missing-rights.ts'
import { oneWriter } from './policies/one-writer.ts'
import { otherTopologies } from './policies/other-topologies.ts'
import type { Draft, Policy } from './policies/policy.ts'
import { possibleTopics } from './policies/possible-topics.ts'
import { protectedFlows } from './policies/protected-flows.ts'
import { tellReach } from './policies/reach.ts'
import { removedThings } from './policies/removed-things.ts'
import { retentionRace } from './policies/retention-race.ts'
import { wrongClusters } from './policies/right-clusters.ts'
import { assessRisk, highestRisk } from './policies/risk.ts'
import { type Allowance, numberOf, shrinkBrake } from './policies/shrink-brake.ts'
import { somethingDeclared } from './policies/something-declared.ts'
import { teamPolicies } from './policies/team-policies.ts'
import { topicWarnings } from './policies/topic-warnings.ts'
import { usableInternalTopics } from './policies/usable-internal-topics.ts'
import { isChange, type ResourceChange } from './resource-change.ts'
import { foresee, type Outlook } from './routes.ts'
import { shrinkOf } from './shrink.ts'
import { diffTopicConfigs } from './topic-configs.ts'
import { diffTopics } from './topics.ts'
import { configsLeftAlone, unmanagedTopics } from './unmanaged.ts'
import { viewOf } from './view.ts'

export interface PlanContext {
  readonly revision: Revision
  readonly straitVersion: string
  /** Epoch ms that the plan carries as its time. */
  readonly nowMs: number
  /** How many things the plan may let go of. */
  readonly allowDestroy?: Allowance
  /** Where parts of the topology were written, where its files are at hand. */
  readonly places?: Places
}

const policiesFor = (context: PlanContext): readonly Policy[] => [
  somethingDeclared,
  protectedFlows,
  removedThings,
  oneWriter,
  otherTopologies,
  foreignLoops,
  mirrorMaker,
  possibleTopics,
  lastingIdentity,
  usableInternalTopics,
  emptyFilters,
  copyableAcls,
  aclsKept,
  missingRights,
  unknownSizes,
  topicWarnings,
  retentionRace,
  shrinkBrake(context.allowDestroy),
  tellReach,
  assessRisk,
  // Last: a policy may ask for the risk of a row.
  teamPolicies(context),
]

/** Every cluster that a flow names must be in the snapshot. */
export function makePlan(topology: Topology, snapshot: Snapshot, context: PlanContext): Plan {
  const view = viewOf(topology, snapshot, context.revision)
  const refusals = wrongClusters(view, context.places)
  if (refusals.length > 0) return refuse({ view, routes: [] }, refusals, context)
  const outlook = foresee(view)
  const start: Draft = {
    rows: [...inFull(withImports(outlook, differences(outlook)), topology), ...diffLetGo(outlook)],
    findings: [...driftWarnings(outlook), ...importFindings(outlook)],
  }
  const { rows, findings } = policiesFor(context).reduce((draft, policy) => policy(draft, outlook), start)
  const tied = tieTogether(rows, outlook.view)
  const ordered = inOrder(tied.rows, tied.levelOf)
  return assemble(outlook, { rows: ordered, findings, decided: tied.decided }, context)
}

/** Against the wrong brokers nothing may be compared, so nothing is said of them either. */
function refuse(outlook: Outlook, findings: readonly Finding[], context: PlanContext): Plan {
  const empty = assemble(outlook, { rows: [], findings, decided: new Map() }, context)
  return {
    ...empty,
    filters: [],
    missing_permissions: [],
    summary: {
      ...empty.summary,
      unmanaged_topics: {},
      left_alone_configs: {},
      left_alone: {},
      left_behind_topics: {},
    },
  }
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

function assemble(
  outlook: Outlook,
  { rows, findings, decided }: Draft & Pick<Tied, 'decided'>,
  context: PlanContext,
): Plan {
  const { topology } = outlook.view
  const addressed = withAddress(withPlaces(findings, context.places), topology)
  const ofSeverity = (severity: Finding['severity']): Finding[] =>
    addressed.filter((finding) => finding.severity === severity)
  const errors = ofSeverity('error')
  return {
    format_version: formatVersion,
    strait_version: context.straitVersion,
    timestamp: new Date(context.nowMs).toISOString(),
    revision: context.revision,
    configuration: topology,
    planned_values: { outputs: topology.outputs ?? {} },
    resource_changes: withModules(rows),
    resource_drift: withModules(inFull([...vanishedTopics(outlook), ...changedConfigs(outlook)], topology)),
    summary: {
      ...countActions(rows),
      unmanaged_topics: unmanagedTopics(outlook, rows),
      left_alone_configs: configsLeftAlone(outlook),
      left_alone: leftAlone(outlook),
      left_behind_topics: topicsLeftBehind(outlook),
      lets_go: shrinkOf(rows, outlook).lost,
      risk: highestRisk(rows),
    },
    allow_destroy: numberOf(context.allowDestroy),
    errors,
    warnings: ofSeverity('warning'),
    errored: errors.length > 0,
    filters: withAddress(filterReports(outlook.view, context.places ?? (() => undefined)), topology),
    missing_permissions: missingPermissions(outlook, rows),
    fingerprint: fingerprintOf(outlook, decided, context.straitVersion),
  }
}

/** Where what it is about was written; a policy knows better where its own findings belong. */
function withPlaces(findings: readonly Finding[], places: Places | undefined): readonly Finding[] {
  if (places === undefined) return findings
  return findings.map((finding) => {
    const place = finding.path === undefined ? undefined : nearestPlace(places, finding.path)
    return finding.place !== undefined || place === undefined ? finding : { ...finding, place }
  })
}

/** A replacement counts as one add and one destroy, as Terraform counts it. */
function countActions(rows: readonly ResourceChange[]) {
  const having = (action: string): number =>
    rows.filter(({ change }) => change.actions.some((one) => one === action)).length
  return {
    add: having('create'),
    change: having('update'),
    destroy: having('delete'),
    forget: having('forget'),
    import: rows.filter(({ change }) => change.importing !== undefined).length,
  }
}

/** Whether apply would do anything. */
export function hasChanges(plan: Pick<Plan, 'resource_changes'>): boolean {
  return plan.resource_changes.some(isChange)
}
