// What the rules over a whole topology have in common: they look at a draft and answer diagnostics.

import type { Diagnostic } from '../../errors/diagnostic.ts'
import type { Declared, Draft } from '../draft.ts'
import { type Finding, toDiagnostic } from '../finding.ts'
import { originOf } from '../origins.ts'

export type DraftRule = (draft: Draft) => readonly Diagnostic[]

/** A diagnostic about `declared`, at what was written for `field`, or at the block's header. */
export function about(
  draft: Draft,
  declared: Declared<unknown>,
  finding: Omit<Finding, 'subject'> & { readonly field?: string },
): Diagnostic {
  const { field, ...rest } = finding
  const place = field === undefined ? declared.path : `${declared.path}.${field}`
  return toDiagnostic(
    { ...rest, subject: originOf(draft.origins, place)?.range ?? declared.header },
    declared.surroundings,
  )
}

/** As `"us-to-eu"`, `spoke["oslo"]` of a repeated block, or `module.region.flow.collect`. */
export function titleOf({ name, surroundings }: Declared<unknown>): string {
  return surroundings.address?.replace(/^(?:cluster|flow|acl)\./, '') ?? `"${name}"`
}
