// A plan as a comment on a pull request: verdict, where it stands, counts, what is dangerous, the picture, ever more detail. Where
// there is too much, whole levels of detail go, never the end of the text; what can hurt always stays.

import type { Finding, Plan } from '../plan/plan-file.ts'
import { isChange, type ResourceChange } from '../plan/resource-change.ts'
import { titleOf } from '../plan/titles.ts'
import type { Topology } from '../topology/model.ts'
import { type DangerDetail, dangersMarkdown } from './dangers-markdown.ts'
import { filterBlocks } from './filter-text.ts'
import { placeOf } from './finding-text.ts'
import { graphOfPlan } from './graph.ts'
import { renderGraphMarkdown } from './graph-markdown.ts'
import { driftRemark, sizedRecords, volumeText } from './impact-text.ts'
import { codeSpan, details, fenced, foldedList, markdownTable, prose } from './markdown-text.ts'
import { outputLines } from './output-text.ts'
import { diffLine } from './plan-line.ts'
import { leftAloneNotes, summaryText } from './plan-text.ts'
import { count, counted } from './quantity.ts'
import { rowLines, symbolOf, verdictOf } from './row-lines.ts'
import { safeText, safeValue } from './safe-text.ts'

export interface MarkdownOptions {
  /** GitHub refuses comments above 65,536 characters and drops a job summary above 1 MiB. UTF-8. */
  readonly bytesMax?: number
  /** Markdown that is safe already, shown below the heading. */
  readonly standing?: string
  /** Markdown that is safe already, shown below the counts. */
  readonly remark?: string
  /** Which of several topologies the plan is of; nothing where it is the only one. */
  readonly topology?: string
  /** Nobody proposes these changes: they are what sets the clusters apart from what was applied. */
  readonly isDrift?: boolean
}

interface Frame extends Required<Omit<MarkdownOptions, 'bytesMax'>> {
  /** As they are in the plan. */
  readonly outputs: Plan['planned_values']['outputs']
}

interface Detail {
  /** Every attribute, only those that change, or no attributes. */
  readonly text: 'all' | 'changed' | 'none'
  /** A line a change under its cluster, counts a flow or a cluster, or a line for all. */
  readonly changes: 'lines' | 'flows' | 'clusters' | 'total'
  /** Each, a line a kind, or the most frequent kinds. */
  readonly findings: 'whole' | 'counted' | 'frequent'
  readonly dangers: DangerDetail
  readonly picture: 'whole' | 'small' | 'none'
}

/** Each says less than the one before. Why a plan cannot be applied is kept longer than which of its rows hurt. */
const ladder: readonly Detail[] = [
  { text: 'all', changes: 'lines', findings: 'whole', dangers: 'reasons', picture: 'whole' },
  { text: 'changed', changes: 'lines', findings: 'whole', dangers: 'reasons', picture: 'whole' },
  { text: 'none', changes: 'lines', findings: 'whole', dangers: 'reasons', picture: 'whole' },
  { text: 'none', changes: 'flows', findings: 'whole', dangers: 'reasons', picture: 'small' },
  { text: 'none', changes: 'flows', findings: 'whole', dangers: 'names', picture: 'small' },
  { text: 'none', changes: 'flows', findings: 'counted', dangers: 'reasons', picture: 'small' },
  { text: 'none', changes: 'flows', findings: 'whole', dangers: 'worst', picture: 'small' },
  { text: 'none', changes: 'flows', findings: 'counted', dangers: 'names', picture: 'small' },
  { text: 'none', changes: 'flows', findings: 'counted', dangers: 'worst', picture: 'small' },
  { text: 'none', changes: 'clusters', findings: 'counted', dangers: 'counts', picture: 'none' },
  { text: 'none', changes: 'total', findings: 'frequent', dangers: 'kinds', picture: 'none' },
]

const pictures = {
  whole: { charactersMax: 12_000, edgesMax: 120 },
  small: { charactersMax: 4_000, edgesMax: 40 },
} as const

const openLinesMax = 10
const flowsMax = 200
const frequentMax = 20
const inShort =
  'This plan is too large to be shown whole here: the summary of the job tells more, and the plan as JSON everything.'

/** Ends with a line break. */
export function renderPlanMarkdown(
  plan: Plan,
  { bytesMax = 60_000, standing = '', remark = '', topology = '', isDrift = false }: MarkdownOptions = {},
): string {
  const { outputs } = plan.planned_values
  const safe = safeValue(plan)
  let text = ''
  for (const detail of ladder) {
    text = comment(safe, detail, { standing, remark, topology, isDrift, outputs })
    if (Buffer.byteLength(text) <= bytesMax) return text
  }
  return text
}

function comment(plan: Plan, detail: Detail, frame: Frame): string {
  const { standing, remark, topology, isDrift, outputs } = frame
  const changed = plan.resource_changes.filter(isChange)
  const isWhole = detail.findings === 'whole'
  const findings = isWhole
    ? (all: readonly Finding[]) => findingLines(all, plan)
    : (all: readonly Finding[]) =>
        countedFindings(all, detail.findings === 'frequent' ? frequentMax : Number.POSITIVE_INFINITY)
  const parts = [
    `${verdict(plan, isDrift)}${ofTopology(topology)}`,
    standing,
    counts(plan),
    remark,
    findings(plan.errors),
    dangersMarkdown(plan, detail.dangers),
    findings(plan.warnings),
    driftLines(plan, isWhole),
    detail.picture === 'none' ? '' : renderGraphMarkdown(graphOfPlan(plan), pictures[detail.picture]),
    ...changes(changed, plan, detail),
    detail.text === 'none' ? '' : filters(plan),
    detail.text === 'none' ? '' : outputsBlock(outputs),
    detail.picture === 'none' ? '' : leftAlone(plan),
    detail.text === 'none' && changed.length > 0 ? inShort : '',
    footer(plan),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function leftAlone(plan: Plan): string {
  return leftAloneNotes(plan)
    .map((line) => `- ${prose(line)}`)
    .join('\n')
}

/** The end of a heading; empty for a topology at the root of its repository. */
export function ofTopology(key: string): string {
  return key === '' || key === '.' ? '' : ` · ${codeSpan(safeText(key))}`
}

function filters(plan: Plan): string {
  const blocks = filterBlocks(plan, 110)
  return blocks.length === 0 ? '' : details('What the filters let in', fenced(blocks.join('\n\n'), 'text'))
}

function outputsBlock(outputs: Frame['outputs']): string {
  const lines = outputLines(outputs, { width: 110 })
  return lines.length === 0 ? '' : details('Outputs', fenced(lines.join('\n'), 'hcl'))
}

function verdict(plan: Plan, isDrift: boolean): string {
  const { risk } = plan.summary
  if (plan.errored)
    return `### ❌ Strait: ${counted(plan.errors.length, 'error')}, this plan cannot be applied`
  if (!plan.resource_changes.some(isChange))
    return isDrift ? '### 🔍 Strait: the clusters have drifted' : '### ✅ Strait: no changes'
  const mark = risk === 'high' ? '⚠️' : isDrift ? '🔍' : '📋'
  const level = risk === 'high' || risk === 'medium' ? ` · **${risk} risk**` : ''
  const what = isDrift ? 'Strait: the clusters have drifted ·' : 'Strait plan:'
  return `### ${mark} ${what} ${summaryText(plan).slice(0, -1)}${level}`
}

/** What the changes mean in volume: `us-to-eu: 2 topics, 9 partitions, 1 group; 1.1 GiB to copy`. */
function counts({ resource_changes, configuration }: Plan): string {
  const flows = resource_changes.flatMap((row) =>
    row.type === 'flow' && row.change.after !== null ? [row] : [],
  )
  const [first] = flows
  if (first === undefined) return ''
  if (flows.length === 1)
    return `Flow ${codeSpan(titleOf('flow', first.name, configuration))}: ${prose(sizeText(first.impact))}; ${prose(volumeText(first))}`
  const sum = (key: 'topics' | 'partitions' | 'groups' | 'records' | 'bytes'): number =>
    flows.reduce((total, { impact }) => total + impact[key], 0)
  const sizes = sizeText({ topics: sum('topics'), partitions: sum('partitions'), groups: sum('groups') })
  const isUnknown = flows.some(({ impact }) => impact.bytes_known === false)
  const left = {
    records: sum('records'),
    bytes: sum('bytes'),
    ...(isUnknown && { bytes_known: false as const }),
  }
  const volume = left.records === 0 ? 'nothing to copy' : `${sizedRecords(left)} to copy`
  return `${counted(flows.length, 'flow')}: ${prose(`${sizes}; ${volume}`)}`
}

function sizeText(size: {
  readonly topics: number
  readonly partitions: number
  readonly groups: number
}): string {
  return `${counted(size.topics, 'topic')} with ${counted(size.partitions, 'partition')}, ${counted(size.groups, 'group')}`
}

function findingLines(findings: readonly Finding[], plan: Plan): string {
  return findings
    .map((finding) => {
      const place = placeOf(finding, plan)
      const where = place === '' ? '' : ` ${prose(place)}.`
      const kind = finding.severity === 'error' ? 'CAUTION' : 'WARNING'
      return `> [!${kind}]\n> **${finding.code} ${prose(finding.summary)}**${where}\n> ${prose(finding.detail)}`
    })
    .join('\n\n')
}

function countedFindings(findings: readonly Finding[], kindsMax: number): string {
  const kinds = [...Map.groupBy(findings, ({ code, summary }) => `${code} ${summary}`)]
  const sorted =
    kinds.length <= kindsMax ? kinds : kinds.sort(([, one], [, other]) => other.length - one.length)
  const rest = sorted.slice(kindsMax).reduce((sum, [, all]) => sum + all.length, 0)
  return [
    ...sorted.slice(0, kindsMax).map(([what, all]) => `- ${prose(what)}: ${count(all.length)}`),
    ...(rest === 0 ? [] : [`- of ${counted(kinds.length - kindsMax, 'other kind')}: ${count(rest)}`]),
  ].join('\n')
}

/** What someone changed behind Strait's back, apart from what is proposed. */
function driftLines({ resource_drift: drift }: Plan, isWhole: boolean): string {
  if (drift.length === 0) return ''
  const title = '**Changed outside of Strait**'
  if (!isWhole) return `${title}: ${counted(drift.length, 'thing')}`
  return `${title}\n\n${foldedList(drift.map((row) => `- ${codeSpan(row.address)} ${prose(driftRemark(row))}`))}`
}

function byCluster(rows: readonly ResourceChange[], configuration: Topology): string {
  return [...Map.groupBy(rows, ({ cluster }) => cluster)]
    .map(([cluster, all]) => {
      const lines = all.map((row) => `${diffSymbol(row)} ${verdictOf(row)}`)
      return details(
        `${codeSpan(titleOf('cluster', cluster, configuration))}: ${actionCounts(all)}`,
        fenced(lines.join('\n'), 'diff'),
      )
    })
    .join('\n')
}

function actionCounts(rows: readonly ResourceChange[]): string {
  const words = { create: 'to add', update: 'to change', delete: 'to destroy' } as const
  return Object.entries(words)
    .map(([action, word]) => [having(rows, action), word] as const)
    .filter(([times]) => times > 0)
    .map(([times, word]) => `${count(times)} ${word}`)
    .join(', ')
}

function having(rows: readonly ResourceChange[], action: string): number {
  return rows.filter(({ change }) => change.actions.some((one) => one === action)).length
}

/** For a fence with `diff`, which highlights `!` as a change. */
function diffSymbol({ change }: ResourceChange): string {
  const symbol = symbolOf(change)
  return symbol === '~' ? '!' : symbol === '-/+' ? '-' : symbol
}

/** A full plan of a few lines stands open and is enough; a longer one is folded, below a line a change. */
function changes(rows: readonly ResourceChange[], plan: Plan, detail: Detail): string[] {
  const { configuration } = plan
  if (detail.changes === 'total') return [total(rows)]
  if (detail.changes === 'flows') return [countsByFlow(rows, configuration)]
  if (detail.changes === 'clusters')
    return [
      countsBy(
        'cluster',
        Map.groupBy(rows, ({ cluster }) => cluster),
        configuration,
      ),
    ]
  if (detail.text === 'none' || rows.length === 0) return [byCluster(rows, configuration)]
  const body = rows.map((row) => rowText(row, plan, detail.text)).join('\n\n')
  if (body.split('\n').length <= openLinesMax) return [fenced(body, 'diff')]
  const title = detail.text === 'all' ? 'Full plan' : 'Full plan, with the attributes that change'
  return [byCluster(rows, configuration), details(title, fenced(body, 'diff'))]
}

function total(rows: readonly ResourceChange[]): string {
  const flows = new Set(rows.map(({ flow }) => flow)).size
  const clusters = new Set(rows.map(({ cluster }) => cluster)).size
  return `${counted(rows.length, 'change')} in ${counted(flows, 'flow')} on ${counted(clusters, 'cluster')}`
}

function rowText(row: ResourceChange, plan: Plan, text: Detail['text']): string {
  const lines = rowLines(row, plan, { width: 110 })
  // What comes or goes whole has no attribute that changes.
  const isWhole = row.change.actions.length === 1 && row.change.actions[0] !== 'update'
  const shown = text === 'changed' && isWhole ? lines.filter(({ isHeader }) => isHeader) : lines
  return shown.map(diffLine).join('\n')
}

function countsByFlow(rows: readonly ResourceChange[], configuration: Topology): string {
  const byFlow = Map.groupBy(rows, ({ flow }) => flow ?? 'shared')
  return byFlow.size > flowsMax
    ? countsByCluster(rows, configuration)
    : countsBy('flow', byFlow, configuration)
}

function countsByCluster(rows: readonly ResourceChange[], configuration: Topology): string {
  const flows = new Set(rows.map(({ flow }) => flow)).size
  const table = countsBy(
    'cluster',
    Map.groupBy(rows, ({ cluster }) => cluster),
    configuration,
  )
  return rows.length === 0 ? '' : `${counted(rows.length, 'change')} in ${counted(flows, 'flow')}\n\n${table}`
}

function countsBy(
  kind: 'flow' | 'cluster',
  groups: ReadonlyMap<string, readonly ResourceChange[]>,
  configuration: Topology,
): string {
  return markdownTable(
    [kind, 'to add', 'to change', 'to destroy'],
    [...groups].map(([name, all]) => [
      codeSpan(titleOf(kind, name, configuration)),
      ...['create', 'update', 'delete'].map((action) => count(having(all, action))),
    ]),
  )
}

function footer({ revision, timestamp, fingerprint, strait_version }: Plan): string {
  const commit = revision.commit === null ? 'no commit' : revision.commit.slice(0, 12)
  const dirty = revision.dirty ? ' (with changes that are not committed)' : ''
  const print = fingerprint.hash.replace('sha256:', '').slice(0, 12)
  return `<sub>${prose(commit)}${dirty} · planned ${prose(minuteText(timestamp))} · fingerprint ${prose(print)} · strait ${prose(strait_version)}</sub>`
}

/** `2026-03-01 12:00 UTC`; what is no such time stays as it is. */
function minuteText(timestamp: string): string {
  return timestamp.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):[\d.]+Z$/, '$1 $2 UTC')
}
