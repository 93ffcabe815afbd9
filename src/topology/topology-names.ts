// What the topology is called, and what it was called before: `name` and `formerly` in its `strait` block. Topologies
// that share a cluster are told apart by it. Files that make several topologies may take it from a variable.

import type { Block, Expression } from '../hcl/ast.ts'
import { evaluate } from '../hcl/evaluate.ts'
import type { Scope } from '../hcl/scope.ts'
import { isPoison } from '../hcl/value.ts'
import { elementSite, listOf, text } from './decode/readers.ts'
import type { BlockShape, Reader, Site } from './decode/shape.ts'
import { quoted } from './describe-value.ts'
import { reportIn } from './finding.ts'
import type { Topology } from './model.ts'
import type { OriginNotes } from './origins.ts'
import { nameCharacters } from './rules/name-characters.ts'
import type { Sources } from './sources.ts'

const topologyName: Reader = (value, site) => {
  const name = text(value, site)
  if (typeof name !== 'string') return undefined
  const finding = nameCharacters('topology', name, site.expression.range)
  if (finding === undefined) return name
  reportIn(site.scope, finding)
  return undefined
}

export const namesShape: BlockShape = {
  attributes: {
    name: { key: 'name', read: topologyName },
    formerly: { key: 'formerly', read: listOf(['a', 'name', 'names'], topologyName) },
  },
  blocks: {},
}

interface Place {
  readonly scope: Scope
  readonly sources: Sources
  readonly origins: OriginNotes
}

/** Reports what cannot be a name, and former names that say nothing; what is not written is absent. */
export function readTopologyNames({ body }: Block, place: Place): Pick<Topology, 'name' | 'formerly'> {
  const scope = { ...place.scope, context: 'strait' }
  const sites = new Map<string, Site>()
  const read = Object.entries(namesShape.attributes).flatMap(([name, shape]) => {
    const expression = body.attributes.get(name)?.value
    if (expression === undefined) return []
    const site = { ...place, scope, name, expression, path: `strait.${shape.key}` }
    place.origins.set(site.path, { name, range: expression.range, expression })
    sites.set(shape.key, site)
    const value = evaluate(expression, scope)
    const result = isPoison(value) || value === null ? undefined : shape.read(value, site)
    return result === undefined ? [] : [[shape.key, result] as const]
  })
  const names: Pick<Topology, 'name' | 'formerly'> = Object.fromEntries(read)
  const { name, formerly = [] } = names
  const site = sites.get('formerly')
  const useless = formerly.findIndex((former, index) => former === name || formerly.indexOf(former) < index)
  if (site === undefined || useless === -1) return names
  reportIn(scope, uselessName(elementSite(site, useless).expression, formerly[useless] ?? '', name))
  return { ...(name === undefined ? {} : { name }) }
}

function uselessName({ range }: Expression, former: string, name: string | undefined) {
  return {
    code: 'ST154',
    summary:
      former === name
        ? `${quoted(former)} is the name of this topology`
        : `${quoted(former)} stands here twice`,
    detail:
      '"formerly" lists the names that the topology had before: what bears one of them is taken over. Remove this one.',
    subject: range,
  } as const
}
