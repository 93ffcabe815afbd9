// Everything that an expression can name: variables, locals, clusters (also repeated ones) and filters. Locals and
// repetitions may need each other in any order, so they are put into order first; circles are reported.

import type { Range } from '../errors/diagnostic.ts'
import type { Block, Expression } from '../hcl/ast.ts'
import { evaluate } from '../hcl/evaluate.ts'
import { references } from '../hcl/references.ts'
import type { Scope, Traversal } from '../hcl/scope.ts'
import { poison, type Reference, type Value } from '../hcl/value.ts'
import type { Declarations } from './declarations.ts'
import { evaluationOrder } from './evaluation-order.ts'
import { reportIn } from './finding.ts'
import { type Instance, instancesOf, repetitionOf } from './instances.ts'
import { circularValues } from './rules/circular-values.ts'
import { type Namespace, scopeOf } from './scope.ts'

export interface Names {
  readonly namespaces: ReadonlyMap<string, Namespace>
  /** The instances of each cluster block, by its label; none where its repetition is broken. */
  readonly clusterInstances: ReadonlyMap<string, readonly Instance[]>
}

/** A local value or a repeated cluster: what has to be evaluated before others can refer to it. */
interface Node {
  readonly id: string
  readonly expression: Expression
  readonly range: Range
  readonly evaluate: (scope: Scope) => void
}

/** Evaluates all that is named. `literalScope` knows the functions and where to report. */
export function resolveNames(
  { locals, named }: Declarations,
  variables: ReadonlyMap<string, Value>,
  literalScope: Scope,
): Names {
  const localValues = new Map<string, Value>([...locals.keys()].map((name) => [name, poison]))
  const clusters = new Map<string, Value>()
  const clusterInstances = new Map<string, readonly Instance[]>()
  const namespaces = new Map<string, Namespace>([
    ['var', { noun: 'variable', values: variables }],
    ['local', { noun: 'local value', values: localValues }],
    ['cluster', { noun: 'cluster', values: clusters, repeated: true }],
    ['topics', { noun: 'topics filter', values: filterReferences('topics', named.topics) }],
    ['groups', { noun: 'groups filter', values: filterReferences('groups', named.groups) }],
  ])
  const nodes: Node[] = []
  for (const [name, { value, nameRange }] of locals) {
    const id = `local.${name}`
    const node = { id, expression: value, range: nameRange }
    nodes.push({
      ...node,
      evaluate: (scope) => localValues.set(name, evaluate(value, { ...scope, context: 'locals' })),
    })
  }
  for (const [name, block] of named.cluster) {
    const expression = repetitionOf(block)
    clusters.set(name, expression === undefined ? referenceTo('cluster', name) : poison)
    clusterInstances.set(name, expression === undefined ? [{ name }] : [])
    if (expression === undefined) continue
    nodes.push({
      id: `cluster.${name}`,
      expression,
      range: expression.range,
      evaluate(scope) {
        const instances = instancesOf(block, name, { ...scope, context: `cluster "${name}"` })
        clusterInstances.set(name, instances ?? [])
        if (instances !== undefined) clusters.set(name, referencesTo(instances))
      },
    })
  }
  evaluateInOrder(nodes, scopeOf({ ...literalScope, namespaces }))
  return { namespaces, clusterInstances }
}

function evaluateInOrder(nodes: readonly Node[], scope: Scope): void {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const ids = [...byId.keys()]
  const needs = new Map(nodes.map(({ id, expression }) => [id, neededIds(expression, ids)]))
  const { order, cycles } = evaluationOrder(needs)
  for (const finding of circularValues(cycles, byId)) reportIn(scope, finding)
  for (const id of order) byId.get(id)?.evaluate(scope)
}

function neededIds(expression: Expression, ids: readonly string[]): string[] {
  return references(expression).flatMap((traversal: Traversal) => {
    const { root, steps } = traversal
    if (root !== 'local' && root !== 'cluster') return []
    const [step] = steps
    // A computed name may be any of them.
    return step === undefined
      ? ids.filter((id) => id.startsWith(`${root}.`))
      : [`${root}.${String(step.key)}`]
  })
}

function filterReferences(to: 'topics' | 'groups', blocks: ReadonlyMap<string, Block>): Map<string, Value> {
  return new Map([...blocks.keys()].map((name) => [name, referenceTo(to, name)]))
}

function referencesTo(instances: readonly Instance[]): ReadonlyMap<string, Value> {
  return new Map(instances.map(({ name, each }) => [each?.key ?? '', referenceTo('cluster', name)]))
}

function referenceTo(to: string, name: string): Reference {
  return { kind: 'reference', to, name }
}
