// `lifecycle { protect = true }` outlives the block that said it: a protected flow that vanished from the
// configuration goes on, and the plan says so. Lifting the protection is a change of its own.

import { type Policy, warning } from './policy.ts'

export const protectedFlows: Policy = (draft) => {
  const held = draft.rows.filter(
    (row) =>
      row.type === 'flow' && row.change.actions[0] === 'delete' && row.change.before?.lifecycle.protect,
  )
  return {
    rows: draft.rows.map((row) =>
      row.type === 'flow' && held.includes(row) && row.change.after === null
        ? {
            ...row,
            change: { ...row.change, actions: ['no-op'], after: row.change.before },
            action_reason: 'protected',
          }
        : row,
    ),
    findings: [
      ...draft.findings,
      ...held
        .filter((row) => row.change.after === null)
        .map((row) =>
          warning('ST441', {
            flow: row.name,
            cluster: row.cluster,
            detail: `Flow "${row.name}" was applied with lifecycle { protect = true } and is no longer in the configuration. It goes on as it is. To stop it, put it back, set protect = false, apply, and then remove it.`,
          }),
        ),
    ],
  }
}
