// `strait lag` as text: one line a topic, the furthest behind first.

import { withNotApplied } from './not-applied.ts'
import { type Paint, paintFor } from './paint.ts'
import { count, duration } from './quantity.ts'
import type { LagDocument } from './status-document.ts'
import { type Column, renderTable } from './table.ts'

const columnsFor = (paint: Paint): readonly Column[] => [
  { title: 'FLOW', narrow: 'shorten' },
  { title: 'TOPIC', narrow: 'shorten' },
  { title: 'REMOTE TOPIC', narrow: 'omit' },
  { title: 'PARTITIONS', align: 'right', narrow: 'omit' },
  { title: 'LAG', align: 'right' },
  {
    title: 'BEHIND',
    align: 'right',
    tint: (behind) => (behind === 'unknown' ? paint.yellow : (text) => text),
  },
]

/** `width`: of the terminal, in columns. */
export function renderLag(
  { flows, not_applied }: LagDocument,
  width?: number,
  paint = paintFor(false),
): string {
  const rows = flows.flatMap(({ flow, topics }) =>
    topics.map((topic) => [
      flow,
      topic.topic,
      topic.remote_topic,
      count(topic.partitions.length),
      count(topic.lag_records),
      topic.lag_seconds === null ? 'unknown' : duration(topic.lag_seconds),
    ]),
  )
  const table =
    rows.length === 0 ? 'No applied flows with topics.' : renderTable(columnsFor(paint), rows, width)
  return withNotApplied(table, not_applied)
}
