// The scope of values that may not refer to anything: defaults of variables, files of values, required_version.

import type { Diagnostic } from '../errors/diagnostic.ts'
import { limits } from '../hcl/limits.ts'
import type { HclFunction, Scope } from '../hcl/scope.ts'
import { poison } from '../hcl/value.ts'

/** Knows functions, but no names; a name is reported. */
export function literalScope(
  functions: ReadonlyMap<string, HclFunction>,
  report: (diagnostic: Diagnostic) => void,
): Scope {
  return {
    functions,
    report,
    // One allowance for the whole topology: scopes made from this one share it.
    budget: { steps: limits.steps },
    names: [],
    lookup({ root, rootRange, steps }) {
      report({
        severity: 'error',
        code: 'ST160',
        summary: `"${root}" cannot be used here`,
        detail: 'This value is needed before anything else is known, so it cannot refer to other values.',
        subject: rootRange,
      })
      return { value: poison, steps: steps.length }
    },
  }
}
