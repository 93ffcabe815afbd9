// What a row means for data and consumers, and why it is in the plan, in words. Terminal and pull request say the
// same.

import { durationText } from '../plan/duration-text.ts'
import { isLetGo } from '../plan/order.ts'
import type { Plan } from '../plan/plan-file.ts'
import { type ChangeOf, followsTheCopy, type ResourceChange } from '../plan/resource-change.ts'
import { titleOf } from '../plan/titles.ts'
import { nameList } from './names.ts'
import { bytes, count, counted, duration } from './quantity.ts'
import { quoted } from './safe-text.ts'
import { clusterOf, flowOf } from './titles.ts'

/** One remark a line, without brackets. */
export function impactRemarks(row: ResourceChange, plan: Plan): string[] {
  switch (row.type) {
    case 'topic':
      return topicRemarks(row, plan)
    case 'topic_config':
      return configRemarks(row, plan)
    case 'group_offset':
      return groupRemarks(row)
    case 'flow':
      return flowRemarks(row)
    case 'acl':
      return aclRemarks(row, plan)
    case 'internal_topic':
      return []
  }
}

function aclRemarks({ impact: { block } }: ChangeOf<'acl'>, { configuration }: Plan): string[] {
  return block === undefined
    ? []
    : [`declared by ${configuration.addresses?.[`acl.${block}`] ?? `acl.${block}`}`]
}

/** Whom it reaches beyond what the row itself names. */
export function reachRemark({ type, blast_radius: reach }: ResourceChange): string[] {
  if (reach === undefined) return []
  const { groups, principals, flows } = reach
  return [
    ...(type === 'flow' && groups.length > 0 ? [`consumed by ${nameList(groups)}`] : []),
    ...(type !== 'acl' && principals.length > 0 ? [`used by ${nameList(principals)}`] : []),
    ...(flows.length > 0
      ? [`carried on by ${flows.length === 1 ? 'flow' : 'flows'} ${nameList(flows)}`]
      : []),
  ]
}

/** What a block of the topology waits for in this plan; what is made for it waits with it and need not repeat it. */
export function waitRemark(row: ResourceChange): string[] {
  const { depends_on: references = [], remembers } = row
  if (references.length === 0 || remembers === undefined) return []
  return [`${isLetGo(row) ? 'before' : 'after'} ${nameList(references)}`]
}

/** Why the row is there, where its action does not say it all. Unknown reasons are left out. */
export function reasonRemark(row: ResourceChange, plan: Plan): string[] {
  const { address, action_reason, type } = row
  if (type !== 'flow' && row.change.after === null) return lossRemark(row, plan)
  switch (action_reason) {
    case 'removed':
      return [`because a removed block says so`]
    case 'not_in_configuration':
      return [
        `because ${address} is not in configuration`,
        ...(losesTopics(row, plan) ? [] : [`what it copied stays on ${clusterOf(row, plan)}`]),
      ]
    case 'target_changed':
      return ['because a flow keeps its positions on its target']
    case 'was_stopped':
      return ['it was stopped, and goes on where it was']
    default:
      return []
  }
}

function losesTopics({ flow }: ResourceChange, { resource_changes: rows }: Plan): boolean {
  return rows.some(
    (row) => row.type === 'topic' && row.flow === flow && row.change.actions.join() === 'delete',
  )
}

/** Why a thing that Strait made is deleted or forgotten. */
function lossRemark(row: ResourceChange, plan: Plan): string[] {
  switch (row.action_reason) {
    case 'removed_itself':
      return ['because a removed block names it']
    case 'removed':
      return [`because a removed block ends ${flowOf(row, plan)}`]
    case 'not_in_configuration':
      return [`because ${flowOf(row, plan)} is not in configuration`]
    case 'left_the_filter':
      return [`because it left the filter of ${flowOf(row, plan)}`]
    case 'gone_from_the_source':
      return ['because the source has it no more']
    default:
      return []
  }
}

/** `7d` for a time, anything else as Kafka has it. */
function configText(name: string, value: string | undefined): string {
  if (value === undefined) return 'unset'
  return name.endsWith('.ms') && /^-?\d+$/.test(value) ? durationText(Number(value)) : value
}

/** What someone changed, and what becomes of it: `has been changed: retention.ms = 7 -> 1 (set back)`. */
export function driftRemark({ change, type, action_reason: reason }: ResourceChange): string {
  if (change.actions[0] === 'delete') return 'has been deleted'
  if (type !== 'topic_config') return 'has been changed'
  const { before, after } = change
  const names = Object.keys({ ...before?.configs, ...after?.configs }).sort()
  const values = names.map(
    (name) =>
      `${name} = ${configText(name, before?.configs[name])} -> ${configText(name, after?.configs[name])}`,
  )
  const fates: Readonly<Record<string, string>> = {
    drift_revert: 'follows the source again',
    drift_report: 'left so: drift = "report"',
    drift_adopt: 'left so: drift = "adopt"',
  }
  return `has been changed: ${values.join(', ')} (${fates[reason ?? ''] ?? 'changed'})`
}

/** What is said of groups that stay where they are, all for the same reason; undefined for unknown reasons. */
export function stayText(rows: readonly ChangeOf<'group_offset'>[], plan: Plan): string | undefined {
  const [row] = rows
  if (row === undefined) return undefined
  const one = rows.length === 1
  const who = one ? `group ${quoted(row.name)}` : counted(rows.length, 'group')
  const stays = `${who} ${one ? 'is' : 'are'} not moved:`
  switch (row.action_reason) {
    case 'group_is_live':
      return `${stays} ${one ? 'it has' : 'they have'} live members on ${clusterOf(row, plan)}`
    case 'kept_by_agent': {
      const intervalMs = plan.configuration.flows[row.flow ?? '']?.offsets.intervalMs ?? 0
      return `${who} ${one ? 'is' : 'are'} moved by the agent, every ${durationText(intervalMs)}`
    }
    case followsTheCopy: {
      const partitions = rows.reduce((sum, { impact }) => sum + impact.waiting, 0)
      return `${who} ${one ? 'waits' : 'wait'} for the copy of ${counted(partitions, 'partition')}: the agent moves ${one ? 'it' : 'them'} once ${flowOf(row, plan)} has copied that far`
    }
    case 'flow_is_paused':
      return `${stays} ${flowOf(row, plan)} is paused`
    case 'target_is_ahead':
      return `${stays} ${one ? 'it is' : 'they are'} further on ${clusterOf(row, plan)}, and on_conflict = "never_rewind"`
    case 'commit_is_past_the_source_log':
      return `${stays} ${one ? 'its commit is' : 'their commits are'} past the end of the source's log`
    case 'source_was_recreated':
      return `${stays} what ${one ? 'it stands in' : 'they stand in'} was deleted and created again on the source, and the copy is of the former topic`
    case 'departed_is_live':
      return `${who} ${one ? 'follows' : 'follow'} no more, and what was committed stays: ${one ? 'it has' : 'they have'} live members on ${clusterOf(row, plan)}`
    case 'departed_is_ahead':
      return `${who} ${one ? 'follows' : 'follow'} no more, and what was committed stays: ${one ? 'it is' : 'they are'} further on ${clusterOf(row, plan)} than on the source`
    case 'commit_is_before_the_copy':
      return `${stays} ${one ? 'it stands' : 'they stand'} before what ${flowOf(row, plan)} copied, among records of others on ${clusterOf(row, plan)}`
    default:
      return undefined
  }
}

/** `1,204,332 records, 1.2 GiB`, or `… of unknown size`. */
export function sizedRecords({
  records,
  bytes: size,
  bytes_known: isKnown,
}: Pick<ChangeOf<'topic'>['impact'], 'records' | 'bytes' | 'bytes_known'>): string {
  return `${counted(records, 'record')}${isKnown === false ? ' of unknown size' : `, ${bytes(size)}`}`
}

/** `1,204,332 records, 1.2 GiB to copy`, with what is known of the time it takes. */
export function volumeText({ change, impact }: ChangeOf<'flow'>): string {
  if (impact.records === 0) return 'nothing to copy'
  const most = impact.at_most ? 'up to ' : ''
  const volume = `${most}${sizedRecords(impact)} to copy`
  const limit = change.after?.limits.bytesPerSecond
  if (impact.eta_seconds === null || limit === undefined) return volume
  return `${volume}; ${timeText(impact)} at ${bytes(limit)}/s`
}

/** `about 3 h`, or between what and what where that is not sure. */
export function timeText({ eta_seconds: eta, pace }: ChangeOf<'flow'>['impact']): string {
  const range = pace?.eta_seconds
  if (range === undefined || range === null) return `about ${duration(eta ?? 0)}`
  if (range.max === null) return `at least ${duration(range.min)}, if it catches up at all,`
  const [least, most] = [duration(range.min), duration(range.max)]
  if (least === most) return `about ${most}`
  return range.min === 0 ? `up to ${most}` : `${least} to ${most}`
}

function growthRemark({ pace }: ChangeOf<'flow'>['impact']): string[] {
  if (pace === undefined || pace.growth.records_per_second.max === 0) return []
  const { records_per_second: records, bytes_per_second: size } = pace.growth
  const rate = ({ min, max }: { min: number; max: number }, show: (value: number) => string): string =>
    show(min) === show(max) ? show(max) : `${show(min)} to ${show(max)}`
  const perSecond = (value: number): string =>
    value >= 10 ? count(value) : String(Math.round(value * 10) / 10)
  return [`the source adds ${rate(records, perSecond)} records, ${rate(size, bytes)} a second`]
}

function topicRemarks(row: ChangeOf<'topic'>, plan: Plan): string[] {
  if (row.action_reason === 'imported') return ['it stays as it is, and Strait answers for it from now on']
  const source = plan.configuration.flows[row.flow ?? '']?.source
  const origin = source === undefined ? 'the source' : titleOf('cluster', source, plan.configuration)
  const topic = row.change.after?.sourceTopic ?? row.change.before?.sourceTopic ?? ''
  if (row.change.actions[0] === 'forget') return [`the copy of ${topic}`]
  if (row.change.actions[0] === 'delete') {
    const lost = `${sizedRecords(row.impact)} are lost`
    return [topic === '' ? lost : `the copy of ${topic}; ${lost}`, ...consumedBy(row.impact.groups)]
  }
  const volume = row.impact.records === 0 ? '' : `; ${sizedRecords(row.impact)} to copy`
  const grows = row.change.actions[0] === 'update' ? ', which has more partitions' : ''
  return [`the copy of ${topic} on ${origin}${grows}${volume}`, ...consumedBy(row.impact.groups)]
}

function configRemarks(row: ChangeOf<'topic_config'>, plan: Plan): string[] {
  const { impact } = row
  const cluster = clusterOf(row, plan)
  const { target_only: only, steps = [], keys = {} } = impact
  const keptBy = (owner: 'git' | 'target'): string[] =>
    Object.entries(keys).flatMap(([name, key]) => (key.owner === owner ? [name] : []))
  return [
    ...steps.map(
      ({ config, wanted, applies_left: left }) =>
        `${config} comes down in steps, so that the brokers do not delete a mountain at once: ${configText(config, wanted)} is wanted, ${left === 1 ? '1 more apply' : `${count(left)} more applies`} after this one`,
    ),
    ...(keptBy('git').length === 0
      ? []
      : [`the configuration leaves ${nameList(keptBy('git'))} to ${cluster}`]),
    ...(keptBy('target').length === 0 ? [] : [`${nameList(keptBy('target'))} belongs to ${cluster} alone`]),
    ...(only.length === 0
      ? []
      : [
          `only ${cluster} sets ${nameList(only)}, and loses ${only.length === 1 ? 'it' : 'them'} unless configs exclude ${only.length === 1 ? 'it' : 'them'}`,
        ]),
    ...consumedBy(impact.groups),
  ]
}

function consumedBy(groups: readonly string[]): string[] {
  return groups.length === 0 ? [] : [`consumed by ${nameList(groups)}`]
}

function groupRemarks({ impact, change }: ChangeOf<'group_offset'>): string[] {
  const { partitions, waiting, rewinds, missing, at_most: bounds = [] } = impact
  const most = (name: (typeof bounds)[number]): string => (bounds.includes(name) ? 'at most ' : '')
  if (change.actions[0] === 'no-op') return []
  if (change.after === null) return [`its place on ${counted(partitions, 'partition')}, behind the source’s`]
  const moves = `${counted(partitions, 'partition')} move${partitions === 1 ? 's' : ''}`
  const back = rewinds === 0 ? '' : `, ${count(rewinds)} of them back`
  const gone = missing === 0 ? '' : `, ${counted(missing, 'offset')} before what the target holds`
  return [
    `${moves}${back}: ${most('redelivered')}${counted(impact.redelivered, 'record')} re-delivered, ${most('skipped')}${count(impact.skipped)} skipped${gone}; ${most('lag')}${count(impact.lag)} behind afterwards`,
    ...(waiting === 0
      ? []
      : [`${counted(waiting, 'partition')} more follow${waiting === 1 ? 's' : ''} the copy`]),
  ]
}

function flowRemarks(row: ChangeOf<'flow'>): string[] {
  const { impact, change } = row
  if (change.after === null) return []
  const size = `${counted(impact.topics, 'topic')} with ${counted(impact.partitions, 'partition')}, ${counted(impact.groups, 'group')}`
  const moves: readonly (readonly [string, readonly string[]])[] = [
    ['topics that come in', impact.topics_entering],
    ['topics no longer copied', impact.topics_leaving],
    ['groups that come in', impact.groups_entering],
    ['groups that no longer follow', impact.groups_leaving],
  ]
  return [
    size,
    volumeText(row),
    ...growthRemark(impact),
    ...moves.flatMap(([what, names]) => (names.length === 0 ? [] : [`${what}: ${nameList(names)}`])),
  ]
}
