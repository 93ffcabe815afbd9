// Which of the flows that are applied on a target this agent runs: those of its own topology. Of others it runs what
// its files declare all the same, between the same clusters: so nothing stands still while a topology is given a name,
// whether its agents or its apply come first.

import { claimOn, topologyTitle } from '../mirror/claims.ts'
import type { FlowEntry } from '../mirror/control.ts'
import type { Topology } from '../topology/model.ts'

export function isRunHere(
  { name, topology: bears, spec }: FlowEntry,
  topology: Pick<Topology, 'name' | 'formerly' | 'flows'>,
): boolean {
  if (claimOn(bears, topology) === 'own') return true
  const declared = Object.hasOwn(topology.flows, name) ? topology.flows[name] : undefined
  return declared !== undefined && declared.source === spec.source && declared.target === spec.target
}

/** By whose they are; what a renamed flow left is nobody's. Another topology may call the target by another name. */
export function divided(
  flows: readonly FlowEntry[],
  target: string,
  topology: Parameters<typeof isRunHere>[1],
): { readonly here: FlowEntry[]; readonly others: FlowEntry[] } {
  const present = flows.filter(({ movedTo }) => movedTo === undefined)
  return {
    here: present.filter((entry) => entry.spec.target === target && isRunHere(entry, topology)),
    others: present.filter((entry) => !isRunHere(entry, topology)),
  }
}

/** What is left to others, in one line; empty where nothing is. */
export function leftToOthers(flows: readonly FlowEntry[]): string {
  const running = flows.filter(({ state }) => state !== 'stopped')
  return [...Map.groupBy(running, ({ topology }) => topology)]
    .map(
      ([topology, own]) => `${own.map(({ name }) => `"${name}"`).join(', ')} of ${topologyTitle(topology)}`,
    )
    .join('; ')
}
