// `strait gaps` as text.

import { type Paint, paintFor } from './paint.ts'
import { count } from './quantity.ts'
import type { GapsDocument } from './status-document.ts'
import { type Column, renderTable } from './table.ts'

const columnsFor = (paint: Paint): readonly Column[] => [
  { title: 'TOPIC', narrow: 'shorten' },
  { title: 'PARTITION', align: 'right' },
  { title: 'OFFSETS', align: 'right' },
  { title: 'COUNT', align: 'right', narrow: 'omit' },
  { title: 'ACTION', tint: (action) => (action === 'halted' ? paint.red : paint.yellow) },
  { title: 'SINCE', narrow: 'omit' },
  { title: 'REASON', narrow: 'wrap' },
]

/** `width`: of the terminal, in columns. */
export function renderGaps({ flow, gaps }: GapsDocument, width?: number, paint = paintFor(false)): string {
  if (gaps.length === 0) return `Flow ${flow} has no gaps.`
  const rows = gaps.map(({ topic, partition, start, end, action, at, reason }) => [
    topic,
    String(partition),
    `${count(start)}..${count(Math.max(start, end - 1))}`,
    count(end - start),
    action.replaceAll('_', ' '),
    `${at.slice(0, 16).replace('T', ' ')} UTC`,
    reason,
  ])
  return renderTable(columnsFor(paint), rows, width)
}
