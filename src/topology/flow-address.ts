// An address that names a flow without asking whether there is one: `moved` and `removed` speak of flows that are
// gone, so the address is read off the expression and never looked up.

import type { Expression } from '../hcl/ast.ts'
import { type Finding, listed } from './finding.ts'
import { addressIn, modulePrefix, rootPlace } from './modules/module-place.ts'

export interface FlowAddress {
  /** The name in the model, as `orders-eu`. */
  readonly name: string
  /** As people write it, as `flow.orders["eu"]`. */
  readonly text: string
}

/** Undefined for anything but `flow.NAME` and `flow.NAME["KEY"]`, with any number of modules before it. */
export function flowAddressOf(expression: Expression): FlowAddress | undefined {
  return namedAfter('flow', expression)
}

/** What follows `word`: a block's name with its key, in any number of modules. */
export function namedAfter(word: string, expression: Expression): FlowAddress | undefined {
  if (expression.kind === 'attribute') {
    const { object, name } = expression
    const outer = outerOf(object, word)
    return outer && { name: outer.prefix + name, text: `${outer.text}${word}.${name}` }
  }
  if (expression.kind !== 'index' || expression.object.kind !== 'attribute') return undefined
  const block = namedAfter(word, expression.object)
  const key = plainText(expression.key)
  if (block === undefined || key === undefined) return undefined
  return { name: `${block.name}-${key}`, text: `${block.text}[${JSON.stringify(key)}]` }
}

interface Outer {
  /** As `region-eu--`; empty in the root. */
  readonly prefix: string
  /** As `module.region["eu"].`; empty in the root. */
  readonly text: string
}

/** What stands before `word` where `expression` ends in it: nothing, or a module. */
function outerOf(expression: Expression, word: string): Outer | undefined {
  if (expression.kind === 'variable') return expression.name === word ? { prefix: '', text: '' } : undefined
  return expression.kind === 'attribute' && expression.name === word ? moduleOf(expression.object) : undefined
}

function moduleOf(expression: Expression): Outer | undefined {
  const key = expression.kind === 'index' ? plainText(expression.key) : undefined
  const named = expression.kind === 'index' ? expression.object : expression
  if (named.kind !== 'attribute' || (expression.kind === 'index' && key === undefined)) return undefined
  const outer = outerOf(named.object, 'module')
  if (outer === undefined) return undefined
  const name = key === undefined ? named.name : `${named.name}-${key}`
  const text = addressIn(rootPlace, {
    type: 'module',
    name: named.name,
    ...(key === undefined ? {} : { key }),
  })
  return { prefix: outer.prefix + modulePrefix(name), text: `${outer.text}${text}.` }
}

/** The finding for an argument that should name a flow and does not. */
export function notAFlowAddress(argument: string, expression: Expression, orThing?: string): Finding {
  const allowed = ['flow.orders', 'flow.orders["eu"] for one of a repeated block']
  return {
    code: 'ST200',
    summary: `"${argument}" does not name a flow${orThing === undefined ? '' : ', nor what one made'}`,
    detail:
      `Write ${listed(orThing === undefined ? allowed : [...allowed, orThing], 'or')}, without quotes around it. ${whatKeepsNothing(expression)}`.trimEnd(),
    subject: expression.range,
  }
}

/** Only flows have a state that outlives their block. */
function whatKeepsNothing(expression: Expression): string {
  if (expression.kind !== 'attribute' || expression.object.kind !== 'variable') return ''
  const { name } = expression.object
  if (name === 'topics' || name === 'groups')
    return 'A filter may be renamed freely: nothing on any cluster remembers its name.'
  if (name === 'cluster')
    return 'A cluster may be renamed as long as its name is no part of topic names: it is recognised by its id.'
  return ''
}

/** The text of a quoted string without templates in it. */
export function plainText(expression: Expression): string | undefined {
  if (expression.kind !== 'template' || expression.form !== 'quoted') return undefined
  const [part, ...more] = expression.parts
  return part?.kind === 'text' && more.length === 0 ? part.text : undefined
}
