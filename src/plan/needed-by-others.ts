// What flows beside the plan need of a cluster: those of other topologies that share it, and those that a guard holds.
// Their remote topics, the internal topics that they find their way by, the ACLs that they bring: none of it may go,
// whoever made it.

import type { ClusterSnapshot } from '../live/snapshot.ts'
import { remoteAcl } from '../mirror/acl-sync.ts'
import type { FlowEntry } from '../mirror/control.ts'
import { upstreamTopic } from '../mirror/naming.ts'
import { ownTopics } from '../mirror/own-topics.ts'
import { type TopicVerdict, topicSelector } from '../mirror/selection.ts'
import { describeAcl } from './address.ts'
import { type ForeignFlow, sourceOf } from './applied-flows.ts'
import type { ManagedThing } from './managed-things.ts'
import { clusterIn, isSameCluster, type PlanView } from './view.ts'

/** Those that run or are paused: a stopped one needs nothing. */
export function foreignFlows({ others }: Pick<PlanView, 'others'>): ForeignFlow[] {
  return others.filter(({ entry }) => entry.state !== 'stopped')
}

/** Flows that go on whatever the plan says: those of other topologies, and this one's that a guard holds. */
export function flowsBeside(view: Pick<PlanView, 'others' | 'held' | 'snapshot'>): ForeignFlow[] {
  const { held, snapshot } = view
  return [
    ...foreignFlows(view),
    ...held.map(({ cluster, entry }) => ({
      entry,
      target: clusterIn(snapshot, cluster),
      source: sourceOf(entry, snapshot),
    })),
  ]
}

/** Whether one of them needs the thing. */
export function isNeededBeside(
  thing: Pick<ManagedThing, 'type' | 'name' | 'cluster'>,
  view: Pick<PlanView, 'others' | 'held' | 'snapshot'>,
): boolean {
  return flowsBeside(view).some((flow) => needs(flow, thing))
}

/** A flow of another topology that needs the thing; undefined where none does. */
export function neededByOther(
  thing: Pick<ManagedThing, 'type' | 'name' | 'cluster'>,
  view: Pick<PlanView, 'others'>,
): ForeignFlow | undefined {
  return foreignFlows(view).find((flow) => needs(flow, thing))
}

function needs(
  flow: ForeignFlow,
  { type, name, cluster }: Pick<ManagedThing, 'type' | 'name' | 'cluster'>,
): boolean {
  switch (type) {
    case 'topic':
      return isSameCluster(flow.target, cluster) && writesTopic(flow, name)
    case 'internal_topic':
      return ownTopics(flow.entry.spec).some(
        ({ on, topic }) => topic === name && flow[on] !== undefined && isSameCluster(flow[on], cluster),
      )
    case 'acl':
      return isSameCluster(flow.target, cluster) && bringsAcl(flow, name, cluster)
    case 'group_offset':
      return false
  }
}

/** By its filter and naming; where its source is at hand, only what is there. */
export function writesTopic({ entry, source }: ForeignFlow, remote: string): boolean {
  const upstream = upstreamTopic(entry.spec, remote)
  if (upstream === undefined) return false
  const { replicated, remoteTopic } = selectorOf(entry)(upstream)
  return replicated && remoteTopic === remote && (source === undefined || source.topics.has(upstream))
}

function bringsAcl({ entry, source }: ForeignFlow, name: string, target: ClusterSnapshot): boolean {
  if (!entry.spec.acls.sync) return false
  if (source?.acls !== undefined) {
    return source.acls.some((acl) => {
      const remote = remoteAcl(acl, selectorOf(entry))
      return remote !== undefined && describeAcl(remote) === name
    })
  }
  const acl = target.acls?.find((one) => describeAcl(one) === name)
  const upstream = acl?.resourceType === 'topic' ? upstreamTopic(entry.spec, acl.resourceName) : undefined
  return upstream !== undefined && selectorOf(entry)(upstream).replicated
}

const selectors = new WeakMap<FlowEntry, (topic: string) => TopicVerdict>()

/** Compiled once: it is asked by the thousand. */
function selectorOf(entry: FlowEntry): (topic: string) => TopicVerdict {
  const known = selectors.get(entry) ?? topicSelector(entry.spec)
  selectors.set(entry, known)
  return known
}
