// Rule: the separator of prefixed names splits them where it should. MM2 and its clients read `us.west.orders` as
// topic `west.orders` of cluster `us`, so a cluster's name must not hold the separator.

import type { Diagnostic } from '../../errors/diagnostic.ts'
import { quoted } from '../describe-value.ts'
import type { Declared, Draft } from '../draft.ts'
import type { FlowSpec } from '../model.ts'
import { about, type DraftRule } from './draft-rule.ts'

export const separator: DraftRule = (draft) =>
  [...draft.flows.values()].flatMap((flow) => [
    ...misplaced(draft, flow),
    ...malformed(draft, flow),
    ...clashes(draft, flow),
  ])

type Flow = Declared<FlowSpec>

function misplaced(draft: Draft, flow: Flow): Diagnostic[] {
  const { naming } = flow.spec
  if (naming === undefined || naming.kind === 'prefix' || !draft.origins.has(`${flow.path}.separator`))
    return []
  return [
    about(draft, flow, {
      code: 'ST183',
      summary: `"separator" has no meaning with ${naming.kind} naming`,
      detail: 'It stands between cluster and topic where naming = "prefix". Remove it.',
      field: 'separator',
    }),
  ]
}

function malformed(draft: Draft, flow: Flow): Diagnostic[] {
  const { naming } = flow.spec
  if (naming?.kind !== 'prefix' || /^[._-]+$/.test(naming.separator)) return []
  return [
    about(draft, flow, {
      code: 'ST183',
      summary: `${quoted(naming.separator)} cannot be a separator`,
      detail: 'It stands in topic names, between cluster and topic: one or more of ".", "_" and "-".',
      field: 'separator',
    }),
  ]
}

function clashes(draft: Draft, flow: Flow): Diagnostic[] {
  const { naming, source, target } = flow.spec
  if (naming?.kind !== 'prefix' || naming.separator === '') return []
  return [source, target].flatMap((name) => {
    if (name?.includes(naming.separator) !== true) return []
    const cluster = draft.clusters.get(name)
    return [
      about(draft, flow, {
        code: 'ST184',
        summary: `Separator ${quoted(naming.separator)} occurs in the name of cluster "${name}"`,
        detail: `Topic "${name}${naming.separator}orders" would be read as topic of a cluster ${quoted(
          name.split(naming.separator)[0] ?? '',
        )}. Rename the cluster or choose another separator.`,
        field: 'separator',
        ...(cluster === undefined ? {} : { related: [{ message: 'The cluster', range: cluster.header }] }),
      }),
    ]
  })
}
