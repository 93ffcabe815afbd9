// `moved`, `removed` and `import`: what a reviewer agreed shall happen to something that has a state on a cluster.
// They are statements about the past, so they stay true, and harmless, after they were carried out.

import type { Range } from '../errors/diagnostic.ts'
import type { Attribute, Block } from '../hcl/ast.ts'
import { evaluate } from '../hcl/evaluate.ts'
import type { Scope } from '../hcl/scope.ts'
import { isPoison } from '../hcl/value.ts'
import type { Declarations } from './declarations.ts'
import { bool, text } from './decode/readers.ts'
import type { BlockShape, Reader } from './decode/shape.ts'
import type { Draft } from './draft.ts'
import { reportIn } from './finding.ts'
import { type FlowAddress, flowAddressOf, notAFlowAddress } from './flow-address.ts'
import type { ImportedTopic, MovedFlow, RemovedFlow, RemovedThing } from './model.ts'
import type { OriginNotes } from './origins.ts'
import { importFindings, thingImportFindings } from './rules/import-target.ts'
import { missingName, missingNames } from './rules/missing-attribute.ts'
import { movedFindings } from './rules/moved-names.ts'
import { removedFindings, removedThingFindings } from './rules/removed-names.ts'
import { unknownNames } from './rules/unknown-attribute.ts'
import type { Sources } from './sources.ts'
import { type ThingAddress, thingAddressOf } from './thing-address.ts'

export interface Statements {
  readonly moved: readonly MovedFlow[]
  readonly removed: readonly RemovedFlow[]
  readonly removedThings: readonly RemovedThing[]
  readonly imports: readonly ImportedTopic[]
}

/** An address with the place where it was written. */
export interface PlacedAddress extends FlowAddress {
  readonly range: Range
}

/** The address of a thing, with the place where it was written. */
export interface PlacedThing extends ThingAddress {
  readonly range: Range
}

export interface MovedStatement {
  readonly from: PlacedAddress
  readonly to: PlacedAddress
  readonly header: Range
}

export interface RemovedStatement {
  readonly from: PlacedAddress
  readonly destroy: boolean
  readonly header: Range
}

export interface RemovedThingStatement {
  readonly thing: PlacedThing
  readonly destroy: boolean
  readonly header: Range
}

/** `thing` where the topic was named by its address, and its flow was not. */
export interface ImportStatement {
  readonly to: PlacedAddress | undefined
  readonly thing: PlacedThing | undefined
  readonly topic: string
  readonly header: Range
}

export interface StatementContext {
  readonly scope: Scope
  readonly sources: Sources
  readonly origins: OriginNotes
  readonly draft: Draft
}

/** Reads every statement; those that cannot be carried out are reported and left out. */
export function readStatements(
  { statements }: Pick<Declarations, 'statements'>,
  context: StatementContext,
): Statements {
  const { scope, draft, origins } = context
  const moved = statements.moved.flatMap((block) => readMoved(block, context) ?? [])
  const read = statements.removed.flatMap((block) => readRemoved(block, context) ?? [])
  const removed = read.flatMap((each) => ('from' in each ? [each] : []))
  const removedThings = read.flatMap((each) => ('thing' in each ? [each] : []))
  const imports = statements.import.flatMap((block) => readImport(block, context) ?? [])
  for (const finding of movedFindings(moved, draft)) reportIn({ ...scope, context: 'moved' }, finding)
  for (const finding of removedFindings(removed, moved, draft))
    reportIn({ ...scope, context: 'removed' }, finding)
  for (const finding of removedThingFindings(removedThings, draft))
    reportIn({ ...scope, context: 'removed' }, finding)
  for (const finding of importFindings(imports, draft)) reportIn({ ...scope, context: 'import' }, finding)
  note(origins, 'moved', moved)
  note(origins, 'removed', removed)
  note(origins, 'removed_thing', removedThings)
  note(origins, 'import', imports)
  return {
    moved: moved.map(({ from, to }) => ({ from: from.name, to: to.name })),
    removed: removed.map(({ from, destroy }) => ({ from: from.name, destroy })),
    removedThings: removedThings.map(({ thing: { type, cluster, name }, destroy }) => ({
      type,
      cluster,
      name,
      destroy,
    })),
    imports: imports.flatMap(({ to, thing, topic }): ImportedTopic[] =>
      to !== undefined
        ? [{ to: to.name, topic }]
        : thing !== undefined
          ? [{ cluster: thing.cluster, topic }]
          : [],
    ),
  }
}

function note(origins: OriginNotes, type: string, all: readonly { readonly header: Range }[]): void {
  for (const [index, { header }] of all.entries())
    origins.set(`${type}.${index}`, { name: type, range: header })
}

const ignored: Reader = (value) => value
const needed = { read: ignored, required: true }

export const movedShape: BlockShape = {
  attributes: { from: { key: 'from', ...needed }, to: { key: 'to', ...needed } },
  blocks: {},
}

export const removedShape: BlockShape = {
  attributes: { from: { key: 'from', ...needed }, destroy: { key: 'destroy', ...needed } },
  blocks: {},
}

export const importShape: BlockShape = {
  attributes: { to: { key: 'to', ...needed }, topic: { key: 'topic', read: ignored } },
  blocks: {},
}

function readMoved(block: Block, context: StatementContext): MovedStatement | undefined {
  const inner = open(block, movedShape, context)
  const from = addressIn(block, 'from', inner)
  const to = addressIn(block, 'to', inner)
  return from && to && { from, to, header: block.headerRange }
}

function readRemoved(
  block: Block,
  context: StatementContext,
): RemovedStatement | RemovedThingStatement | undefined {
  const inner = open(block, removedShape, context)
  const thing = thingIn(block, 'from')
  const orThing = 'topic.eu["us.orders"] for one thing that a flow made'
  const from = thing === undefined ? addressIn(block, 'from', inner, orThing) : undefined
  const destroy = valueIn(block, { name: 'destroy', read: bool }, inner)
  if (typeof destroy !== 'boolean') return undefined
  const rest = { destroy, header: block.headerRange }
  return thing === undefined ? from && { from, ...rest } : { thing, ...rest }
}

function readImport(block: Block, context: StatementContext): ImportStatement | undefined {
  const inner = open(block, importShape, context)
  const { headerRange: header, body } = block
  const thing = thingIn(block, 'to')
  if (thing !== undefined) {
    const also = body.attributes.get('topic')
    const findings = thingImportFindings(thing, also?.nameRange)
    for (const finding of findings) reportIn(inner.scope, finding)
    return findings.length > 0 ? undefined : { to: undefined, thing, topic: thing.name, header }
  }
  const to = addressIn(block, 'to', inner, 'topic.eu["us.orders"] for the topic itself')
  if (!body.attributes.has('topic') && (to !== undefined || !body.attributes.has('to')))
    reportIn(inner.scope, missingName('topic', { header, title: '"import"' }))
  const topic = valueIn(block, { name: 'topic', read: text }, inner)
  if (to === undefined || typeof topic !== 'string') return undefined
  return { to, thing: undefined, topic, header }
}

function thingIn({ body }: Block, name: string): PlacedThing | undefined {
  const value = body.attributes.get(name)?.value
  const address = value === undefined ? undefined : thingAddressOf(value)
  return value && address && { ...address, range: value.range }
}

/** Says what the block lacks and has too much. */
function open({ type, body, headerRange }: Block, shape: BlockShape, context: StatementContext) {
  const scope = { ...context.scope, context: type }
  const findings = [
    ...unknownNames(body, shape, `"${type}"`),
    ...missingNames(body, shape, { header: headerRange, title: `"${type}"` }).map(({ finding }) => finding),
  ]
  for (const finding of findings) reportIn(scope, finding)
  return { ...context, scope }
}

function addressIn(
  { body }: Block,
  name: string,
  { scope }: StatementContext,
  orThing?: string,
): PlacedAddress | undefined {
  const attribute = body.attributes.get(name)
  if (attribute === undefined || attribute.value.kind === 'invalid') return undefined
  const address = flowAddressOf(attribute.value)
  if (address !== undefined) return { ...address, range: attribute.value.range }
  reportIn(scope, notAFlowAddress(name, attribute.value, orThing))
  return undefined
}

function valueIn(
  { body, type }: Block,
  { name, read }: { readonly name: string; readonly read: Reader },
  context: StatementContext,
): unknown {
  const attribute: Attribute | undefined = body.attributes.get(name)
  if (attribute === undefined) return undefined
  const value = evaluate(attribute.value, context.scope)
  if (isPoison(value)) return undefined
  return read(value, { ...context, name, expression: attribute.value, path: `${type}.${name}` })
}
