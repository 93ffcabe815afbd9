// Whose an entry of a control topic is. Topologies that share a cluster write their names into what they write there;
// what bears no name belongs to the topologies that have none.

import type { Topology } from '../topology/model.ts'

/** What a topology goes by. */
export type TopologyNames = Pick<Topology, 'name' | 'formerly'>

/**
 * `own`: it bears the topology's name, or one that it had before · `unnamed`: it bears none, and the topology has one
 * · `foreign`: it bears another topology's.
 */
export type Claim = 'own' | 'unnamed' | 'foreign'

export function claimOn(bears: string | undefined, { name, formerly = [] }: TopologyNames): Claim {
  if (bears === name || (bears !== undefined && formerly.includes(bears))) return 'own'
  return bears === undefined ? 'unnamed' : 'foreign'
}

/** As in `it belongs to …`. */
export function topologyTitle(name: string | null | undefined): string {
  return name === undefined || name === null ? 'the topology without a name' : `topology "${name}"`
}
