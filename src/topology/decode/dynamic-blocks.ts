// `dynamic "sasl" { for_each = …, content { } }`: a block that is there, or not, by a value. Every block of the
// language stands once at most, so what it makes is a condition; more than one is a repeated block like any other.

import type { Block, Body, Expression } from '../../hcl/ast.ts'
import { evaluate } from '../../hcl/evaluate.ts'
import type { Scope } from '../../hcl/scope.ts'
import { isList, isObject, isPoison, poison, type Value } from '../../hcl/value.ts'
import { describeKind } from '../describe-value.ts'
import { type Finding, reportIn, toDiagnostic } from '../finding.ts'
import { secretOutside } from '../rules/secret-outside.ts'
import { unknownNames } from '../rules/unknown-attribute.ts'
import { unknownOfIterator } from '../rules/unknown-reference.ts'
import type { BlockShape } from './shape.ts'

export interface ExpandedBody {
  /** With the blocks that were made in place of those that make them. */
  readonly body: Body
  /** The scope of each block that was made. */
  readonly scopes: ReadonlyMap<Block, Scope>
  /** Types of blocks of which nobody can say whether they are there, after a report. */
  readonly undecided: readonly string[]
}

const read = (value: Value): Value => value

const dynamicShape: BlockShape = {
  attributes: { for_each: { key: 'forEach', read }, iterator: { key: 'iterator', read } },
  blocks: { content: { key: 'content', shape: { attributes: {}, blocks: {} } } },
}

/** Makes the blocks that `dynamic` blocks stand for. `shape` is that of the block around them. */
export function expandDynamic(body: Body, shape: BlockShape, scope: Scope): ExpandedBody {
  if (!body.blocks.some(({ type }) => type === 'dynamic')) return { body, scopes: new Map(), undecided: [] }
  const scopes = new Map<Block, Scope>()
  const undecided: string[] = []
  const blocks = body.blocks.flatMap((block) => {
    if (block.type !== 'dynamic') return [block]
    const made = expand(block, shape, scope)
    if (made === undefined) {
      undecided.push(...(block.labels[0] === undefined ? Object.keys(shape.blocks) : [block.labels[0].text]))
      return []
    }
    for (const [each, inner] of made) scopes.set(each, inner)
    return made.map(([each]) => each)
  })
  return { body: { ...body, blocks }, scopes, undecided }
}

/** Undefined after a report that leaves open whether there is a block. */
function expand(
  dynamic: Block,
  shape: BlockShape,
  outer: Scope,
): readonly (readonly [Block, Scope])[] | undefined {
  const [label, ...more] = dynamic.labels
  const context = ['dynamic', label && `"${label.text}"`, 'of', outer.context].filter(Boolean).join(' ')
  const scope = { ...outer, context }
  if (label === undefined || more.length > 0) {
    reportIn(scope, wrongLabels(dynamic, shape))
    return undefined
  }
  const content = dynamic.body.blocks.find(({ type }) => type === 'content')
  const findings = [...unknownNames(dynamic.body, dynamicShape, '"dynamic"'), ...missing(dynamic, content)]
  for (const finding of findings) reportIn(scope, finding)
  const expression = dynamic.body.attributes.get('for_each')?.value
  if (content === undefined || expression === undefined) return undefined
  const { range: typeRange, text: type } = label
  const make = (): Block => ({ ...content, type, typeRange, headerRange: dynamic.headerRange })
  // A type that the block cannot hold is a mistake however often it is made.
  if (!Object.hasOwn(shape.blocks, type)) return [[{ ...make(), headerRange: typeRange }, outer]]
  const value = evaluate(expression, scope)
  if (isPoison(value)) return undefined
  const finding = secretOutside(value, { name: 'for_each', expression })
  const entries = finding === undefined ? entriesOf(value) : undefined
  if (entries === undefined) {
    reportIn(scope, finding ?? notRepeatable(value, expression))
    return undefined
  }
  const name = iteratorOf(dynamic, scope) ?? type
  return entries.map(([key, item]) => [make(), withIterator(outer, { name, key, item })])
}

function wrongLabels({ headerRange, labels }: Block, shape: BlockShape): Finding {
  const types = Object.keys(shape.blocks)
  return {
    code: 'ST156',
    summary: '"dynamic" takes the type of the block that it makes',
    detail: `Write, for example: dynamic "${types[0] ?? 'topics'}" { … }`,
    subject: labels[1]?.range ?? headerRange,
  }
}

function missing({ headerRange, body }: Block, content: Block | undefined): Finding[] {
  const absent = [
    ...(body.attributes.has('for_each')
      ? []
      : [{ name: 'for_each', example: 'for_each = var.secure ? [1] : []' }]),
    ...(content === undefined
      ? [{ name: 'content', example: 'content { … }, with what stands in the block' }]
      : []),
  ]
  return absent.map(({ name, example }) => ({
    code: 'ST152',
    summary: `"dynamic" needs "${name}"`,
    detail: `Add it, for example: ${example}`,
    subject: headerRange,
  }))
}

/** Unlike for a whole block, keys name nothing here: any list will do. */
function entriesOf(value: Value): (readonly [Value, Value])[] | undefined {
  if (isObject(value)) return [...value]
  return isList(value) ? value.map((item, index) => [index, item]) : undefined
}

function notRepeatable(value: Value, { range }: Expression): Finding {
  return {
    code: 'ST167',
    summary: '"for_each" must be a list or a map',
    detail: `It is ${describeKind(value)}. The block is there for each element, so an empty list leaves it out.`,
    subject: range,
  }
}

function iteratorOf({ body }: Block, scope: Scope): string | undefined {
  const expression = body.attributes.get('iterator')?.value
  if (expression === undefined || expression.kind === 'invalid') return undefined
  if (expression.kind === 'variable') return expression.name
  reportIn(scope, {
    code: 'ST153',
    summary: '"iterator" must be a name, without quotes',
    detail: 'Inside the block, name.key and name.value are what for_each gives.',
    subject: expression.range,
  })
  return undefined
}

interface Iteration {
  readonly name: string
  readonly key: Value
  readonly item: Value
}

/** `topics.value` is the iterator's, `topics.business` still a filter. */
function withIterator(scope: Scope, { name, key, item }: Iteration): Scope {
  const values = new Map([
    ['key', key],
    ['value', item],
  ])
  return {
    ...scope,
    names: [...new Set([...scope.names, name])],
    lookup(traversal, asker) {
      const [step] = traversal.steps
      if (traversal.root !== name) return scope.lookup(traversal, asker)
      if (step === undefined || values.has(String(step.key))) return { value: values, steps: 0 }
      const around = scope.lookup({ ...traversal, steps: [] }, asker)?.value
      const declared = around !== undefined && isObject(around) ? around : new Map<string, Value>()
      if (declared.has(String(step.key))) return scope.lookup(traversal, asker)
      asker.report(toDiagnostic(unknownOfIterator(traversal, declared.keys()), asker))
      return { value: poison, steps: traversal.steps.length }
    },
  }
}
