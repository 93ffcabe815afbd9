// What can hurt, at the top of a pull request's comment: destroys, replacements, offset moves, data loss. It is said
// more shortly where room is scarce, and never left out.

import type { Plan } from '../plan/plan-file.ts'
import type { ResourceChange } from '../plan/resource-change.ts'
import { impactRemarks, reasonRemark } from './impact-text.ts'
import { codeSpan, details, foldedList, prose } from './markdown-text.ts'
import { counted } from './quantity.ts'
import { clusterOf } from './titles.ts'

/** `reasons`: a line each with why · `names`: a line each · `worst`: a line a kind, and the worst by name · `counts`: a line a kind and cluster · `kinds`: a line a kind. */
export type DangerDetail = 'reasons' | 'names' | 'worst' | 'counts' | 'kinds'

const worstMax = 20
const linesMax = 20

/** Empty where nothing can hurt. For a plan that is safe already. */
export function dangersMarkdown(plan: Plan, detail: DangerDetail): string {
  const rows = plan.resource_changes
  const dangerous = rows.filter(isDangerous).sort((one, other) => weightOf(other) - weightOf(one))
  const dangers =
    dangerous.length === 0
      ? ''
      : ['**What to look at**', '', ...dangerLines(dangerous, plan, detail)].join('\n')
  const moves = detail === 'counts' || detail === 'kinds' ? [] : quietMoves(rows)
  // What follows a fold has to begin a block of its own.
  const gap = dangers.endsWith('</details>') ? '\n\n' : '\n'
  return [dangers, moves.join('\n')].filter((part) => part !== '').join(gap)
}

function dangerLines(rows: readonly ResourceChange[], plan: Plan, detail: DangerDetail): string[] {
  if (detail === 'kinds') return kindLines(rows)
  if (detail === 'counts') return countedLines(rows, plan)
  const linesOf = (shown: readonly ResourceChange[]): string[] =>
    shown.map((row) => dangerLine(row, plan, detail))
  if (detail !== 'worst') return [foldedList(linesOf(rows))]
  const worst = details('The worst of them', linesOf(rows.slice(0, worstMax)).join('\n'))
  return [...countedLines(rows, plan), '', worst]
}

function isDangerous(row: ResourceChange): boolean {
  return row.risk.level === 'high' || row.risk.level === 'medium' || isLoss(row)
}

function isLoss({ change }: ResourceChange): boolean {
  return change.actions.some((action) => action === 'delete')
}

function weightOf(row: ResourceChange): number {
  return (row.risk.level === 'high' ? 4 : row.risk.level === 'medium' ? 2 : 0) + (isLoss(row) ? 1 : 0)
}

function dangerLine(row: ResourceChange, plan: Plan, detail: DangerDetail): string {
  const head = `- ${markOf(row)} ${codeSpan(row.address)} ${kindOf(row)}`
  if (detail !== 'reasons') return head
  const saysHowMuch = row.type === 'group_offset' || (row.type === 'topic' && isLoss(row))
  const moves = saysHowMuch ? impactRemarks(row, plan) : []
  const why = [...row.risk.reasons, ...(isLoss(row) ? reasonRemark(row, plan) : []), ...moves]
  return why.length === 0 ? head : `${head}: ${prose(why.join('; '))}`
}

function markOf(row: ResourceChange): string {
  return row.risk.level === 'high' || isLoss(row) ? '🔴' : '🟡'
}

function kindOf(row: ResourceChange): string {
  const { actions } = row.change
  if (actions.length === 2) return 'is replaced'
  if (actions[0] === 'delete') return row.type === 'flow' ? 'is stopped' : 'is destroyed'
  return row.type === 'group_offset' ? 'moves' : actions[0] === 'create' ? 'is created' : 'is changed'
}

function countedLines(rows: readonly ResourceChange[], plan: Plan): string[] {
  const alike = Map.groupBy(rows, (row) => `${row.type}|${row.cluster}|${kindOf(row)}|${markOf(row)}`)
  return [...alike.values()].flatMap((all) => {
    const [first] = all
    if (first === undefined) return []
    const what = `${counted(all.length, first.type.replaceAll('_', ' '))} on ${clusterOf(first, plan)}`
    return [`- ${markOf(first)} ${prose(what)}: each ${kindOf(first)}`]
  })
}

function kindLines(rows: readonly ResourceChange[]): string[] {
  const alike = Map.groupBy(rows, (row) => `${row.type}|${kindOf(row)}|${markOf(row)}`)
  return [...alike.values()].flatMap((all) => {
    const [first] = all
    if (first === undefined) return []
    const clusters = new Set(all.map(({ cluster }) => cluster)).size
    const what = `${counted(all.length, first.type.replaceAll('_', ' '))} on ${counted(clusters, 'cluster')}`
    return [`- ${markOf(first)} ${what}: each ${kindOf(first)}`]
  })
}

/** Groups that lose and repeat nothing are one line a flow, or one for all flows. */
function quietMoves(rows: readonly ResourceChange[]): string[] {
  const moving = rows.flatMap((row) =>
    row.type === 'group_offset' &&
    row.impact.partitions > 0 &&
    !isDangerous(row) &&
    row.change.actions[0] !== 'no-op'
      ? [row]
      : [],
  )
  const byFlow = [...Map.groupBy(moving, ({ flow }) => flow ?? '')]
  const line = (all: typeof moving, of: string): string => {
    const partitions = all.reduce((sum, { impact }) => sum + impact.partitions, 0)
    const get = all.length === 1 ? 'gets its' : 'get their'
    return `- 🟢 ${counted(all.length, 'group')} of ${of} ${get} place on ${counted(partitions, 'partition')}: nothing re-delivered, nothing skipped`
  }
  return byFlow.length > linesMax
    ? [line(moving, counted(byFlow.length, 'flow'))]
    : byFlow.map(([flow, all]) => line(all, `flow ${codeSpan(flow)}`))
}
