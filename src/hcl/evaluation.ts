// One evaluation under way: where names are looked up, what may still be spent, and how a mistake is reported.

import type { Diagnostic, Range } from '../errors/diagnostic.ts'
import type { Expression } from './ast.ts'
import { describeValue } from './convert.ts'
import type { Budget, Scope } from './scope.ts'
import { type Poison, poison, type Value } from './value.ts'

export interface Evaluation {
  readonly scope: Scope
  readonly budget: Budget
  /** Names bound by `for`, innermost first. */
  readonly bound: Bound | undefined
  /** What `splat_item` stands for. */
  readonly item: Value | undefined
  /** Evaluates a part of the expression. */
  readonly value: (expression: Expression) => Value
  /** The same evaluation with other bindings. */
  readonly within: (bindings: Partial<Pick<Evaluation, 'bound' | 'item' | 'scope'>>) => Evaluation
}

export interface Bound {
  readonly name: string
  readonly value: Value
  readonly outer: Bound | undefined
}

export type Mistake = Pick<Diagnostic, 'code' | 'summary' | 'detail' | 'suggestion' | 'related'>

/** Reports a mistake at a place and answers poison. */
export function refuse({ scope }: Pick<Evaluation, 'scope'>, mistake: Mistake, subject: Range): Poison {
  const { context, address, each } = scope
  scope.report({
    severity: 'error',
    ...mistake,
    subject,
    ...(context === undefined ? {} : { context }),
    ...(address === undefined ? {} : { address }),
    ...(each === undefined
      ? {}
      : { values: [{ traversal: 'each.key', statement: `is ${describeValue(each.key)}` }] }),
  })
  return poison
}

/** Pays for work. When nothing is left, reports that once and answers false from then on. */
export function pay({ scope, budget }: Evaluation, steps: number, subject: Range): boolean {
  if (budget.steps < 0) return false
  budget.steps -= steps
  if (budget.steps >= 0) return true
  const detail =
    'The expressions of this topology take millions of steps. Loops inside loops are the usual reason.'
  refuse({ scope }, { code: 'ST128', summary: 'Evaluation takes too long', detail }, subject)
  return false
}
