// `try` and `can`: not among the functions, since they decide what becomes of the mistakes in their arguments.

import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Call, Expression } from './ast.ts'
import { type Evaluation, refuse } from './evaluation.ts'
import { bare, marked } from './sensitive.ts'
import { isPoison, poison, type Value } from './value.ts'

/** Evaluates with an ear of its own. Deaf to what went wrong before: that poison stays poison. */
function attempt(
  evaluation: Evaluation,
  expression: Expression,
): { value: Value; mistakes: readonly Diagnostic[] } {
  const mistakes: Diagnostic[] = []
  const report = (diagnostic: Diagnostic): void => {
    mistakes.push(diagnostic)
  }
  const value = evaluation.within({ scope: { ...evaluation.scope, report } }).value(expression)
  // An exhausted budget is no mistake of the argument.
  if (evaluation.budget.steps < 0) for (const mistake of mistakes) evaluation.scope.report(mistake)
  return { value, mistakes }
}

/** The first argument that has a value. */
export function evaluateTry(evaluation: Evaluation, call: Call): Value {
  const mistakes: Diagnostic[] = []
  for (const place of call.arguments) {
    const tried = attempt(evaluation, place)
    if (evaluation.budget.steps < 0) return poison
    if (tried.mistakes.length === 0) return tried.value
    mistakes.push(...tried.mistakes)
  }
  const summary =
    call.arguments.length === 0
      ? 'try: needs at least one argument'
      : 'try: none of its arguments has a value'
  const related = mistakes.flatMap(({ summary: message, subject }) =>
    subject === undefined ? [] : [{ message, range: subject }],
  )
  return refuse(evaluation, { code: 'ST124', summary, related: related.slice(0, 5) }, call.range)
}

/** Whether its argument has a value. */
export function evaluateCan(evaluation: Evaluation, call: Call): Value {
  const [place] = call.arguments
  if (place === undefined || call.arguments.length > 1 || call.spread) {
    return refuse(evaluation, { code: 'ST124', summary: 'can: needs 1 argument' }, call.range)
  }
  const { value, mistakes } = attempt(evaluation, place)
  if (isPoison(value) && mistakes.length === 0) return poison
  if (evaluation.budget.steps < 0) return poison
  return marked(mistakes.length === 0, bare(value).sensitive)
}
