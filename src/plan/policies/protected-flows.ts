// Guards that outlive the block that said them. A protected flow that vanished from the configuration goes on, and
// the plan says so and what would end it; the rest of the plan stands. A protected flow that is configured to run
// elsewhere cannot do both, so that is refused.

import { flowAddress } from '../address.ts'
import type { AppliedFlow } from '../applied-flows.ts'
import { protectionOf } from '../protection.ts'
import type { ChangeOf, ResourceChange } from '../resource-change.ts'
import type { Outlook } from '../routes.ts'
import { atStart, titleOf } from '../titles.ts'
import type { FlowView } from '../view.ts'
import { errorFinding, type Policy, warning } from './policy.ts'

export const protectedFlows: Policy = (draft, outlook) => {
  const { held, flows } = outlook.view
  const names = new Set(held.map(({ entry }) => entry.name))
  return {
    rows: draft.rows.map((row) => (isStop(row) && names.has(row.name) ? goesOn(row) : row)),
    findings: [
      ...draft.findings,
      ...held.map((flow) =>
        warning('ST441', {
          flow: flow.entry.name,
          cluster: flow.cluster,
          detail: `${flow.entry.address ?? `Flow "${flow.entry.name}"`} ${whyHeld(flow, outlook)}`,
        }),
      ),
      ...flows.filter(movesElsewhere).map(({ spec, elsewhere, titles }) =>
        errorFinding('ST445', {
          flow: spec.name,
          cluster: elsewhere?.cluster ?? spec.target,
          at: 'target',
          detail: `${atStart(titles.flow)} is protected and runs on ${titleOf('cluster', elsewhere?.cluster ?? '', outlook.view.topology)}. With another target it would be stopped there and begin anew on ${titles.target}. Put the target back; or set protect = false and apply, and change the target in a later commit.`,
        }),
      ),
    ],
  }
}

function isStop(row: ResourceChange): row is ChangeOf<'flow'> {
  return row.type === 'flow' && row.change.actions[0] === 'delete' && row.change.after === null
}

function goesOn(row: ChangeOf<'flow'>): ChangeOf<'flow'> {
  return {
    ...row,
    change: { ...row.change, actions: ['no-op'], after: row.change.before },
    action_reason: 'protected',
  }
}

function movesElsewhere({ elsewhere }: FlowView): boolean {
  return elsewhere?.entry.spec.lifecycle.protect === true
}

function whyHeld({ entry }: AppliedFlow, { view }: Outlook): string {
  const address = entry.address ?? flowAddress(entry.name)
  const isNamed = view.topology.removed?.some(({ from }) => from === entry.name)
  switch (protectionOf(entry, view.revision)) {
    case 'lifted_here':
      return `was protected, and this very commit lifted that. It goes on as it is. Protection ends in two revisions: commit removed { from = ${address}, destroy = … } after this one.`
    case 'lifted':
      return `was protected once and is no longer in the configuration. It goes on as it is. To stop it, say so: removed { from = ${address}, destroy = … }.`
    default:
      return `was applied with lifecycle { protect = true } and is no longer in the configuration. It goes on as it is${isNamed ? ', whatever its removed block says' : ''}. If it has another name now: moved { from = ${address}, to = … }. To stop it: put it back with protect = false, apply, and in another commit replace it by removed { from = ${address}, destroy = … }.`
  }
}
