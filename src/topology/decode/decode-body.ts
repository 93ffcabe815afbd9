// Block + shape → plain record under the model's names. Everything wrong with the block is reported in one pass;
// what could not be read is absent from the record, and whoever uses it takes absence as "already reported".

import type { Range } from '../../errors/diagnostic.ts'
import type { Attribute, Block, Body } from '../../hcl/ast.ts'
import { evaluate } from '../../hcl/evaluate.ts'
import type { Scope } from '../../hcl/scope.ts'
import { isPoison } from '../../hcl/value.ts'
import { reportIn } from '../finding.ts'
import type { OriginNotes } from '../origins.ts'
import { missingName, missingNames } from '../rules/missing-attribute.ts'
import { nestedLabel } from '../rules/nested-label.ts'
import { repeatedBlocks } from '../rules/repeated-block.ts'
import { repetitionHere } from '../rules/repetition-here.ts'
import { unknownNames } from '../rules/unknown-attribute.ts'
import type { Sources } from '../sources.ts'
import { expandDynamic } from './dynamic-blocks.ts'
import type { AttributeShape, BlockShape, NestedShape } from './shape.ts'

export interface Place {
  /** The block's place in the model, as `flow.us-to-eu`. */
  readonly path: string
  /** The block in words, as `flow "us-to-eu"` or `sasl`. */
  readonly title: string
  /** Its kind in words, as `a flow`. */
  readonly noun: string
  readonly header: Range
  readonly scope: Scope
  readonly sources: Sources
  readonly origins: OriginNotes
}

export type DecodedBody = Readonly<Record<string, unknown>>

/** Reads `body`; keys are the model's. */
export function decodeBody(written: Body, shape: BlockShape, place: Place): DecodedBody {
  const repetition = repetitionHere(written, shape, place.noun)
  if (repetition !== undefined) {
    // Its "each" is one mistake with it, and what is made of it, too.
    reportIn(place.scope, repetition)
    return {}
  }
  const { body, scopes, undecided } = expandDynamic(written, shape, place.scope)
  const unknown = unknownNames(body, shape, place.noun)
  const excused = [...unknown.map(({ suggestion }) => suggestion), ...undecided]
  const missing = missingNames(body, shape, place).filter(({ name }) => !excused.includes(name))
  const findings = [...unknown, ...missing.map(({ finding }) => finding), ...repeatedBlocks(body)]
  for (const finding of findings) reportIn(place.scope, finding)
  const decoded: Record<string, unknown> = {}
  for (const attribute of body.attributes.values()) {
    const known = own(shape.attributes, attribute.name)
    // A misspelt password is still one, and its line is about to be shown.
    if (known === undefined && /pass|pwd|secret|token|credential/i.test(attribute.name))
      place.sources.blot(attribute.value)
    if (known === undefined) continue
    const value = decodeAttribute(attribute, known, place)
    if (value !== undefined) decoded[known.key] = value
  }
  for (const block of body.blocks) {
    const known = own(shape.blocks, block.type)
    if (known === undefined || Object.hasOwn(decoded, known.key)) continue
    decoded[known.key] = decodeNested(block, known, { ...place, scope: scopes.get(block) ?? place.scope })
  }
  return decoded
}

function decodeAttribute(
  attribute: Attribute,
  { key, read, required }: AttributeShape,
  place: Place,
): unknown {
  const { name, value: expression } = attribute
  const path = `${place.path}.${key}`
  place.origins.set(path, { name, range: expression.range, expression, inside: place.scope.address })
  const value = evaluate(expression, place.scope)
  if (isPoison(value)) return undefined
  if (value !== null) return read(value, { ...place, name, expression, path })
  // Null means "as if it were not written", as everywhere in HCL.
  if (required === true) reportIn(place.scope, { ...missingName(name, place), subject: expression.range })
  return undefined
}

function decodeNested(block: Block, { key, shape }: NestedShape, place: Place): DecodedBody {
  const path = `${place.path}.${key}`
  place.origins.set(path, { name: block.type, range: block.headerRange })
  const context = [block.type, 'of', place.scope.context].filter((word) => word !== undefined).join(' ')
  const scope = { ...place.scope, context }
  const label = repetitionHere(block.body, shape, block.type) === undefined ? nestedLabel(block) : undefined
  if (label !== undefined) reportIn(scope, label)
  return decodeBody(block.body, shape, {
    ...place,
    path,
    title: `"${block.type}"`,
    noun: `"${block.type}"`,
    header: block.headerRange,
    scope,
  })
}

/** Names come from files: `constructor` is no argument. */
function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}
