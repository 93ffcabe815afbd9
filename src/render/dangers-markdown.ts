// What can hurt, at the top of a pull request's comment: destroys, replacements, offset moves, data loss. It is said
// more shortly where room is scarce, and never left out.

import type { Plan } from '../plan/plan-file.ts'
import type { ResourceChange } from '../plan/resource-change.ts'
import { impactRemarks, reasonRemark } from './impact-text.ts'
import { codeSpan, prose } from './markdown-text.ts'
import { counted } from './quantity.ts'

/** `reasons`: a line each with why · `names`: a line each · `counts`: a line a kind. */
export type DangerDetail = 'reasons' | 'names' | 'counts'

/** Empty where nothing can hurt. For a plan that is safe already. */
export function dangersMarkdown(plan: Plan, detail: DangerDetail): string {
  const rows = plan.resource_changes
  const dangerous = rows.filter(isDangerous).sort((one, other) => weightOf(other) - weightOf(one))
  const lines =
    detail === 'counts' ? countedLines(dangerous) : dangerous.map((row) => dangerLine(row, plan, detail))
  const dangers = lines.length === 0 ? '' : ['**What to look at**', '', ...lines].join('\n')
  return [dangers, ...quietMoves(rows)].filter((part) => part !== '').join('\n')
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
  if (detail === 'names') return head
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

function countedLines(rows: readonly ResourceChange[]): string[] {
  const alike = Map.groupBy(rows, (row) => `${row.type}|${row.cluster}|${kindOf(row)}|${markOf(row)}`)
  return [...alike.values()].flatMap((all) => {
    const [first] = all
    if (first === undefined) return []
    const what = `${counted(all.length, first.type.replaceAll('_', ' '))} on ${first.cluster}`
    return [`- ${markOf(first)} ${prose(what)}: each ${kindOf(first)}`]
  })
}

/** Groups that lose and repeat nothing are one line a flow. */
function quietMoves(rows: readonly ResourceChange[]): string[] {
  const moving = rows.flatMap((row) =>
    row.type === 'group_offset' &&
    row.impact.partitions > 0 &&
    !isDangerous(row) &&
    row.change.actions[0] !== 'no-op'
      ? [row]
      : [],
  )
  return [...Map.groupBy(moving, ({ flow }) => flow ?? '')].map(([flow, all]) => {
    const partitions = all.reduce((sum, { impact }) => sum + impact.partitions, 0)
    return `- 🟢 ${counted(all.length, 'group')} of flow ${codeSpan(flow)} ${all.length === 1 ? 'gets its' : 'get their'} place on ${counted(partitions, 'partition')}: nothing re-delivered, nothing skipped`
  })
}
