// The scope of values that may not refer to anything: defaults of variables, files of values, required_version.

import type { Diagnostic } from '../errors/diagnostic.ts'
import { limits } from '../hcl/limits.ts'
import type { Budget, HclFunction, Scope } from '../hcl/scope.ts'
import { poison } from '../hcl/value.ts'
import { type Finding, toDiagnostic } from './finding.ts'

export interface LiteralScopeOptions {
  readonly functions: ReadonlyMap<string, HclFunction>
  readonly report: (diagnostic: Diagnostic) => void
  /** One allowance for the whole topology: scopes made from this one share it. */
  readonly budget?: Budget
  /** Of the module that the values stand in. */
  readonly address?: string | undefined
}

/** Knows functions, but no names; a name is reported. */
export function literalScope({
  functions,
  report,
  budget = { steps: limits.steps },
  address,
}: LiteralScopeOptions): Scope {
  return {
    functions,
    report,
    budget,
    address,
    names: [],
    lookup({ root, rootRange, steps }, asker) {
      const finding: Finding = {
        code: 'ST160',
        summary: `"${root}" cannot be used here`,
        detail: 'This value is needed before anything else is known, so it cannot refer to other values.',
        subject: rootRange,
      }
      report(toDiagnostic(finding, asker))
      return { value: poison, steps: steps.length }
    },
  }
}
