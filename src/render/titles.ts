// What clusters and flows are called before people. In topics and records a repeated one, or one of a module, goes by a
// plain name that nobody wrote (`region-eu--local`); its address is what stands in the files.

import type { Topology } from '../topology/model.ts'

/** The address where it says more than the name. Of a configuration that is safe already. */
export function titleOf(
  kind: 'cluster' | 'flow',
  name: string,
  { addresses = {} }: Pick<Topology, 'addresses'>,
): string {
  const path = `${kind}.${name}`
  return (Object.hasOwn(addresses, path) ? addresses[path] : undefined) ?? name
}
