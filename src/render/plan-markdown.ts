// A plan as a comment on a pull request: verdict, counts, what is dangerous, then ever more detail. Where there is
// too much, whole levels of detail go, never the end of the text; what can hurt always stays.

import type { Finding, Plan } from '../plan/plan-file.ts'
import type { ResourceChange } from '../plan/resource-change.ts'
import { placeOf } from './finding-text.ts'
import { volumeText } from './impact-text.ts'
import { codeSpan, details, fenced, markdownTable, prose } from './markdown-text.ts'
import { diffLine } from './plan-line.ts'
import { leftAloneNotes, summaryText } from './plan-text.ts'
import { count, counted } from './quantity.ts'
import { rowLines, symbolOf, verdictOf } from './row-lines.ts'
import { safeValue } from './safe-text.ts'

export interface MarkdownOptions {
  /** GitHub refuses comments above 65,536 characters. */
  readonly charactersMax?: number
}

/** Ends with a line break. */
export function renderPlanMarkdown(plan: Plan, { charactersMax = 60_000 }: MarkdownOptions = {}): string {
  const safe = safeValue(plan)
  const changed = safe.resource_changes.filter(({ change }) => change.actions[0] !== 'no-op')
  const levels: readonly (() => string)[] = [
    () => fullPlan(changed, safe),
    () => oneLineEach(changed),
    () => countsByFlow(changed),
  ]
  for (const body of levels) {
    const text = comment(safe, changed.length === 0 ? '' : body(), findingLines)
    if (text.length <= charactersMax) return text
  }
  return comment(safe, countsByFlow(changed), countedFindings)
}

type FindingsAs = (findings: readonly Finding[]) => string

function comment(plan: Plan, body: string, findings: FindingsAs): string {
  const parts = [
    verdict(plan),
    findings(plan.errors),
    dangers(plan.resource_changes),
    flowTable(plan),
    findings(plan.warnings),
    body,
    leftAloneNotes(plan)
      .map((line) => `- ${prose(line)}`)
      .join('\n'),
    footer(plan),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function verdict(plan: Plan): string {
  const { add, change, destroy, risk } = plan.summary
  if (plan.errored)
    return `### ❌ Strait: ${counted(plan.errors.length, 'error')}, this plan cannot be applied`
  if (add + change + destroy === 0) return '### ✅ Strait: no changes'
  const mark = risk === 'high' ? '⚠️' : '📋'
  const level = risk === 'high' || risk === 'medium' ? ` · **${risk} risk**` : ''
  return `### ${mark} Strait plan: ${summaryText(plan).slice(0, -1)}${level}`
}

function findingLines(findings: readonly Finding[]): string {
  return findings
    .map((finding) => {
      const place = placeOf(finding)
      const where = place === '' ? '' : ` ${prose(place)}.`
      const kind = finding.severity === 'error' ? 'CAUTION' : 'WARNING'
      return `> [!${kind}]\n> **${finding.code} ${prose(finding.summary)}**${where}\n> ${prose(finding.detail)}`
    })
    .join('\n\n')
}

function countedFindings(findings: readonly Finding[]): string {
  return [...Map.groupBy(findings, ({ code, summary }) => `${code} ${summary}`)]
    .map(([what, all]) => `- ${prose(what)}: ${count(all.length)}`)
    .join('\n')
}

/** The most dangerous first, and never left out: a list that does not fit says how much it leaves to the plan. */
function dangers(rows: readonly ResourceChange[]): string {
  const high = rows.filter(({ risk }) => risk.level === 'high')
  const medium = rows.filter(({ risk }) => risk.level === 'medium')
  const ordered = [...high, ...medium]
  if (ordered.length === 0) return ''
  const shown = ordered.slice(0, 40)
  const rest = ordered.length - shown.length
  return [
    '**What to look at**',
    '',
    ...shown.map(
      ({ address, risk }) =>
        `- ${risk.level === 'high' ? '🔴' : '🟡'} ${codeSpan(address)}: ${prose(risk.reasons.join('; '))}`,
    ),
    ...(rest > 0
      ? [`- and ${count(rest)} more, ${count(Math.max(0, high.length - shown.length))} of them high`]
      : []),
  ].join('\n')
}

function flowTable({ resource_changes }: Plan): string {
  const rows = resource_changes.flatMap((row) => {
    if (row.type !== 'flow' || row.change.after === null) return []
    const { source, target } = row.change.after
    return [
      [
        codeSpan(row.name),
        prose(`${source} → ${target}`),
        count(row.impact.topics),
        count(row.impact.partitions),
        count(row.impact.groups),
        prose(volumeText(row)),
      ],
    ]
  })
  if (rows.length === 0) return ''
  return markdownTable(['flow', 'source → target', 'topics', 'partitions', 'groups', 'volume'], rows)
}

function fullPlan(rows: readonly ResourceChange[], plan: Plan): string {
  const text = rows.map((row) => rowLines(row, plan, { width: 110 }).map(diffLine).join('\n')).join('\n\n')
  const isShort = text.split('\n').length <= 10
  return isShort ? fenced(text, 'diff') : details('Full plan', fenced(text, 'diff'))
}

function oneLineEach(rows: readonly ResourceChange[]): string {
  const lines = rows.map((row) => {
    const symbol = symbolOf(row.change)
    return `${symbol === '~' ? '!' : symbol === '-/+' ? '-' : symbol} ${verdictOf(row)}`
  })
  return details('Every change, one a line', fenced(lines.join('\n'), 'diff'))
}

function countsByFlow(rows: readonly ResourceChange[]): string {
  const byFlow = Map.groupBy(rows, ({ flow }) => flow ?? 'shared')
  const having = (all: readonly ResourceChange[], action: string): string =>
    count(all.filter(({ change }) => change.actions.some((one) => one === action)).length)
  return markdownTable(
    ['flow', 'to add', 'to change', 'to destroy'],
    [...byFlow].map(([flow, all]) => [
      codeSpan(flow),
      ...['create', 'update', 'delete'].map((one) => having(all, one)),
    ]),
  )
}

function footer({ revision, timestamp, fingerprint, strait_version }: Plan): string {
  const commit = revision.commit === null ? 'no commit' : revision.commit.slice(0, 12)
  const dirty = revision.dirty ? ' (with changes that are not committed)' : ''
  const print = fingerprint.hash.replace('sha256:', '').slice(0, 12)
  return `<sub>${prose(commit)}${dirty} · planned ${prose(timestamp)} · fingerprint ${prose(print)} · strait ${prose(strait_version)}</sub>`
}
