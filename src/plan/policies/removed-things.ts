// A `removed` block that names a thing which a flow of the configuration goes on making: both cannot be meant.

import { wantedThings } from '../fates.ts'
import { atStart, flowTitle } from '../titles.ts'
import { errorFinding, reports } from './policy.ts'

export const removedThings = reports((outlook) => {
  const wanted = wantedThings(outlook)
  return (outlook.view.topology.removedThings ?? []).flatMap((thing, index) => {
    const cluster = outlook.view.snapshot.clusters.get(thing.cluster)
    const wantedBy = cluster && wanted.get(cluster, thing)
    if (wantedBy === undefined) return []
    const address = `${thing.type}.${thing.cluster}[${JSON.stringify(thing.name)}]`
    return [
      errorFinding('ST457', {
        cluster: thing.cluster,
        ...(wantedBy.flow === undefined ? {} : { flow: wantedBy.flow }),
        subjects: [address],
        path: `removed_thing.${index}`,
        detail: `${wantedBy.flow === undefined ? 'A flow' : atStart(flowTitle(wantedBy.flow, outlook.view.topology))} still makes it. Take it out of the flow’s filter, or remove the removed block.`,
      }),
    ]
  })
})
