// The blocks of `strait { }`, each read where its rule stands: guards here, defaults there.

import type { Block } from '../../hcl/ast.ts'
import { type DecodedBody, decodeBody, type Place } from './decode-body.ts'
import type { BlockShape } from './shape.ts'

export type StraitPlace = Pick<Place, 'scope' | 'sources' | 'origins'>

/** Those blocks that `shape` knows; all else in `strait`, attributes too, is for others to read. */
export function decodeStrait(
  { body, headerRange }: Block,
  shape: BlockShape,
  place: StraitPlace,
): { readonly written: DecodedBody; readonly scope: Place['scope'] } {
  const scope = { ...place.scope, context: 'strait' }
  const blocks = body.blocks.filter(({ type }) => Object.hasOwn(shape.blocks, type))
  const written = decodeBody({ ...body, attributes: new Map(), blocks }, shape, {
    ...place,
    scope,
    path: 'strait',
    title: '"strait"',
    noun: '"strait"',
    header: headerRange,
  })
  return { written, scope }
}
