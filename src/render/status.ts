// `strait status` as text: a table of flows, then whatever needs a person, in sentences.

import { topologyTitle } from '../mirror/claims.ts'
import { wrapLine } from '../std/wrap-text.ts'
import { nameList } from './names.ts'
import { notAppliedYet } from './not-applied.ts'
import { type Paint, paintFor } from './paint.ts'
import { bytes, count, counted, duration } from './quantity.ts'
import { safeText } from './safe-text.ts'
import type { AgentStatusRow, FlowStatusRow, StatusDocument, Verdict } from './status-document.ts'
import { type Column, renderTable } from './table.ts'

const columnsFor = (paint: Paint): readonly Column[] => [
  { title: 'FLOW', narrow: 'shorten' },
  { title: 'COPY', narrow: 'shorten' },
  { title: 'STATUS', tint: (status) => paint[colourOf[status.replaceAll(' ', '_')] ?? 'bold'] },
  { title: 'PARTITIONS', align: 'right', narrow: 'omit' },
  { title: 'LAG', align: 'right' },
  { title: 'RECORDS/S', align: 'right', narrow: 'omit' },
  { title: 'RATE', align: 'right', narrow: 'omit' },
  { title: 'AGENTS', align: 'right' },
  { title: 'APPLIED', narrow: 'omit' },
]

const colourOf: Readonly<Record<string, keyof Paint>> = {
  ok: 'green',
  copying: 'cyan',
  waiting: 'red',
  halted: 'red',
  failed: 'red',
  no_agent: 'yellow',
  paused: 'yellow',
  stopped: 'dim',
  not_applied: 'yellow',
} satisfies Record<Verdict, keyof Paint>

/** `width`: of the terminal, in columns. */
export function renderStatus(
  { flows, taken_at, other_topologies: others }: StatusDocument,
  width = Number.POSITIVE_INFINITY,
  paint = paintFor(false),
): string {
  const table = flows.length === 0 ? 'No flows.' : renderTable(columnsFor(paint), flows.map(row), width)
  // What is broken goes on further in, so that each begins where the eye looks for it.
  const wrapped = (lines: readonly string[]): string =>
    lines.map((line) => wrapLine(line, width - 2).join('\n  ')).join('\n')
  const remarks = flows.flatMap((flow) => remarksOn(flow, taken_at))
  return [table, wrapped(remarks), paint.dim(wrapped(others.map(besideThem)))]
    .filter((part) => part !== '')
    .join('\n\n')
}

function besideThem({ cluster, topology, flows }: StatusDocument['other_topologies'][number]): string {
  return safeText(
    `also on ${cluster}, of ${topologyTitle(topology)}: ${flows.length === 1 ? 'flow' : 'flows'} ${nameList(flows)}`,
  )
}

function row(flow: FlowStatusRow): string[] {
  const isCopied = flow.state !== null && flow.state !== 'stopped'
  return [
    flow.flow,
    `${flow.source} -> ${flow.target}`,
    flow.verdict.replaceAll('_', ' '),
    isCopied ? count(flow.partitions) : '-',
    isCopied ? count(flow.lag_records) : '-',
    isCopied ? count(flow.records_per_second) : '-',
    isCopied ? `${bytes(flow.bytes_per_second)}/s` : '-',
    count(flow.agents.filter(({ live }) => live).length),
    appliedBy(flow),
  ]
}

/** `3f2a91c (dirty) 2026-01-01 12:00 UTC`. */
function appliedBy({ applied_at, revision }: FlowStatusRow): string {
  if (applied_at === null || revision === null) return '-'
  const commit =
    revision.commit === null ? '' : `${revision.commit.slice(0, 7)}${revision.dirty ? ' (dirty)' : ''} `
  return `${commit}${applied_at.slice(0, 16).replace('T', ' ')} UTC`
}

function remarksOn(flow: FlowStatusRow, takenAt: string): string[] {
  const remarks: string[] = []
  if (flow.verdict === 'no_agent') remarks.push('no agent runs it: start one with strait agent')
  if (flow.verdict === 'not_applied') remarks.push(notAppliedYet)
  else if (flow.changed) remarks.push('the directory differs from what is applied: strait plan shows how')
  if (flow.halted > 0)
    remarks.push(`${counted(flow.halted, 'partition')} halted: strait gaps ${flow.flow} says why`)
  remarks.push(...waitsIn(flow))
  for (const agent of flow.agents) remarks.push(...remarksOnAgent(agent, flow, takenAt))
  return remarks.map((remark) => safeText(`${flow.flow}: ${remark}`))
}

/** What partitions wait for, whichever agents say so. */
function waitsIn({ agents }: FlowStatusRow): string[] {
  const waits = new Map<string, number>()
  for (const { message, partitions } of agents.flatMap(({ live, troubles }) => (live ? troubles : []))) {
    if (partitions > 0) waits.set(message, (waits.get(message) ?? 0) + partitions)
  }
  return [...waits].map(
    ([message, partitions]) =>
      `${counted(partitions, 'partition')} ${partitions === 1 ? 'waits' : 'wait'}: ${message}`,
  )
}

function remarksOnAgent(agent: AgentStatusRow, flow: FlowStatusRow, takenAt: string): string[] {
  const { agent: name, live, state, message, troubles, at } = agent
  const ahead = Math.round((Date.parse(at) - Date.parse(takenAt)) / 1_000)
  const remarks: string[] = []
  if (live && ahead > clockSkewSeconds)
    remarks.push(`agent ${name} reports from a clock that is ${duration(ahead)} ahead of this machine's`)
  const isLast = state === 'failed' && flow.verdict === 'failed'
  if (isLast || (live && (state === 'failed' || state === 'fenced'))) {
    remarks.push(
      `agent ${name} ${state}${isLast && !live ? ` ${duration(Math.max(0, -ahead))} ago` : ''}: ${message ?? 'no reason given'}`,
    )
  } else if (live && state === 'starting' && message !== null) {
    remarks.push(`agent ${name} cannot start it yet: ${message}`)
  } else if (live && message !== null && !troubles.some((trouble) => trouble.message === message)) {
    remarks.push(`agent ${name} ${state}: ${message}`)
  }
  const others = live
    ? troubles.filter((trouble) => trouble.partitions === 0 && trouble.message !== message)
    : []
  return [...remarks, ...others.map((trouble) => `agent ${name}: ${trouble.message}`)]
}

const clockSkewSeconds = 30
