// The `defaults` block of `strait`: arguments that hold for every flow that does not say them itself, those in modules
// too. Argument by argument, also inside of blocks; a list is one argument. What a flow takes from here keeps the place
// where it is written.

import type { Block } from '../hcl/ast.ts'
import { completeFlow, completeGroups } from './complete-flow.ts'
import { flowShape } from './decode/block-shapes.ts'
import type { DecodedBody } from './decode/decode-body.ts'
import { asFilter } from './decode/decode-filters.ts'
import { decodeStrait, type StraitPlace } from './decode/decode-strait.ts'
import type { BlockShape } from './decode/shape.ts'
import { reportIn } from './finding.ts'
import { flowSpec } from './model.ts'
import type { Origin, OriginNotes } from './origins.ts'
import { validateFields } from './validate-fields.ts'

const { source: _source, target: _target, topics: _reference, ...attributes } = flowShape.attributes
const { topics: _filter, ...blocks } = flowShape.blocks

const eachItsOwn = 'Every flow says it itself, so that nothing is copied by accident.'

const shape: BlockShape = {
  attributes,
  blocks,
  notHere: {
    source: eachItsOwn,
    target: eachItsOwn,
    topics: `${eachItsOwn} What several flows copy alike is a filter: topics "business" { … } beside the flows.`,
    depends_on: 'Every flow says itself what it waits for.',
    for_each: 'It repeats a flow. What stands here holds for every flow anyway.',
  },
}

export const defaultsShape: BlockShape = { attributes: {}, blocks: { defaults: { key: 'defaults', shape } } }

/** What is written, under the model's names as a flow's body is; empty where there is no such block. */
export type WrittenDefaults = DecodedBody

const root = 'strait.defaults'

/** Reads the block and holds it against the model by itself, so that a mistake in it is told once. */
export function readDefaults(strait: Block, place: StraitPlace): WrittenDefaults {
  const { written, scope } = decodeStrait(strait, defaultsShape, place)
  const { defaults = {} } = written as { readonly defaults?: DecodedBody }
  const { groups } = defaults
  const filters = {
    topics: undefined,
    groups: groups === undefined ? undefined : completeGroups(asFilter(groups as DecodedBody)),
  }
  const fields = completeFlow('defaults', defaults, filters)
  const { spec, findings } = validateFields(flowSpec, fields, { origins: place.origins, path: root })
  for (const finding of findings) reportIn({ ...scope, context: inDefaults }, finding)
  return Object.fromEntries(Object.entries(defaults).filter(([key]) => !(key in fields) || key in spec))
}

/** Where a mistake is, as diagnostics say it. */
export const inDefaults = 'defaults of strait'

/** `written`, the body of the flow at `path`, with what it leaves to the defaults. */
export function withDefaults(
  written: DecodedBody,
  defaults: WrittenDefaults,
  { path, origins }: { readonly path: string; readonly origins: OriginNotes },
): DecodedBody {
  const merged: Record<string, unknown> = { ...written }
  for (const [key, value] of Object.entries(defaults)) {
    if (saysOtherwise(written, key)) continue
    const own = written[key]
    if (own === undefined) {
      merged[key] = value
      inherit(key, { path, origins })
    } else if (isRecord(own) && isRecord(value)) {
      const taken = Object.keys(value).filter((inner) => own[inner] === undefined)
      merged[key] = { ...value, ...own }
      for (const inner of taken) inherit(`${key}.${inner}`, { path, origins })
    }
  }
  return merged
}

/** A filter by name is another way to say the same as a block; a separator belongs to one kind of naming. */
function saysOtherwise(written: DecodedBody, key: string): boolean {
  if (key === 'groups') return written['groupsFilter'] !== undefined
  if (key === 'groupsFilter') return written['groups'] !== undefined
  return key === 'separator' && written['naming'] !== undefined && written['naming'] !== 'prefix'
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The places of an argument, or of a whole block, are the flow's places too. */
function inherit(
  key: string,
  { path, origins }: { readonly path: string; readonly origins: OriginNotes },
): void {
  const from = `${root}.${key}`
  const inherited: [string, Origin][] = []
  for (const [place, origin] of origins) {
    if (place !== from && !place.startsWith(`${from}.`)) continue
    inherited.push([`${path}.${key}${place.slice(from.length)}`, { ...origin, isDefault: true }])
  }
  for (const [place, origin] of inherited) origins.set(place, origin)
}
