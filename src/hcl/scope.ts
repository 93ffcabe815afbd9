// What an expression can see: names, functions, and where its mistakes go. The evaluator asks; the topology room
// answers, since only it knows what `cluster.us` or `var.regions` mean.

import type { Diagnostic, Range } from '../errors/diagnostic.ts'
import type { Value } from './value.ts'

/** `cluster.us` or `cluster[each.key]`: a first name, then steps whose keys are already evaluated. */
export interface Traversal {
  readonly root: string
  readonly rootRange: Range
  readonly steps: readonly TraversalStep[]
  /** Root through last step. */
  readonly range: Range
}

export interface TraversalStep {
  readonly kind: 'attribute' | 'index'
  readonly key: string | number
  /** `us` in `cluster.us`, `["us"]` in `cluster["us"]`. */
  readonly range: Range
}

/** The value of the root and its first `steps` steps. The evaluator applies the steps that are left. */
export interface Found {
  readonly value: Value
  readonly steps: number
}

/** The scope of the expression that asks, as far as a mistake needs it. */
export type Asker = Pick<Scope, 'report' | 'context' | 'address' | 'each'>

export interface Scope {
  /**
   * `undefined` when the root name is unknown. An unknown step is told to `asker.report`, which is not always the
   * scope's own (`try` listens), and answered with poison.
   */
  readonly lookup: (traversal: Traversal, asker: Asker) => Found | undefined
  /** The root names there are, to suggest one for a name that is unknown. */
  readonly names: readonly string[]
  readonly functions: ReadonlyMap<string, HclFunction>
  readonly report: (diagnostic: Diagnostic) => void
  /** The block that holds the expression, as `flow "orders"`: copied into every diagnostic. */
  readonly context?: string | undefined
  /** The object that is being made, as `flow.orders["eu"]`: copied into every diagnostic. */
  readonly address?: string | undefined
  /** Of a repeated block: shown in every diagnostic. */
  readonly each?: { readonly key: Value; readonly value: Value } | undefined
  /** Work left for everything that shares it; a fresh allowance per call of `evaluate` when absent. */
  readonly budget?: Budget | undefined
}

/** Counts down by one per evaluated node, so that no topology can keep the evaluator busy. */
export interface Budget {
  steps: number
}

/** What a function answers when it cannot: the evaluator turns it into a diagnostic on that argument. */
export interface Failure {
  readonly kind: 'failure'
  /** Starts lower-case and follows `function "x": `. */
  readonly message: string
  /** Index of the argument at fault; the whole call when absent. */
  readonly argument?: number | undefined
}

/** A pure function. Arguments arrive converted to their parameter's type, without sensitive marks. */
export interface HclFunction {
  readonly name: string
  readonly parameters: readonly Parameter[]
  /** How many of `parameters` must be given; all when absent. */
  readonly required?: number | undefined
  /** Takes every further argument. */
  readonly rest?: Parameter | undefined
  /** The result may carry marks although the arguments were sensitive: `nonsensitive`. */
  readonly reveals?: boolean
  readonly call: (values: readonly Value[], budget: Budget) => Value | Failure
}

export interface Parameter {
  readonly name: string
  readonly type: 'any' | 'string' | 'number' | 'bool' | 'list' | 'object' | 'collection'
  /** Whether null may be passed. */
  readonly nullable?: boolean
}
