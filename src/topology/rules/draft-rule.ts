// What the rules over a whole topology have in common: they look at a draft and answer diagnostics.

import type { Diagnostic } from '../../errors/diagnostic.ts'
import type { Declared, Draft } from '../draft.ts'
import { type Finding, toDiagnostic } from '../finding.ts'
import { originOf } from '../origins.ts'
import { inDefaults } from '../written-defaults.ts'

export type DraftRule = (draft: Draft) => readonly Diagnostic[]

/** A diagnostic about `declared`, at what was written for `field`, or at the block's header. */
export function about(
  draft: Draft,
  declared: Declared<unknown>,
  finding: Omit<Finding, 'subject'> & { readonly field?: string },
): Diagnostic {
  const { field, ...rest } = finding
  const place = field === undefined ? declared.path : `${declared.path}.${field}`
  const origin = originOf(draft.origins, place)
  return toDiagnostic(
    { ...rest, subject: origin?.range ?? declared.header },
    // Of one default for many flows: the mistake is there, and the same for all of them.
    origin?.isDefault === true ? { context: inDefaults } : declared.surroundings,
  )
}

/** As `"us-to-eu"`, `spoke["oslo"]` of a repeated block, or `module.region.flow.collect`. */
export function titleOf({ name, surroundings }: Declared<unknown>): string {
  return surroundings.address?.replace(/^(?:cluster|flow|acl)\./, '') ?? `"${name}"`
}
