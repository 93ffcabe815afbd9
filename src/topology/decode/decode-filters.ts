// Named filters: `topics "business" { }` and `groups "billing" { }`. Each is read once, however many flows use it,
// so that a mistake in it is told once.

import type { WrittenFilter } from '../complete-flow.ts'
import { reportIn } from '../finding.ts'
import { soleInstance } from '../instances.ts'
import type { OpenModule } from '../modules/open-module.ts'
import { duplicateName } from '../rules/duplicate-name.ts'
import { scopeOf } from '../scope.ts'
import { groupsShape, topicsShape } from './block-shapes.ts'
import { type DecodedBody, decodeBody, type Place } from './decode-body.ts'

export type Surface = Pick<Place, 'scope' | 'sources' | 'origins'>

/** The filters of one kind by plain name, those of every module. */
export function decodeFilters(
  kind: 'topics' | 'groups',
  modules: readonly OpenModule[],
  surface: Omit<Surface, 'scope'>,
): ReadonlyMap<string, WrittenFilter> {
  const shape = kind === 'topics' ? topicsShape : groupsShape
  const filters = new Map<string, WrittenFilter>()
  for (const { place, declarations, literalScope, names } of modules) {
    for (const [label, block] of declarations.named[kind]) {
      const { body, headerRange } = block
      const title = `${kind} "${label}"`
      const { name } = soleInstance(block, { name: label, place })
      const path = `${kind}.${name}`
      const scope = scopeOf({ ...literalScope, namespaces: names.namespaces, context: title })
      const first = surface.origins.get(path)
      if (first !== undefined) {
        reportIn(scope, duplicateName({ noun: 'Filter', name, range: headerRange }, first.range))
        continue
      }
      surface.origins.set(path, { name: kind, range: headerRange })
      const context = { ...surface, path, title, noun: `a filter of ${kind}`, header: headerRange, scope }
      filters.set(name, asFilter(decodeBody(body, shape, context)))
    }
  }
  return filters
}

/** The shape table guarantees the types: only patterns and a bool are read. */
export function asFilter(decoded: DecodedBody): WrittenFilter {
  return decoded as WrittenFilter
}
