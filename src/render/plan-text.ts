// A plan for a terminal, in Terraform's shape: what a reader of plans knows already needs no explanation. The
// last line is what scripts look for, and an empty plan begins with `No changes.`

import { topologyTitle } from '../mirror/claims.ts'
import type { Plan } from '../plan/plan-file.ts'
import { isChange, type ResourceChange } from '../plan/resource-change.ts'
import { titleOf } from '../plan/titles.ts'
import { wrapLine } from '../std/wrap-text.ts'
import { filterBlocks } from './filter-text.ts'
import { findingText, type TextOptions } from './finding-text.ts'
import { driftRemark, stayText, volumeText } from './impact-text.ts'
import { nameList } from './names.ts'
import { outputsText } from './output-text.ts'
import { type Paint, paintFor } from './paint.ts'
import { terminalLine } from './plan-line.ts'
import { counted } from './quantity.ts'
import { rowLines } from './row-lines.ts'
import { safeValue } from './safe-text.ts'

const nothingPlanned = 'Nothing is planned. Nothing can be applied until the errors above are gone.'

/** Of more changes the beginning has scrolled away when a reader comes to the end. */
const changesInSight = 20

/** Ends without a line break. Names in the plan cannot act on the terminal. */
export function renderPlan(plan: Plan, options: TextOptions): string {
  const safe = safeValue(plan)
  const paint = paintFor(options.color)
  const changed = safe.resource_changes.filter(isChange)
  const findings = [...safe.errors, ...safe.warnings].map((finding) => findingText(finding, safe, options))
  const notes = [...flowNotes(safe), ...leftAloneNotes(safe)]
    .flatMap((line) => wrapLine(line, options.width))
    .map((line) => paint.dim(line))
  const outputs = outputsText(plan.planned_values.outputs, options)
  if (changed.length === 0 && !safe.errored) {
    return sections([
      noChanges(paint),
      driftText(safe, options.width),
      ...findings,
      notes.join('\n'),
      outputs,
    ])
  }
  if (changed.length === 0) {
    return sections([...findings, notes.join('\n'), wrapLine(nothingPlanned, options.width).join('\n')])
  }
  return sections([
    ...findings,
    driftText(safe, options.width),
    legend(changed, paint),
    'Strait will perform the following actions:',
    ...changed.map((row) => rowText(row, safe, options)),
    ...filterBlocks(safe, options.width),
    notes.join('\n'),
    outputs,
    safe.errored
      ? paint.bold(paint.red(`${counted(safe.errors.length, 'error')} above: this plan cannot be applied.`))
      : '',
    ...outOfSight(safe, changed).map((line) => wrapLine(line, options.width).join('\n')),
    summaryLine(safe, paint),
  ])
}

/** What must not be missed by who reads only the end of a long plan. */
function outOfSight({ warnings }: Plan, changed: readonly ResourceChange[]): string[] {
  if (changed.length <= changesInSight) return []
  const risky = changed.filter(({ risk }) => risk.level === 'high').map(({ address }) => address)
  return [
    ...(warnings.length === 0 ? [] : [`${counted(warnings.length, 'warning')} at the top of this plan.`]),
    ...(risky.length === 0 ? [] : [`High risk: ${nameList(risky)}.`]),
  ]
}

/** `Plan: 1 to add, 2 to change, 0 to destroy.` */
export function summaryText({ summary }: Pick<Plan, 'summary'>): string {
  const imports = summary.import === 0 ? '' : `${summary.import} to import, `
  const forgets = summary.forget === 0 ? '' : `, ${summary.forget} to forget`
  return `${imports}${summary.add} to add, ${summary.change} to change, ${summary.destroy} to destroy${forgets}.`
}

/** What the plan does not touch, one remark a line. For a plan that is safe already. */
export function leftAloneNotes(plan: Plan): string[] {
  return [
    ...groupNotes(plan),
    ...unmanagedNotes(plan),
    ...configNotes(plan),
    ...othersNotes(plan),
    ...topologyNotes(plan),
  ]
}

function summaryLine(plan: Plan, paint: Paint): string {
  return `${paint.bold('Plan:')} ${summaryText(plan)}`
}

function noChanges(paint: Paint): string {
  const verdict = paint.bold(paint.green('No changes.'))
  return `${verdict} The clusters are as the configuration says.`
}

function legend(rows: readonly ResourceChange[], paint: Paint): string {
  const present = new Set(rows.map(({ change }) => change.actions.join()))
  const lines = [
    ['create', `  ${paint.green('+')} create`],
    ['update', `  ${paint.yellow('~')} update in-place`],
    ['delete', `  ${paint.red('-')} destroy`],
    ['forget', `  ${paint.red('.')} forget`],
    ['delete,create', `${paint.red('-')}/${paint.green('+')} destroy and then create replacement`],
  ].flatMap(([actions, line]) => (actions !== undefined && present.has(actions) ? [line] : []))
  return ['Actions are indicated with the following symbols:', ...lines].join('\n')
}

function rowText(row: ResourceChange, plan: Plan, { color, width }: TextOptions): string {
  const paint = paintFor(color)
  return rowLines(row, plan, { width })
    .map((line) => terminalLine(line, paint))
    .join('\n')
}

function driftText({ resource_drift: drift }: Plan, width: number): string {
  if (drift.length === 0) return ''
  return sections([
    'Objects have changed outside of Strait since the last apply:',
    drift
      .flatMap((row) => wrapLine(`${row.address} ${driftRemark(row)}`, width - 4))
      .map((line) => `  # ${line}`)
      .join('\n'),
  ])
}

/** Flows that go on as they are, with what they have yet to copy. */
function flowNotes({ resource_changes }: Plan): string[] {
  return resource_changes.flatMap((row) => {
    if (row.type !== 'flow' || row.change.actions[0] !== 'no-op') return []
    if (row.action_reason === 'protected') return [`${row.address} is protected and goes on`]
    const state = row.action_reason === 'paused' ? 'is paused' : 'goes on'
    return [`${row.address} ${state}: ${counted(row.impact.topics, 'topic')}, ${volumeText(row)}`]
  })
}

/** One line a flow and reason: a thousand groups that follow their flow are one fact. */
function groupNotes(plan: Plan): string[] {
  const staying = plan.resource_changes.flatMap((row) =>
    row.type === 'group_offset' && row.change.actions[0] === 'no-op' ? [row] : [],
  )
  const alike = Map.groupBy(staying, ({ flow, action_reason }) => JSON.stringify([flow, action_reason]))
  return [...alike.values()].flatMap((rows) => stayText(rows, plan) ?? [])
}

/** What Strait made and leaves behind is told apart from what was never its own. */
function othersNotes({ summary, configuration }: Plan): string[] {
  return Object.entries(summary.left_alone).flatMap(([cluster, { config_keys: keys, acls, groups }]) => {
    if (keys + acls + groups === 0) return []
    const parts = [
      ...(keys === 0 ? [] : [`${counted(keys, 'config')} of remote topics`]),
      ...(acls === 0 ? [] : [counted(acls, 'ACL')]),
      ...(groups === 0 ? [] : [counted(groups, 'group')]),
    ]
    return [
      `left alone on ${titleOf('cluster', cluster, configuration)}: ${nameList(parts)} that no flow decides`,
    ]
  })
}

/** With whom a cluster is shared, and what that one has there. */
function topologyNotes({ summary, configuration }: Plan): string[] {
  return Object.entries(summary.left_alone).flatMap(([cluster, { topologies = [] }]) =>
    topologies.map(({ name, flows, topics, acls, groups }) => {
      const parts = [
        ...(flows.length === 0 ? [] : [nameList(flows)]),
        ...(topics === 0 ? [] : [counted(topics, 'topic')]),
        ...(acls === 0 ? [] : [counted(acls, 'ACL')]),
        ...(groups === 0 ? [] : [counted(groups, 'group')]),
      ]
      return `left alone on ${titleOf('cluster', cluster, configuration)}, of ${topologyTitle(name)}: ${parts.join('; ')}`
    }),
  )
}

function unmanagedNotes({ summary, configuration }: Plan): string[] {
  const clusters = Object.keys(summary.unmanaged_topics)
  return clusters.flatMap((cluster) => {
    const behind = summary.left_behind_topics[cluster]?.length ?? 0
    const strange = (summary.unmanaged_topics[cluster] ?? 0) - behind
    const title = titleOf('cluster', cluster, configuration)
    return [
      ...(strange <= 0 ? [] : [`${leftAlone(strange, title)} to no flow and ${areLeft(strange)} alone`]),
      ...(behind === 0
        ? []
        : [
            `${counted(behind, 'topic')} that Strait made on ${title} ${areLeft(behind)} behind (deletes { topics = true })`,
          ]),
    ]
  })
}

function configNotes({ summary, configuration }: Plan): string[] {
  return Object.entries(summary.left_alone_configs).map(
    ([cluster, configs]) =>
      `${counted(configs, 'config')} that only ${titleOf('cluster', cluster, configuration)} sets ${areLeft(configs)} alone (deletes { configs = true })`,
  )
}

function leftAlone(topics: number, cluster: string): string {
  return topics === 1 ? `1 topic on ${cluster} belongs` : `${counted(topics, 'topic')} on ${cluster} belong`
}

function areLeft(topics: number): string {
  return topics === 1 ? 'is left' : 'are left'
}

function sections(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n')
}
