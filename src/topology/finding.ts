// A mistake on its way to becoming a Diagnostic: rules say what is wrong, the place where they look adds the
// block and the instance that it is about.

import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Scope } from '../hcl/scope.ts'
import { describeLiteral } from './describe-value.ts'

/** A diagnostic without its surroundings; an error unless it says otherwise. */
export type Finding = Omit<Diagnostic, 'severity' | 'context' | 'address' | 'values'> & {
  readonly severity?: Diagnostic['severity']
}

/** What a diagnostic says about where it arose. */
export type Surroundings = Pick<Scope, 'context' | 'address' | 'each'>

/** The finding with its surroundings. */
export function toDiagnostic(finding: Finding, { context, address, each }: Surroundings): Diagnostic {
  const values =
    each === undefined ? [] : [{ traversal: 'each.key', statement: `is ${describeLiteral(each.key)}` }]
  return {
    severity: 'error',
    ...finding,
    ...(context === undefined ? {} : { context }),
    ...(address === undefined ? {} : { address }),
    ...(values.length === 0 ? {} : { values }),
  }
}

/** Reports the finding as a mistake of what `scope` is about. */
export function reportIn(scope: Scope, finding: Finding): void {
  scope.report(toDiagnostic(finding, scope))
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[], conjunction = 'and'): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`
}
