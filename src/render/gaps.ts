// `strait gaps` as text.

import { count } from './quantity.ts'
import type { GapsDocument } from './status-document.ts'
import { renderTable } from './table.ts'

const columns = [
  { title: 'TOPIC', narrow: 'shorten' },
  { title: 'PARTITION', align: 'right' },
  { title: 'OFFSETS', align: 'right' },
  { title: 'COUNT', align: 'right', narrow: 'omit' },
  { title: 'ACTION' },
  { title: 'SINCE', narrow: 'omit' },
  { title: 'REASON', narrow: 'wrap' },
] as const

/** `width`: of the terminal, in columns. */
export function renderGaps({ flow, gaps }: GapsDocument, width?: number): string {
  if (gaps.length === 0) return `Flow ${flow} has no gaps.`
  const rows = gaps.map(({ topic, partition, start, end, action, at, reason }) => [
    topic,
    String(partition),
    `${start}..${Math.max(start, end - 1)}`,
    count(end - start),
    action.replaceAll('_', ' '),
    at.slice(0, 16).replace('T', ' '),
    reason,
  ])
  return renderTable(columns, rows, width)
}
