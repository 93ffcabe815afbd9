// One `module` block → its instances, opened: where its files are, how often it is repeated, and the values that
// each instance gets. What is wrong with the block is reported; the module then has no value, silently.

import type { Block } from '../../hcl/ast.ts'
import { evaluate } from '../../hcl/evaluate.ts'
import { insideRoot } from '../../hcl/inside-root.ts'
import type { Scope } from '../../hcl/scope.ts'
import { isPoison, poison, type Value } from '../../hcl/value.ts'
import { reportIn, type Surroundings } from '../finding.ts'
import type { GivenValue } from '../given-values.ts'
import { type Instance, instancesOf } from '../instances.ts'
import { missingName } from '../rules/missing-attribute.ts'
import { inputFindings, moduleMeta } from '../rules/module-inputs.ts'
import { moduleInsideItself, sourceFinding, sourceOutside, sourceUnreadable } from '../rules/module-source.ts'
import { type Namespace, scopeOf } from '../scope.ts'
import type { Library, LibraryModule } from './module-library.ts'
import { addressIn, type ModulePlace } from './module-place.ts'

/** A module block as its surroundings see it. */
export interface ModuleCall {
  readonly block: Block
  readonly name: string
  /** Where the block stands. */
  readonly place: ModulePlace
  readonly namespaces: ReadonlyMap<string, Namespace>
  readonly literalScope: Scope
}

/** One instance that is to be opened. */
export interface ModuleInstance {
  readonly module: LibraryModule
  readonly instance: Instance & { readonly address: string }
  readonly given: ReadonlyMap<string, GivenValue>
  readonly header: Block['headerRange']
}

export interface CallContext {
  readonly library: Library
  /** Directories from the root to the one that the block stands in. */
  readonly chain: readonly string[]
}

/** The instances to open; undefined after a report. */
export function readModuleCall(
  call: ModuleCall,
  context: CallContext,
): readonly ModuleInstance[] | undefined {
  const { block, name, place, namespaces, literalScope } = call
  const outer = scopeOf({ ...literalScope, namespaces, context: `module "${name}"` })
  const module = readSource(call, { ...literalScope, context: `module "${name}"` }, context)
  if (module === undefined) return undefined
  const findings = inputFindings(block, module.declarations.named.variable)
  for (const finding of findings) reportIn(outer, finding)
  const instances = instancesOf(block, { name, place }, outer)
  return instances?.map((instance) => {
    const address = instance.address ?? addressIn(place, { type: 'module', name })
    const { each } = instance
    const surroundings = { context: `module "${name}"`, address, ...(each === undefined ? {} : { each }) }
    const scope = scopeOf({ ...literalScope, namespaces, ...surroundings })
    const given = readInputs(call, module, { scope, surroundings })
    return { module, instance: { ...instance, address }, given, header: block.headerRange }
  })
}

function readSource(
  { block, name, place }: ModuleCall,
  scope: Scope,
  { library, chain }: CallContext,
): LibraryModule | undefined {
  const expression = block.body.attributes.get('source')?.value
  if (expression === undefined) {
    reportIn(scope, {
      ...missingName('source', { header: block.headerRange, title: `module "${name}"` }),
      detail: 'It names the directory of the module’s files, for example: source = "./region"',
    })
    return undefined
  }
  const source = evaluate(expression, scope)
  if (isPoison(source)) return undefined
  const finding = sourceFinding(source, expression)
  const path = insideRoot(place.directory, String(source))
  if (finding !== undefined || path === undefined) {
    reportIn(scope, finding ?? sourceOutside(String(source), expression))
    return undefined
  }
  if (chain.includes(path)) return insideItself(path)
  const module = library.open(path, addressIn(place, { type: 'module', name }))
  if ('problem' in module) {
    reportIn(scope, sourceUnreadable(String(source), module.problem, expression))
    return undefined
  }
  return chain.includes(module.directory) ? insideItself(module.directory) : module

  function insideItself(directory: string): undefined {
    const circle = [...chain.slice(chain.indexOf(directory)), directory]
    if (expression !== undefined) reportIn(scope, moduleInsideItself(circle, expression))
    return undefined
  }
}

interface Inside {
  readonly scope: Scope
  readonly surroundings: Surroundings
}

function readInputs(
  { block }: ModuleCall,
  { declarations }: LibraryModule,
  { scope, surroundings }: Inside,
): ReadonlyMap<string, GivenValue> {
  const given = new Map<string, GivenValue>()
  for (const [name, { value: expression }] of block.body.attributes) {
    if (moduleMeta.some((meta) => meta === name) || !declarations.named.variable.has(name)) continue
    const value = evaluate(expression, scope)
    given.set(name, {
      value: { evaluated: value },
      range: expression.range,
      expression,
      caller: surroundings,
    })
  }
  // What is missing was reported with the block: its variable is no mistake of its own.
  for (const [name, { body }] of declarations.named.variable) {
    if (!given.has(name) && !body.attributes.has('default')) given.set(name, { value: { evaluated: poison } })
  }
  return given
}

/** What `module.NAME` stands for: the outputs, by key where it is repeated. */
export function moduleValue(
  block: Block,
  opened: readonly { readonly instance: Instance; readonly outputs: ReadonlyMap<string, Value> }[],
): Value {
  if (!block.body.attributes.has('for_each')) return opened[0]?.outputs ?? poison
  return new Map(opened.map(({ instance, outputs }) => [instance.each?.key ?? '', outputs]))
}
