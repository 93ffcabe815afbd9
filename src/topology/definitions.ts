// What an expression is made of, all the way down: `var.rate` → the argument of the module block → a local of the root
// → a file of values. Every step has the place where it was written, so that a reader can go and change it there.

import type { Range } from '../errors/diagnostic.ts'
import type { Block, Expression } from '../hcl/ast.ts'
import { references } from '../hcl/references.ts'
import type { Traversal } from '../hcl/scope.ts'
import { repetitionOf } from './instances.ts'
import { addressIn, moduleOf, rootPlace } from './modules/module-place.ts'
import type { OpenModule } from './modules/open-module.ts'
import { type Origin, placeText } from './origins.ts'

export interface Definition {
  /** As `local.rate`; in a module as `module.region["eu"].local.rate`. */
  readonly name: string
  /** As `locals.hcl:3`, or `--var rate`. */
  readonly place: string
  /** As it was written; absent where that is not shown. */
  readonly text?: string
  readonly isDefault?: true
}

/** A module with what was given to it. */
export type WrittenModule = Pick<OpenModule, 'declarations' | 'given'>

export interface Written {
  /** By address; the root's is empty. */
  readonly modules: ReadonlyMap<string, WrittenModule>
  readonly textOf: (range: Range) => string
}

/** An expression, its module, and the repeated block that gives it `each`. */
interface Placed {
  readonly expression: Expression
  readonly module: string
  readonly block?: Block | undefined
}

interface Step {
  readonly definition: Definition
  /** What the definition is made of. */
  readonly next?: Placed
}

/** More than a reader follows. */
const definitionsMax = 40

/** Each definition once, the nearest first. */
export function definitionsOf({ expression, inside = '' }: Origin, written: Written): readonly Definition[] {
  if (expression === undefined) return []
  const module = moduleOf(`${inside}.`) ?? ''
  const block = blockAt(inside.slice(module.length), written.modules.get(module))
  return chainOf({ expression, module, block }, written)
}

/** A variable or local by its address, as `module.region["eu"].local.rate`, then what it is made of. */
export function definitionsNamed(address: string, written: Written): readonly Definition[] {
  const module = moduleOf(address) ?? ''
  const [, root, key] = /^\.?(var|local)\.([\w-]+)$/.exec(address.slice(module.length)) ?? []
  if (root === undefined || key === undefined) return []
  const step = stepOf({ root, steps: [{ key }] }, { module }, written)
  if (step === undefined) return []
  return [step.definition, ...(step.next === undefined ? [] : chainOf(step.next, written))]
}

/** The addresses of every variable and local. */
export function namedValues(modules: Written['modules']): string[] {
  return [...modules].flatMap(([module, { declarations }]) => [
    ...[...declarations.named.variable.keys()].map((name) => nameIn({ module }, `var.${name}`)),
    ...[...declarations.locals.keys()].map((name) => nameIn({ module }, `local.${name}`)),
  ])
}

function chainOf(start: Placed, written: Written): readonly Definition[] {
  const found = new Map<string, Definition>()
  const follow = ({ expression, ...where }: Placed): void => {
    for (const reference of references(expression)) {
      const step = stepOf(reference, where, written)
      if (step === undefined || found.has(step.definition.name) || found.size >= definitionsMax) continue
      found.set(step.definition.name, step.definition)
      if (step.next !== undefined) follow(step.next)
    }
  }
  follow(start)
  return [...found.values()]
}

type Where = Omit<Placed, 'expression'>

interface Named extends Pick<Traversal, 'root'> {
  readonly steps: readonly Pick<Traversal['steps'][number], 'key'>[]
}

/** Undefined for what is bound inside of the expression, or was never declared. */
function stepOf({ root, steps }: Named, where: Where, written: Written): Step | undefined {
  const module = written.modules.get(where.module)
  const [name, ...rest] = steps.map(({ key }) => String(key))
  if (module === undefined || name === undefined) return undefined
  const { named, locals } = module.declarations
  const within = (expression: Expression | undefined): Step | undefined =>
    expression && {
      definition: said(`${root}.${name}`, where, { range: expression.range, ...written }),
      next: { expression, module: where.module },
    }
  switch (root) {
    case 'var':
      return variableStep(name, where, written)
    case 'local':
      return within(locals.get(name)?.value)
    case 'each':
      return within(where.block && repetitionOf(where.block))
    case 'module':
      return outputStep(name, rest, { where, written })
    case 'cluster':
    case 'topics':
    case 'groups': {
      const header = named[root].get(name)?.headerRange
      return header && { definition: said(`${root}.${name}`, where, { range: header, ...written }, false) }
    }
    default:
      return undefined
  }
}

/** What was given for a variable, by whoever gave it last; else its default. */
function variableStep(name: string, where: Where, written: Written): Step | undefined {
  const module = written.modules.get(where.module)
  const block = module?.declarations.named.variable.get(name)
  if (module === undefined || block === undefined) return undefined
  const id = `var.${name}`
  const isOpen = !block.body.attributes.has('sensitive')
  const given = module.given.get(name)
  if (given?.from !== undefined) return { definition: { name: nameIn(where, id), place: given.from } }
  if (given?.expression !== undefined) {
    const { expression } = given
    const definition = said(id, where, { range: expression.range, ...written }, isOpen)
    const caller = given.caller === undefined ? undefined : callerOf(where.module, written)
    return caller === undefined ? { definition } : { definition, next: { expression, ...caller } }
  }
  const fallback = block.body.attributes.get('default')?.value
  if (fallback === undefined) return undefined
  const definition = said(id, where, { range: fallback.range, ...written }, isOpen)
  return { definition: { ...definition, isDefault: true } }
}

/** The module around `module`, with the block that calls it. */
function callerOf(module: string, { modules }: Written): Where {
  const outer = moduleOf(module) ?? ''
  return { module: outer, block: blockAt(module.slice(outer.length), modules.get(outer)) }
}

interface Surrounded {
  readonly where: Where
  readonly written: Written
}

/** An output of a module; of a repeated one the key stands before it. */
function outputStep(name: string, rest: readonly string[], { where, written }: Surrounded): Step | undefined {
  const called = written.modules.get(where.module)?.declarations.named.module.get(name)
  if (called === undefined) return undefined
  const [key, output] = repetitionOf(called) === undefined ? [undefined, rest[0]] : rest
  const place = { ...rootPlace, address: where.module === '' ? undefined : where.module }
  const module = addressIn(place, { type: 'module', name, ...(key === undefined ? {} : { key }) })
  const inner = written.modules.get(module)
  const block = inner?.declarations.named.output.get(output ?? '')
  const expression = block?.body.attributes.get('value')?.value
  if (block === undefined || expression === undefined) return undefined
  const isOpen = !block.body.attributes.has('sensitive')
  const definition = said(`output.${output}`, { module }, { range: expression.range, ...written }, isOpen)
  return { definition, next: { expression, module } }
}

function said(
  id: string,
  where: Where,
  { range, textOf }: Pick<Written, 'textOf'> & { readonly range: Range },
  isOpen = true,
): Definition {
  return {
    name: nameIn(where, id),
    place: placeText(range),
    ...(isOpen ? { text: textOf(range) } : {}),
  }
}

function nameIn({ module }: Where, id: string): string {
  return module === '' ? id : `${module}.${id}`
}

/** `flow.orders["daily"]`, seen from the module that it stands in, as the block that was written. */
function blockAt(address: string, module: WrittenModule | undefined): Block | undefined {
  const [, type, name = ''] = /^\.?(flow|cluster|acl|module)\.([\w-]+)/.exec(address) ?? []
  if (type !== 'flow' && type !== 'cluster' && type !== 'acl' && type !== 'module') return undefined
  return module?.declarations.named[type].get(name)
}
