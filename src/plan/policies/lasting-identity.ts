// What a flow cannot change while it lives. Positions belong to a flow and its source topics; with another
// source or other remote names they would point into the middle of other logs.

import { sameValue } from '../canonical.ts'
import type { Finding } from '../plan-file.ts'
import { atStart } from '../titles.ts'
import type { FlowView } from '../view.ts'
import { errorFinding, reports } from './policy.ts'

export const lastingIdentity = reports(({ view }) => view.flows.flatMap(changedIdentity))

function changedIdentity({ spec, applied, titles }: FlowView): Finding[] {
  const before = applied?.entry.spec
  if (before === undefined) return []
  const renamed = !sameValue(before.naming, spec.naming)
  // Under identity naming the source's name is not part of any topic's, so it may be called something else.
  const moved = before.source !== spec.source && spec.naming.kind !== 'identity'
  if (!renamed && !moved) return []
  const what = renamed ? 'naming' : `source (from "${before.source}" to "${spec.source}")`
  return [
    errorFinding('ST427', {
      flow: spec.name,
      at: renamed ? 'naming' : 'source',
      detail: `${atStart(titles.flow)} was applied, and its positions belong to the topics that it copied. Changing its ${what} would resume in the middle of other topics and leave gaps. Give the changed flow another name: the old one is then stopped, and the new one begins at its start.`,
    }),
  ]
}
