// What the names in an expression stand for: `var`, `local`, `cluster`, `topics`, `groups`, and `each` inside a
// repeated block. The evaluator asks here; a name that is not declared is reported here.

import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Found, HclFunction, Scope, Traversal } from '../hcl/scope.ts'
import { isObject, poison, type Value } from '../hcl/value.ts'
import { type Finding, type Surroundings, toDiagnostic } from './finding.ts'
import { unknownInstance, unknownOutput, unknownReference } from './rules/unknown-reference.ts'

export interface Namespace {
  /** One of its values, as `cluster` or `local value`. */
  readonly noun: string
  readonly values: ReadonlyMap<string, Value>
  /** Values that are maps are blocks repeated by for_each: their keys are known, and so are wrong ones. */
  readonly repeated?: boolean
  /** Of modules, whose values are their outputs: the names of those that are repeated. */
  readonly repeatedModules?: ReadonlySet<string>
}

export interface ScopeOptions extends Surroundings, Pick<Scope, 'budget'> {
  readonly namespaces: ReadonlyMap<string, Namespace>
  readonly functions: ReadonlyMap<string, HclFunction>
  readonly report: (diagnostic: Diagnostic) => void
}

/** The scope of one expression or block. */
export function scopeOf(options: ScopeOptions): Scope {
  const { namespaces, each, report } = options
  return {
    ...options,
    names: [...namespaces.keys(), ...(each === undefined ? [] : ['each'])],
    lookup(traversal, asker) {
      const refuse = (finding: Finding, kind: 'declared' | 'made'): Found => {
        // That a name is declared nowhere can be seen without evaluating anything, so `try` does not excuse it.
        const tell = kind === 'declared' ? report : asker.report
        tell(toDiagnostic(finding, asker))
        return { value: poison, steps: traversal.steps.length }
      }
      const finding = misplaced(traversal, each !== undefined)
      if (finding !== undefined) return refuse(finding, 'declared')
      const namespace =
        traversal.root === 'each' && each !== undefined ? eachNamespace(each) : namespaces.get(traversal.root)
      return namespace === undefined ? undefined : lookUp(traversal, namespace, refuse)
    },
  }
}

type Refuse = (finding: Finding, kind: 'declared' | 'made') => Found

function lookUp(
  traversal: Traversal,
  { noun, values, repeated, repeatedModules }: Namespace,
  refuse: Refuse,
): Found {
  const [first, second] = traversal.steps
  if (first === undefined) return { value: values, steps: 0 }
  const value = values.get(String(first.key))
  if (value === undefined) {
    const finding = unknownReference(traversal, { noun, names: values.keys() })
    return refuse(finding, first.kind === 'attribute' ? 'declared' : 'made')
  }
  if (repeatedModules !== undefined)
    return lookUpOutput(traversal, { value, isRepeated: repeatedModules.has(String(first.key)) }, refuse)
  if (repeated !== true || second === undefined || !isObject(value)) return { value, steps: 1 }
  const instance = value.get(String(second.key))
  return instance === undefined
    ? refuse(unknownInstance(traversal, value.keys()), 'made')
    : { value: instance, steps: 2 }
}

function lookUpOutput(
  traversal: Traversal,
  { value, isRepeated }: { readonly value: Value; readonly isRepeated: boolean },
  refuse: Refuse,
): Found {
  const [, ...steps] = traversal.steps
  const key = isRepeated ? steps.shift() : undefined
  if (!isObject(value)) return { value: poison, steps: traversal.steps.length }
  const instance = key === undefined ? value : value.get(String(key.key))
  if (instance === undefined) return refuse(unknownInstance(traversal, value.keys()), 'made')
  const taken = traversal.steps.length - steps.length
  const [output] = steps
  if (output === undefined || !isObject(instance) || (isRepeated && key === undefined))
    return { value: instance, steps: taken }
  const found = instance.get(String(output.key))
  if (found !== undefined) return { value: found, steps: taken + 1 }
  const shown = { ...traversal, steps: traversal.steps.slice(0, taken + 1) }
  return refuse(unknownOutput(shown, instance.keys()), output.kind === 'attribute' ? 'declared' : 'made')
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

/** Names that people bring along → what there is here instead. */
const foreignNames: Readonly<Record<string, string>> = {
  path: 'Paths in file() and in "source" start at the directory of the file that they stand in.',
  terraform:
    'There are no workspaces: one directory with a file of values for each environment does their work.',
  count: 'Blocks are repeated with for_each: each.key and each.value tell the instances apart.',
  self: 'A block cannot refer to itself. A value that is needed twice is declared in locals.',
  data: 'Nothing is looked up while planning: what is needed comes in by variables.',
}

function misplaced({ root, rootRange, steps }: Traversal, repeats: boolean): Finding | undefined {
  const foreign = Object.hasOwn(foreignNames, root) ? foreignNames[root] : undefined
  if (foreign !== undefined)
    return { code: 'ST160', summary: `There is no "${root}" here`, detail: foreign, subject: rootRange }
  if (root === 'flow') {
    return {
      code: 'ST160',
      summary: 'A flow is no value',
      detail:
        'Only depends_on, moved, removed and import name flows, since only there it matters what becomes of one.',
      subject: rootRange,
    }
  }
  if (root === 'each' && !repeats) {
    return {
      code: 'ST160',
      summary: '"each" stands outside of a repeated block',
      detail: 'each.key and each.value exist in a cluster, flow or module that has "for_each".',
      subject: rootRange,
    }
  }
  if ((root === 'source' || root === 'topic') && steps.length === 0) {
    return {
      code: 'ST183',
      summary: `"${root}" has no value yet`,
      detail: `A naming template is filled in for each topic. Write $$ so that it is kept: $$\{${root}}`,
      subject: rootRange,
    }
  }
  return undefined
}
