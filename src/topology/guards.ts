// The guards of the whole topology in its `strait` block: what may be deleted at all, and how much one plan may
// let go of. Unlike required_version they may use variables.

import * as z from 'zod'
import type { Block } from '../hcl/ast.ts'
import { decodeStrait, type StraitPlace } from './decode/decode-strait.ts'
import { bool, number } from './decode/readers.ts'
import type { BlockShape } from './decode/shape.ts'
import { brakeDefaults } from './defaults.ts'
import { reportIn } from './finding.ts'
import { type Brake, brake, deletes, type Topology } from './model.ts'
import { validateFields } from './validate-fields.ts'

export const guardsShape: BlockShape = {
  attributes: {},
  blocks: {
    deletes: {
      key: 'deletes',
      shape: {
        attributes: {
          topics: { key: 'topics', read: bool },
          acls: { key: 'acls', read: bool },
          configs: { key: 'configs', read: bool },
          group_offsets: { key: 'groupOffsets', read: bool },
          internal_topics: { key: 'internalTopics', read: bool },
        },
        blocks: {},
      },
    },
    brake: {
      key: 'brake',
      shape: {
        attributes: {
          count: { key: 'count', read: number },
          percent: { key: 'percent', read: number },
        },
        blocks: {},
      },
    },
  },
}

export type Guards = Pick<Topology, 'deletes' | 'brake'>

const schema = z.strictObject({ deletes, brake })

/** Reads `deletes` and `brake`; what is not written is absent. */
export function readGuards(strait: Block, place: StraitPlace): Guards {
  const { written, scope } = decodeStrait(strait, guardsShape, place)
  const fields = {
    ...written,
    ...(written['brake'] === undefined
      ? {}
      : { brake: { ...brakeDefaults, ...(written['brake'] as Partial<Brake>) } }),
  }
  const { spec, findings } = validateFields(schema, fields, { origins: place.origins, path: 'strait' })
  for (const finding of findings) reportIn(scope, finding)
  return {
    ...(spec.deletes === undefined ? {} : { deletes: spec.deletes }),
    ...(spec.brake === undefined ? {} : { brake: spec.brake }),
  }
}
