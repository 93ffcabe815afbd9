// Named filters: `topics "business" { }` and `groups "billing" { }`. Each is read once, however many flows use it,
// so that a mistake in it is told once.

import type { Block } from '../../hcl/ast.ts'
import type { WrittenFilter } from '../complete-flow.ts'
import { groupsShape, topicsShape } from './block-shapes.ts'
import { type DecodedBody, decodeBody, type Place } from './decode-body.ts'

export type Surface = Pick<Place, 'scope' | 'sources' | 'origins'>

/** The filters of one kind by name. */
export function decodeFilters(
  kind: 'topics' | 'groups',
  blocks: ReadonlyMap<string, Block>,
  surface: Surface,
): ReadonlyMap<string, WrittenFilter> {
  const shape = kind === 'topics' ? topicsShape : groupsShape
  return new Map(
    [...blocks].map(([name, { body, headerRange }]) => {
      const title = `${kind} "${name}"`
      const path = `${kind}.${name}`
      surface.origins.set(path, { name: kind, range: headerRange })
      const scope = { ...surface.scope, context: title }
      const place = { ...surface, path, title, noun: `a filter of ${kind}`, header: headerRange, scope }
      return [name, asFilter(decodeBody(body, shape, place))]
    }),
  )
}

/** The shape table guarantees the types: only patterns and a bool are read. */
export function asFilter(decoded: DecodedBody): WrittenFilter {
  return decoded as WrittenFilter
}
