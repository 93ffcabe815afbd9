// Names, and looking into values: `cluster.us`, `x[0]`, `x.name`, `x[*].name`. A chain that starts with a name is
// shown to the scope as a whole, since only the scope knows how much of it is one name.

import { didYouMean } from '../std/did-you-mean.ts'
import type { AttributeAccess, Expression, IndexAccess, Splat, Variable } from './ast.ts'
import { describeType } from './convert.ts'
import { type Evaluation, refuse } from './evaluation.ts'
import { lookInto, type Step } from './look-into.ts'
import type { Traversal } from './scope.ts'
import { bare, marked } from './sensitive.ts'
import { isList, isPoison, poison, type Value } from './value.ts'

type Access = AttributeAccess | IndexAccess

export function evaluateVariable(evaluation: Evaluation, variable: Variable): Value {
  return lookUp(evaluation, variable, [])
}

export function evaluateAttribute(evaluation: Evaluation, expression: AttributeAccess): Value {
  return evaluateChain(evaluation, expression)
}

export function evaluateIndex(evaluation: Evaluation, expression: IndexAccess): Value {
  return evaluateChain(evaluation, expression)
}

function evaluateChain(evaluation: Evaluation, expression: Access): Value {
  const accesses: Access[] = []
  let root: Expression = expression
  while (root.kind === 'attribute' || root.kind === 'index') {
    accesses.unshift(root)
    root = root.object
  }
  const steps: Step[] = []
  let sensitive = false
  for (const access of accesses) {
    const step = evaluateStep(evaluation, access)
    if (step === undefined) return poison
    sensitive ||= step.sensitive
    steps.push(step)
  }
  const value =
    root.kind === 'variable'
      ? lookUp(evaluation, root, steps)
      : applySteps(evaluation, evaluation.value(root), steps)
  return marked(value, sensitive)
}

/** The key of a step; undefined when it is poison or, after a report, no key. */
function evaluateStep(evaluation: Evaluation, access: Access): Step | undefined {
  if (access.kind === 'attribute') {
    return { kind: 'attribute', key: access.name, range: access.nameRange, sensitive: false }
  }
  const { value, sensitive } = bare(evaluation.value(access.key))
  const range = { ...access.range, start: access.object.range.end }
  if (typeof value === 'string' || typeof value === 'number')
    return { kind: 'index', key: value, range, sensitive }
  if (isPoison(value)) return undefined
  const summary = `Index cannot be ${describeType(value)}`
  refuse(
    evaluation,
    { code: 'ST122', summary, detail: 'An index is a number or a string.' },
    access.key.range,
  )
  return undefined
}

function lookUp(evaluation: Evaluation, { name, range }: Variable, steps: readonly Step[]): Value {
  for (let bound = evaluation.bound; bound !== undefined; bound = bound.outer) {
    if (bound.name === name) return applySteps(evaluation, bound.value, steps)
  }
  const { scope } = evaluation
  // The scope names the keys that it does not find, so it sees none that is sensitive.
  const sensitive = steps.findIndex((step) => step.sensitive)
  const shown = sensitive < 0 ? steps : steps.slice(0, sensitive)
  const end = shown.at(-1)?.range.end ?? range.end
  const traversal: Traversal = { root: name, rootRange: range, steps: shown, range: { ...range, end } }
  const found = scope.lookup(traversal, scope)
  return found === undefined
    ? refuseName(evaluation, traversal)
    : applySteps(evaluation, found.value, steps.slice(found.steps))
}

function refuseName(evaluation: Evaluation, { root, rootRange, steps }: Traversal): Value {
  const near = didYouMean(root, evaluation.scope.names)
  const known =
    evaluation.scope.names.length === 0 ? '' : ` Names start with: ${evaluation.scope.names.join(', ')}.`
  const detail = steps.length === 0 ? `A text is written in double quotes.${known}` : known.trim()
  const suggestion = near ?? (steps.length === 0 ? `"${root}"` : undefined)
  const mistake = { code: 'ST120', summary: `Unknown name "${root}"`, detail } as const
  return refuse(evaluation, suggestion === undefined ? mistake : { ...mistake, suggestion }, rootRange)
}

function applySteps(evaluation: Evaluation, start: Value, steps: readonly Step[]): Value {
  return steps.reduce((value, step) => lookInto(evaluation, value, step), start)
}

/** A list goes element by element, null is no element, anything else is one. */
export function evaluateSplat(evaluation: Evaluation, { object, each }: Splat): Value {
  const { value, sensitive } = bare(evaluation.value(object))
  if (isPoison(value)) return poison
  const items = isList(value) ? value : value === null ? [] : [value]
  return marked(
    items.map((item) => evaluation.within({ item }).value(each)),
    sensitive,
  )
}
