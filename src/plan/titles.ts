// What clusters and flows are called before people. In topics and records a repeated one, or one of a module, goes by a
// plain name that nobody wrote (`region-eu--local`); its address is what stands in the files.

import type { FlowSpec, Topology } from '../topology/model.ts'

/** The address where it says more than the name. Of a configuration that is safe already. */
export function titleOf(
  kind: 'cluster' | 'flow',
  name: string,
  { addresses = {} }: Pick<Topology, 'addresses'>,
): string {
  const path = `${kind}.${name}`
  return (Object.hasOwn(addresses, path) ? addresses[path] : undefined) ?? name
}

/** As findings speak of them. */
export interface FlowTitles {
  /** `flow "us-to-eu"`, `module.region["eu"].flow.orders`. */
  readonly flow: string
  readonly source: string
  readonly target: string
}

export function flowTitles(
  { name, source, target }: Pick<FlowSpec, 'name' | 'source' | 'target'>,
  topology: Pick<Topology, 'addresses'>,
): FlowTitles {
  return {
    flow: flowTitle(name, topology),
    source: titleOf('cluster', source, topology),
    target: titleOf('cluster', target, topology),
  }
}

export function flowTitle(name: string, topology: Pick<Topology, 'addresses'>): string {
  const title = titleOf('flow', name, topology)
  return title === name ? `flow "${name}"` : title
}

/** With a capital where it is no address. */
export function atStart(title: string): string {
  return title.replace(/^flow "/, 'Flow "')
}
