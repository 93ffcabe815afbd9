// Which names an expression depends on, without evaluating it: for ordering and for finding cycles.

import type { Expression } from './ast.ts'
import type { Traversal } from './scope.ts'

/**
 * Every traversal in `expression`, in source order. One with a computed index ends before it (`cluster[each.key]`
 * gives `cluster` and `each.key`). Names bound by `for` inside the expression are left out.
 */
export function references(_expression: Expression): readonly Traversal[] {
  return []
}
