// `strait lag` as text: one line a topic, the furthest behind first.

import { count, duration } from './quantity.ts'
import type { LagDocument } from './status-document.ts'
import { renderTable } from './table.ts'

const columns = [
  { title: 'FLOW', narrow: 'shorten' },
  { title: 'TOPIC', narrow: 'shorten' },
  { title: 'REMOTE TOPIC', narrow: 'omit' },
  { title: 'PARTITIONS', align: 'right', narrow: 'omit' },
  { title: 'LAG', align: 'right' },
  { title: 'BEHIND', align: 'right' },
] as const

/** `width`: of the terminal, in columns. */
export function renderLag({ flows }: LagDocument, width?: number): string {
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
  return rows.length === 0 ? 'No applied flows with topics.' : renderTable(columns, rows, width)
}
