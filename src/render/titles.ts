// What clusters and flows are called before people. In topics and records a repeated one, or one of a module, goes by a
// plain name that nobody wrote (`region-eu--local`); its address is what stands in the files.

import type { Plan } from '../plan/plan-file.ts'
import type { ResourceChange } from '../plan/resource-change.ts'
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

/** The title of a row's cluster, for prose: `on cluster.spoke["eu"]`, `on eu`. */
export function clusterOf({ cluster }: Pick<ResourceChange, 'cluster'>, { configuration }: Plan): string {
  return titleOf('cluster', cluster, configuration)
}

/** Of its flow: `flow.spoke["eu"]`, `flow us-to-eu`. */
export function flowOf({ flow }: Pick<ResourceChange, 'flow'>, { configuration }: Plan): string {
  const title = titleOf('flow', flow ?? '', configuration)
  return title === flow || flow === null ? `flow ${title}` : title
}
