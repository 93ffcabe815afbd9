// What the names in an expression stand for: `var`, `local`, `cluster`, `topics`, `groups`, and `each` inside a
// repeated block. The evaluator asks here; a name that is not declared is reported here.

import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Found, HclFunction, Scope, Traversal } from '../hcl/scope.ts'
import { isObject, poison, type Value } from '../hcl/value.ts'
import { type Finding, type Surroundings, toDiagnostic } from './finding.ts'
import { unknownInstance, unknownReference } from './rules/unknown-reference.ts'

export interface Namespace {
  /** One of its values, as `cluster` or `local value`. */
  readonly noun: string
  readonly values: ReadonlyMap<string, Value>
  /** Values that are maps are blocks repeated by for_each: their keys are known, and so are wrong ones. */
  readonly repeated?: boolean
}

export interface ScopeOptions extends Surroundings, Pick<Scope, 'budget'> {
  readonly namespaces: ReadonlyMap<string, Namespace>
  readonly functions: ReadonlyMap<string, HclFunction>
  readonly report: (diagnostic: Diagnostic) => void
}

/** The scope of one expression or block. */
export function scopeOf(options: ScopeOptions): Scope {
  const { namespaces, each, report } = options
  const refuse = (traversal: Traversal, finding: Finding): Found => {
    report(toDiagnostic(finding, options))
    return { value: poison, steps: traversal.steps.length }
  }
  return {
    ...options,
    names: [...namespaces.keys(), ...(each === undefined ? [] : ['each'])],
    lookup(traversal) {
      const finding = misplaced(traversal, each !== undefined)
      if (finding !== undefined) return refuse(traversal, finding)
      const namespace =
        traversal.root === 'each' && each !== undefined ? eachNamespace(each) : namespaces.get(traversal.root)
      return namespace === undefined ? undefined : lookUp(traversal, namespace, refuse)
    },
  }
}

type Refuse = (traversal: Traversal, finding: Finding) => Found

function lookUp(traversal: Traversal, { noun, values, repeated }: Namespace, refuse: Refuse): Found {
  const [first, second] = traversal.steps
  if (first === undefined) return { value: values, steps: 0 }
  const value = values.get(String(first.key))
  if (value === undefined)
    return refuse(traversal, unknownReference(traversal, { noun, names: values.keys() }))
  if (repeated !== true || second === undefined || !isObject(value)) return { value, steps: 1 }
  const instance = value.get(String(second.key))
  return instance === undefined
    ? refuse(traversal, unknownInstance(traversal, value.keys()))
    : { value: instance, steps: 2 }
}

function eachNamespace({ key, value }: { readonly key: Value; readonly value: Value }): Namespace {
  return {
    noun: 'name of each',
    values: new Map([
      ['key', key],
      ['value', value],
    ]),
  }
}

function misplaced({ root, rootRange }: Traversal, repeats: boolean): Finding | undefined {
  if (root === 'each' && !repeats) {
    return {
      code: 'ST160',
      summary: '"each" stands outside of a repeated block',
      detail: 'each.key and each.value exist in a cluster or flow that has "for_each".',
      subject: rootRange,
    }
  }
  if (root === 'source' || root === 'topic') {
    return {
      code: 'ST183',
      summary: `"${root}" has no value yet`,
      detail: `A naming template is filled in for each topic. Write $$ so that it is kept: $$\{${root}}`,
      subject: rootRange,
    }
  }
  return undefined
}
