// Everything that an expression can name: variables, locals, clusters (also repeated ones), filters and outputs of
// modules. Locals, modules and repetitions may need each other in any order, so they are put into order first; circles are reported.

import type { Range } from '../errors/diagnostic.ts'
import type { Block, Expression } from '../hcl/ast.ts'
import { evaluate } from '../hcl/evaluate.ts'
import { references } from '../hcl/references.ts'
import type { Scope, Traversal } from '../hcl/scope.ts'
import { poison, type Reference, type Value } from '../hcl/value.ts'
import type { Declarations } from './declarations.ts'
import { evaluationOrder } from './evaluation-order.ts'
import { reportIn } from './finding.ts'
import { type Instance, instancesOf, repetitionOf, soleInstance } from './instances.ts'
import type { ModulePlace } from './modules/module-place.ts'
import { circularValues } from './rules/circular-values.ts'
import { type Namespace, scopeOf } from './scope.ts'

export interface Names {
  readonly namespaces: ReadonlyMap<string, Namespace>
  /** The instances of each cluster block, by its label; none where its repetition is broken. */
  readonly clusterInstances: ReadonlyMap<string, readonly Instance[]>
}

/** A local value, a repeated cluster or a module: what has to be evaluated before others can refer to it. */
interface Node {
  readonly id: string
  readonly expressions: readonly Expression[]
  readonly range: Range
  readonly evaluate: (scope: Scope) => void
}

export interface NamesContext {
  /** Knows the functions and where to report. */
  readonly literalScope: Scope
  readonly place: ModulePlace
  /** What a module block stands for: its outputs, once everything that it names is there. */
  readonly callModule: (block: Block, namespaces: ReadonlyMap<string, Namespace>) => Value
}

/** Evaluates all that is named. */
export function resolveNames(
  { locals, named }: Declarations,
  variables: ReadonlyMap<string, Value>,
  { literalScope, place, callModule }: NamesContext,
): Names {
  const localValues = new Map<string, Value>([...locals.keys()].map((name) => [name, poison]))
  const clusters = new Map<string, Value>()
  const clusterInstances = new Map<string, readonly Instance[]>()
  const modules = new Map<string, Value>([...named.module.keys()].map((name) => [name, poison]))
  const namespaces = new Map<string, Namespace>([
    ['var', { noun: 'variable', values: variables }],
    ['local', { noun: 'local value', values: localValues }],
    ['cluster', { noun: 'cluster', values: clusters, repeated: true }],
    ['topics', { noun: 'topics filter', values: filterReferences(named.topics, place) }],
    ['groups', { noun: 'groups filter', values: filterReferences(named.groups, place) }],
    ['module', { noun: 'module', values: modules, repeatedModules: repeatedNames(named.module) }],
  ])
  const nodes: Node[] = []
  for (const [name, { value, nameRange }] of locals) {
    const id = `local.${name}`
    const node = { id, expressions: [value], range: nameRange }
    nodes.push({
      ...node,
      evaluate: (scope) => localValues.set(name, evaluate(value, { ...scope, context: 'locals' })),
    })
  }
  for (const [name, block] of named.cluster) {
    const expression = repetitionOf(block)
    const sole = soleInstance(block, { name, place })
    clusters.set(name, expression === undefined ? referenceTo('cluster', sole) : poison)
    clusterInstances.set(name, expression === undefined ? [sole] : [])
    if (expression === undefined) continue
    nodes.push({
      id: `cluster.${name}`,
      expressions: [expression],
      range: expression.range,
      evaluate(scope) {
        const instances = instancesOf(block, { name, place }, { ...scope, context: `cluster "${name}"` })
        clusterInstances.set(name, instances ?? [])
        if (instances !== undefined) clusters.set(name, referencesTo(instances))
      },
    })
  }
  for (const [name, block] of named.module) {
    nodes.push({
      id: `module.${name}`,
      // What it waits for is no value that it needs.
      expressions: [...block.body.attributes.values()]
        .filter(({ name: argument }) => argument !== 'depends_on')
        .map(({ value }) => value),
      range: block.headerRange,
      evaluate: () => modules.set(name, callModule(block, namespaces)),
    })
  }
  evaluateInOrder(nodes, scopeOf({ ...literalScope, namespaces }))
  return { namespaces, clusterInstances }
}

/** What a computed name stands for: any of them. Between it and them, so that many such names stay cheap. */
const anyOf = (root: string): string => `${root}.*`

function evaluateInOrder(nodes: readonly Node[], scope: Scope): void {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const every = (root: string): readonly [string, readonly string[]] => [
    anyOf(root),
    [...byId.keys()].filter((id) => id.startsWith(`${root}.`)),
  ]
  const needs = new Map<string, readonly string[]>([
    ...nodes.map(({ id, expressions }) => [id, expressions.flatMap(neededIds)] as const),
    ...ordered.map(every),
  ])
  const { order, cycles } = evaluationOrder(needs)
  const named = cycles.map((cycle) => cycle.filter((id) => byId.has(id)))
  for (const finding of circularValues(named, byId)) reportIn(scope, finding)
  for (const id of order) byId.get(id)?.evaluate(scope)
}

/** Names that have to wait for each other. */
const ordered: readonly string[] = ['local', 'cluster', 'module']

function neededIds(expression: Expression): string[] {
  return references(expression).flatMap(({ root, steps: [step] }: Traversal) => {
    if (!ordered.includes(root)) return []
    return [step === undefined ? anyOf(root) : `${root}.${String(step.key)}`]
  })
}

function filterReferences(blocks: ReadonlyMap<string, Block>, place: ModulePlace): Map<string, Value> {
  return new Map(
    [...blocks].map(([name, block]) => [name, referenceTo(block.type, soleInstance(block, { name, place }))]),
  )
}

function repeatedNames(blocks: ReadonlyMap<string, Block>): ReadonlySet<string> {
  return new Set([...blocks].filter(([, block]) => repetitionOf(block) !== undefined).map(([name]) => name))
}

function referencesTo(instances: readonly Instance[]): ReadonlyMap<string, Value> {
  return new Map(instances.map((instance) => [instance.each?.key ?? '', referenceTo('cluster', instance)]))
}

/** The address is kept where a module is part of it: plain names of the root speak for themselves. */
function referenceTo(to: string, { name, address }: Instance): Reference {
  const isInModule = address?.startsWith('module.') === true
  return { kind: 'reference', to, name, ...(isInModule ? { address } : {}) }
}
