// What other topologies have on the clusters of this one, by whose it is: left alone, and shown, so that a reader sees
// with whom the cluster is shared.

import { byText } from './canonical.ts'
import { foreignAddress } from './conflicts.ts'
import { thingsOfOthers } from './fates.ts'
import type { ManagedThing } from './managed-things.ts'
import type { ForeignTopology } from './plan-file.ts'
import type { Outlook } from './routes.ts'

/** By name of the cluster, those without any left out; then by name of the topology. */
export function foreignTopologies(outlook: Outlook): Map<string, ForeignTopology[]> {
  const things = thingsOfOthers(outlook)
  const flows = outlook.view.others.filter(({ entry }) => entry.state !== 'stopped')
  const clusters = [
    ...new Set([...flows.map(({ target }) => target.name), ...things.map(({ cluster }) => cluster.name)]),
  ]
  return new Map(
    clusters.map((cluster) => {
      const flowsHere = flows.filter(({ target }) => target.name === cluster)
      const thingsHere = things.filter((thing) => thing.cluster.name === cluster)
      const names = new Set([
        ...flowsHere.map(({ entry }) => entry.topology),
        ...thingsHere.map(({ topology }) => topology),
      ])
      const topologies = [...names]
        .sort((one, other) => byText(one ?? '', other ?? ''))
        .map((name): ForeignTopology => {
          const own = thingsHere.filter(({ topology }) => topology === name)
          const count = (...types: readonly ManagedThing['type'][]): number =>
            own.filter(({ type }) => types.includes(type)).length
          return {
            name: name ?? null,
            flows: flowsHere
              .filter(({ entry }) => entry.topology === name)
              .map(({ entry }) => foreignAddress(entry))
              .sort(byText),
            topics: count('topic', 'internal_topic'),
            acls: count('acl'),
            groups: count('group_offset'),
          }
        })
      return [cluster, topologies]
    }),
  )
}
