// How much a row can hurt, by explicit rules. The level of a plan is its highest row's, so adding a change never
// lowers it.

import type { ResourceChange, Risk, RiskLevel } from '../resource-change.ts'
import type { Policy } from './policy.ts'

const levels: readonly RiskLevel[] = ['none', 'low', 'medium', 'high']

export const assessRisk: Policy = ({ rows, findings }) => ({
  rows: rows.map((row) => ({ ...row, risk: riskOf(row) })),
  findings,
})

export function highestRisk(rows: readonly ResourceChange[]): RiskLevel {
  return rows.reduce<RiskLevel>((highest, { risk }) => higher(highest, risk.level), 'none')
}

type Rule = readonly [level: RiskLevel, reason: string]

function riskOf(row: ResourceChange): Risk {
  const isNoOp = row.change.actions[0] === 'no-op'
  const rules = isNoOp ? [] : [...rulesFor(row), ...reachRules(row)]
  return {
    level: rules.reduce<RiskLevel>((highest, [level]) => higher(highest, level), isNoOp ? 'none' : 'low'),
    reasons: rules.map(([, reason]) => reason),
  }
}

function rulesFor(row: ResourceChange): Rule[] {
  switch (row.type) {
    case 'topic':
      if (row.change.actions[0] === 'delete') return topicRules(row)
      return row.change.actions[0] === 'update'
        ? [['medium', 'new partitions change where keys of other producers land']]
        : []
    case 'topic_config':
      return configRules(row.change.before?.configs ?? {}, row.change.after?.configs ?? {})
    case 'group_offset':
      return row.change.actions[0] === 'delete'
        ? [['medium', 'the group has no place there any more']]
        : groupRules(row.impact)
    case 'flow':
      return flowRules(row)
    case 'acl':
      return aclRules(row)
    case 'internal_topic':
      return row.change.actions[0] === 'delete' ? [['high', 'MirrorMaker’s clients lose what it holds']] : []
  }
}

/** A copied ACL says what its source says; a declared one is somebody's decision. */
function aclRules({ change, impact }: Extract<ResourceChange, { type: 'acl' }>): Rule[] {
  if (change.actions[0] === 'delete') return [['medium', 'whoever it lets in or keeps out']]
  const { after } = change
  if (impact.owner !== 'git' || after === null) return []
  if (after.permission === 'deny') return [['medium', 'it keeps out whoever comes in today by other ACLs']]
  const isWide =
    after.operation === 'all' || (after.resourceType === 'cluster' && after.operation === 'alter')
  return [
    ...(after.principal === 'User:*' ? [['high', 'everybody is let in'] as const] : []),
    ...(isWide ? [['high', 'whoever it lets in may do everything there'] as const] : []),
  ]
}

/** What is only added disturbs nobody further down. */
function reachRules({ change, blast_radius: reach }: ResourceChange): Rule[] {
  const isNew = change.actions[0] === 'create' || change.actions[0] === 'forget'
  if (isNew || reach === undefined || reach.flows.length === 0) return []
  const flows =
    reach.flows.length === 1 ? `flow ${reach.flows[0]} carries` : `${reach.flows.length} flows carry`
  return [['medium', `${flows} it on to other clusters`]]
}

function topicRules({ impact }: Extract<ResourceChange, { type: 'topic' }>): Rule[] {
  const read = impact.groups.length === 0 ? [] : [['high', 'consumer groups read it'] as const]
  return [['high', 'its records are gone for good'], ...read]
}

function configRules(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Rule[] {
  const rules: Rule[] = []
  for (const name of ['retention.ms', 'retention.bytes']) {
    if (isCut(before[name], after[name]))
      rules.push(['high', `brokers delete records that ${name} no longer keeps`])
    else if (before[name] !== undefined && after[name] === undefined)
      rules.push(['medium', `the cluster's default takes over ${name}`])
  }
  const policy = after['cleanup.policy']
  if (policy !== before['cleanup.policy'] && policy !== undefined) {
    rules.push(['high', `cleanup.policy = ${policy} removes records by another rule`])
  }
  return rules
}

function isCut(before: string | undefined, after: string | undefined): boolean {
  if (after === undefined || before === after) return false
  const [was, is] = [before, after].map((value) =>
    value === undefined || Number(value) < 0 ? Infinity : Number(value),
  )
  return (is ?? 0) < (was ?? 0)
}

function groupRules(impact: Extract<ResourceChange, { type: 'group_offset' }>['impact']): Rule[] {
  const rules: Rule[] = []
  if (impact.skipped > 0) rules.push(['high', 'the group never gets some records'])
  // Offsets, which compaction or transactions may have left without a record.
  else if (impact.missing > 0) rules.push(['high', 'the group may never get some records'])
  if (impact.redelivered > 0) rules.push(['medium', 'the group gets some records again'])
  if (impact.rewinds > 0) rules.push(['medium', 'the group goes back'])
  return rules
}

function flowRules({ change, impact }: Extract<ResourceChange, { type: 'flow' }>): Rule[] {
  const rules: Rule[] = []
  if (change.actions.length === 2)
    rules.push(['high', 'the flow stops on one cluster and begins anew on another'])
  else if (change.actions[0] === 'delete') rules.push(['high', 'nothing is copied by this flow any more'])
  if (impact.topics_leaving.length > 0) rules.push(['high', 'some topics are no longer copied'])
  if (impact.groups_leaving.length > 0) rules.push(['medium', 'some groups no longer follow'])
  const { before, after } = change
  if (before?.delivery === 'exactly_once' && after?.delivery === 'at_least_once') {
    rules.push(['medium', 'records may arrive twice'])
  }
  if (before?.onGap === 'halt' && after?.onGap === 'record')
    rules.push(['medium', 'gaps no longer halt the copy'])
  return rules
}

function higher(one: RiskLevel, other: RiskLevel): RiskLevel {
  return levels.indexOf(one) >= levels.indexOf(other) ? one : other
}
