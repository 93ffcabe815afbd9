// One policy over one change: its expressions are parsed once, and see `change` as the plan's JSON has it, with
// attributes under the names that they have in HCL (`replication_factor`), and the values of what they name.

import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Expression } from '../hcl/ast.ts'
import { evaluate } from '../hcl/evaluate.ts'
import { parseJson } from '../hcl/functions/json-text.ts'
import { standardFunctions } from '../hcl/functions/standard-functions.ts'
import { parseLoneExpression } from '../hcl/parse.ts'
import type { Scope } from '../hcl/scope.ts'
import { isPoison, poison, type Value } from '../hcl/value.ts'
import type { Policy } from '../topology/model.ts'
import type { ResourceChange } from './resource-change.ts'

export type Judgement =
  | { readonly kind: 'holds' }
  | { readonly kind: 'violated'; readonly message: string }
  /** A sentence why the expressions do not fit the change. */
  | { readonly kind: 'unclear'; readonly reason: string }

export function judgeOf(policy: Policy): (row: ResourceChange) => Judgement {
  const parse = (text: string | undefined): Expression | undefined =>
    text === undefined
      ? undefined
      : parseLoneExpression({ filename: `policy "${policy.name}"`, text }).expression
  const [when, condition, message] = [policy.when, policy.condition, policy.message].map(parse)
  const values = new Map(Object.entries(policy.values ?? {}).map(([name, value]) => [name, valueFrom(value)]))
  const functions = standardFunctions({})
  return (row) => {
    const problems: string[] = []
    const scope = scopeFor(row, { values, functions, problems })
    const isTrue = (expression: Expression | undefined, otherwise: boolean): boolean | undefined => {
      if (expression === undefined) return otherwise
      const value = evaluate(expression, scope)
      if (typeof value === 'boolean') return value
      if (!isPoison(value)) problems.push('it is neither true nor false.')
      return undefined
    }
    const applies = isTrue(when, true)
    if (applies === false) return { kind: 'holds' }
    const holds = applies && isTrue(condition, false)
    if (holds === true) return { kind: 'holds' }
    if (holds === undefined) return { kind: 'unclear', reason: problems[0] ?? 'it has no value.' }
    const text = message && evaluate(message, scope)
    if (typeof text !== 'string') return { kind: 'unclear', reason: problems[0] ?? 'its message is no text.' }
    return { kind: 'violated', message: text.trim() }
  }
}

interface Surroundings {
  readonly values: ReadonlyMap<string, Value>
  readonly functions: Scope['functions']
  readonly problems: string[]
}

function scopeFor(row: ResourceChange, { values, functions, problems }: Surroundings): Scope {
  const change = changeValue(row)
  return {
    names: ['change', 'var', 'local'],
    functions,
    report: ({ summary, detail }: Diagnostic) =>
      void problems.push([summary, detail].filter((part) => part !== undefined).join('. ')),
    lookup: ({ root, steps }) => {
      if (root === 'change') return { value: change, steps: 0 }
      const [step] = steps
      return { value: values.get(`${root}.${step?.key}`) ?? poison, steps: Math.min(1, steps.length) }
    },
  }
}

/** What `change` is: the row, with `actions` beside it and attributes under their names in HCL. */
function changeValue({ change, ...row }: ResourceChange): Value {
  const { before, after, actions, importing } = change
  return valueFrom({
    ...(inWords(row) as object),
    actions,
    action: actions.length === 2 ? 'replace' : actions[0],
    importing: importing !== undefined,
    before: inWords(before),
    after: inWords(after),
  })
}

/** `replicationFactor` → `replication_factor`, at every depth; names of configs have no capitals. */
function inWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inWords)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      /^[a-z]+([A-Z][a-z]*)+$/.test(key) ? key.replace(/[A-Z]/g, (one) => `_${one.toLowerCase()}`) : key,
      inWords(member),
    ]),
  )
}

function valueFrom(plain: unknown): Value {
  const value = parseJson(JSON.stringify(plain))
  return value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'failure'
    ? poison
    : (value as Value)
}
