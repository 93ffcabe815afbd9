// Tells of every change whom it reaches. It holds nothing back; risk and readers go by it.

import { blastRadiusOf } from '../blast-radius.ts'
import type { Policy } from './policy.ts'

export const tellReach: Policy = ({ rows, findings }, outlook) => ({
  rows: rows.map((row) =>
    row.change.actions[0] === 'no-op' ? row : { ...row, blast_radius: blastRadiusOf(row, outlook) },
  ),
  findings,
})
