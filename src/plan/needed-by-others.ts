// What flows beside the plan need of a cluster: those of other topologies that share it, and those that a guard holds.
// Their remote topics, the internal topics that they find their way by, the ACLs that they bring: none of it may go,
// whoever made it.

import type { ClusterSnapshot } from '../live/snapshot.ts'
import { remoteAcl } from '../mirror/acl-sync.ts'
import { upstreamTopic } from '../mirror/naming.ts'
import { ownTopics } from '../mirror/own-topics.ts'
import { oncePer } from '../std/once-per.ts'
import { describeAcl } from './address.ts'
import { type ForeignFlow, sourceOf } from './applied-flows.ts'
import { aclNamed } from './live-acls.ts'
import type { ManagedThing } from './managed-things.ts'
import { clusterIn, isSameCluster, type PlanView } from './view.ts'
import { selectorOf, writerOf } from './writers.ts'

/** Those that run or are paused: a stopped one needs nothing. */
export const foreignFlows = oncePer(({ others }: Pick<PlanView, 'others'>): readonly ForeignFlow[] =>
  others.filter(({ entry }) => entry.state !== 'stopped'),
)

/** Flows that go on whatever the plan says: those of other topologies, and this one's that a guard holds. */
export const flowsBeside = oncePer(
  (view: Pick<PlanView, 'others' | 'held' | 'snapshot'>): readonly ForeignFlow[] => [
    ...foreignFlows(view),
    ...view.held.map(({ cluster, entry }) => ({
      entry,
      target: clusterIn(view.snapshot, cluster),
      source: sourceOf(entry, view.snapshot),
    })),
  ],
)

/** Whether one of them needs the thing. */
export function isNeededBeside(
  thing: Pick<ManagedThing, 'type' | 'name' | 'cluster'>,
  view: Pick<PlanView, 'others' | 'held' | 'snapshot'>,
): boolean {
  return neededBy(flowsBeside(view), thing) !== undefined
}

/** A flow of another topology that needs the thing; undefined where none does. */
export function neededByOther(
  thing: Pick<ManagedThing, 'type' | 'name' | 'cluster'>,
  view: Pick<PlanView, 'others'>,
): ForeignFlow | undefined {
  return neededBy(foreignFlows(view), thing)
}

function neededBy(
  flows: readonly ForeignFlow[],
  { type, name, cluster }: Pick<ManagedThing, 'type' | 'name' | 'cluster'>,
): ForeignFlow | undefined {
  switch (type) {
    case 'topic':
      return writerOf(flows, cluster, name)
    case 'internal_topic':
      return flows.find((flow) =>
        ownTopics(flow.entry.spec).some(
          ({ on, topic }) => topic === name && flow[on] !== undefined && isSameCluster(flow[on], cluster),
        ),
      )
    case 'acl':
      return flows.find((flow) => isSameCluster(flow.target, cluster) && bringsAcl(flow, name, cluster))
    case 'group_offset':
      return undefined
  }
}

function bringsAcl(flow: ForeignFlow, name: string, target: ClusterSnapshot): boolean {
  const { entry, source } = flow
  if (!entry.spec.acls.sync) return false
  if (source?.acls !== undefined) return broughtAcls(flow).has(name)
  const acl = aclNamed(target, name)
  const upstream = acl?.resourceType === 'topic' ? upstreamTopic(entry.spec, acl.resourceName) : undefined
  return upstream !== undefined && selectorOf(entry)(upstream).replicated
}

/** Of a flow whose source is at hand. */
const broughtAcls = oncePer(({ entry, source }: ForeignFlow) => {
  const remote = (source?.acls ?? []).flatMap((acl) => remoteAcl(acl, selectorOf(entry)) ?? [])
  return new Set(remote.map(describeAcl))
})
