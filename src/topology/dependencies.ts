// `depends_on` of flows, ACLs and modules: what apply has to be done with before it begins with a block. Read off the
// expressions and never evaluated, as in Terraform, so that the order is known whatever the values are.

import type { Attribute, Block, Expression } from '../hcl/ast.ts'
import { references } from '../hcl/references.ts'
import type { Scope, Traversal } from '../hcl/scope.ts'
import type { Dependencies } from './block-address.ts'
import { type Finding, reportIn } from './finding.ts'
import { instancesOf, repetitionOf } from './instances.ts'
import { addressIn } from './modules/module-place.ts'
import type { OpenModule } from './modules/open-module.ts'
import {
  aboutNoBlock,
  alreadySaid,
  goesTooDeep,
  notAList,
  notAReference,
  nothingToDo,
  onlyText,
  unknownRoot,
} from './rules/dependency.ts'
import { type Dependency, dependencyCircles } from './rules/dependency-circle.ts'
import { unknownInstance, unknownReference } from './rules/unknown-reference.ts'
import { scopeOf } from './scope.ts'

/** Blocks that apply makes something for: they may wait, and be waited for. */
const applied = ['flow', 'acl', 'module'] as const

/** Blocks that may be named, though nothing is ever made for them alone. */
const idle = ['cluster', 'topics', 'groups'] as const

type Root = (typeof applied)[number] | (typeof idle)[number]

const nouns: Readonly<Record<Root, string>> = {
  flow: 'flow',
  acl: 'acl',
  module: 'module',
  cluster: 'cluster',
  topics: 'topics filter',
  groups: 'groups filter',
}

/** Every block's references, by address; whatever is wrong with them is reported. */
export function readDependencies(modules: readonly OpenModule[]): Dependencies {
  return Object.fromEntries(modules.flatMap(dependenciesIn))
}

function dependenciesIn(module: OpenModule): (readonly [string, readonly string[]])[] {
  const { declarations, place, literalScope } = module
  const found = applied.flatMap((type) =>
    [...declarations.named[type]].flatMap(([name, block]) => {
      const attribute = block.body.attributes.get('depends_on')
      return attribute === undefined
        ? []
        : [{ block, name, dependencies: readBlock(block, attribute, module) }]
    }),
  )
  const edges = found.flatMap(({ block, name, dependencies }) =>
    dependencies.map((dependency) => ({ from: `${block.type}.${name}`, ...dependency })),
  )
  for (const finding of dependencyCircles(edges)) reportIn(literalScope, finding)
  return found
    .filter(({ dependencies }) => dependencies.length > 0)
    .map(({ block, name, dependencies }) => [
      addressIn(place, { type: block.type, name }),
      dependencies.map(({ type, name: to, key }) =>
        addressIn(place, { type, name: to, ...(key === undefined ? {} : { key }) }),
      ),
    ])
}

function readBlock(block: Block, attribute: Attribute, module: OpenModule): Dependency[] {
  const context = `${block.type} "${block.labels[0]?.text ?? ''}"`
  const scope = scopeOf({ ...module.literalScope, namespaces: module.names.namespaces, context })
  const say = (finding: Finding): void => reportIn(scope, finding)
  const { value } = attribute
  if (value.kind === 'invalid') return []
  if (value.kind !== 'list') {
    say(notAList(value, traversalOf(value)))
    return []
  }
  const read: Dependency[] = []
  for (const item of value.items) {
    const answer = readItem(item, module, scope)
    if (answer === undefined) continue
    const finding = 'code' in answer ? answer : alreadySaid(answer, read)
    if (finding !== undefined) say(finding)
    if (!('code' in answer) && finding === undefined) read.push(answer)
  }
  return read
}

/** Undefined for what is no mistake of its own. */
function readItem(item: Expression, module: OpenModule, scope: Scope): Dependency | Finding | undefined {
  if (item.kind === 'invalid') return undefined
  if (item.kind === 'template') return onlyText(item, module.declarations)
  const traversal = traversalOf(item)
  if (traversal === undefined) return notAReference(item)
  const { root, steps } = traversal
  const type = [...applied, ...idle].find((each) => each === root)
  if (type === undefined) return unknownRoot(traversal)
  const [first, ...rest] = steps
  if (first === undefined) return aboutNoBlock(traversal)
  const blocks = module.declarations.named[type]
  const name = String(first.key)
  const block = blocks.get(name)
  if (block === undefined) return unknownReference(traversal, { noun: nouns[type], names: blocks.keys() })
  const keyStep = repetitionOf(block) === undefined ? undefined : rest.shift()
  if (rest.length > 0) return goesTooDeep(traversal, { type, isRepeated: keyStep !== undefined })
  const keys = keyStep && keysOf(block, name, module, scope)
  if (keys !== undefined && !keys.includes(String(keyStep?.key))) return unknownInstance(traversal, keys)
  if (type === 'cluster' || type === 'topics' || type === 'groups') return nothingToDo(traversal, type)
  const { range } = traversal
  return { type, name, ...(keyStep === undefined ? {} : { key: String(keyStep.key) }), range }
}

/** Undefined where `for_each` has a mistake, or no value yet. */
function keysOf(block: Block, name: string, { place }: OpenModule, scope: Scope): string[] | undefined {
  // What is wrong with it was told where it is evaluated to make something.
  const instances = instancesOf(block, { name, place }, { ...scope, report: () => undefined })
  return instances?.map(({ each }) => each?.key ?? '')
}

/** Names and keys as they are written; undefined for anything that would have to be evaluated. */
function traversalOf(expression: Expression): Traversal | undefined {
  const { kind, range } = expression
  if (kind !== 'variable' && kind !== 'attribute' && kind !== 'index') return undefined
  const [traversal, ...more] = references(expression)
  const isWhole =
    traversal?.range.start.byte === range.start.byte && traversal.range.end.byte === range.end.byte
  return more.length === 0 && isWhole ? traversal : undefined
}
