// `strait groups` as text: where each group stands on the source, and where it would go on on the target.

import { withNotApplied } from './not-applied.ts'
import { count } from './quantity.ts'
import type { GroupsDocument } from './status-document.ts'
import { renderTable } from './table.ts'

const columns = [
  { title: 'FLOW', narrow: 'omit' },
  { title: 'GROUP', narrow: 'shorten' },
  { title: 'REMOTE TOPIC', narrow: 'shorten' },
  { title: 'PARTITION', align: 'right' },
  { title: 'SOURCE', align: 'right', narrow: 'omit' },
  { title: 'TRANSLATED', align: 'right' },
  { title: 'TARGET', align: 'right', narrow: 'omit_late' },
  { title: 'OUTCOME' },
] as const

/** `width`: of the terminal, in columns. */
export function renderGroups({ flows, not_applied }: GroupsDocument, width?: number): string {
  const rows = flows.flatMap(({ flow, groups }) =>
    groups.flatMap(({ group, partitions }) =>
      partitions.map((partition) => [
        flow,
        group,
        partition.remote_topic,
        String(partition.partition),
        count(partition.source_offset),
        offset(partition.translated_offset),
        offset(partition.target_offset),
        partition.outcome.replaceAll('_', ' '),
      ]),
    ),
  )
  const table =
    rows.length === 0 ? 'No groups with offsets on replicated topics.' : renderTable(columns, rows, width)
  return withNotApplied(table, not_applied)
}

function offset(value: number | null): string {
  return value === null ? '-' : count(value)
}
