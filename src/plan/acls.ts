// ACLs that a cluster lacks: those that `acl` blocks declare, then those that flows bring to their targets.

import type { Acl } from '../kafka/cluster.ts'
import type { ClusterSnapshot } from '../live/snapshot.ts'
import { remoteAcl } from '../mirror/acl-sync.ts'
import { likelyTopics, type NameIndex, nameIndex } from '../mirror/name-index.ts'
import { listAt } from '../std/list-at.ts'
import { oncePer } from '../std/once-per.ts'
import { aclAddress, describeAcl } from './address.ts'
import { alongChains } from './along-chains.ts'
import { byText } from './canonical.ts'
import { declaredAcls, diffDeclaredAcls } from './declared-acls.ts'
import { aclKey, hasAcl } from './live-acls.ts'
import type { ChangeOf } from './resource-change.ts'
import { type FlowView, identityFields, type PlanView } from './view.ts'

export function diffAcls(view: PlanView): ChangeOf<'acl'>[] {
  const declared = diffDeclaredAcls(view)
  const planned = new Set(
    declaredAcls(view).map(({ cluster, acl }) =>
      JSON.stringify([cluster.description.clusterId, aclKey(acl)]),
    ),
  )
  const brought = foreseeAcls(view).flatMap(({ flow, acls }) =>
    acls
      .filter((acl) => {
        const place = JSON.stringify([flow.target.description.clusterId, aclKey(acl)])
        const isNew = !hasAcl(flow.target, acl) && !planned.has(place)
        planned.add(place)
        return isNew
      })
      .map((acl) => aclRow(flow, acl)),
  )
  return [...declared, ...brought]
}

export interface WantedAcls {
  readonly flow: FlowView
  /** The ACLs of the source's topics as they are to stand on the target; none where either has no authorizer. */
  readonly acls: readonly Acl[]
}

/** By flow. An ACL that a block declares is there for the flows, and along a chain what one of them brings. */
export const foreseeAcls = oncePer((view: PlanView): readonly WantedAcls[] => {
  const world = new Map<string, TopicAcls>()
  const on = (cluster: ClusterSnapshot): TopicAcls => {
    const known = world.get(cluster.description.clusterId) ?? noAcls()
    world.set(cluster.description.clusterId, known)
    return known
  }
  for (const cluster of view.snapshot.clusters.values()) join(on(cluster), cluster.acls ?? [])
  for (const { cluster, acl } of declaredAcls(view)) join(on(cluster), [acl])
  return alongChains(view.flows, {
    find: (flow) => wantedAcls(flow, on(flow.source)),
    settle: (flow, acls) => join(on(flow.target), acls),
  }).map(({ flow, brought }) => ({ flow, acls: brought }))
})

/** Those of single topics: no others travel. */
interface TopicAcls {
  readonly keys: Set<string>
  readonly byTopic: Map<string, Acl[]>
  /** Of the topics; undefined once one has joined. */
  index: NameIndex | undefined
}

function noAcls(): TopicAcls {
  return { keys: new Set(), byTopic: new Map(), index: undefined }
}

/** False where all of them are there already. */
function join(known: TopicAcls, acls: readonly Acl[]): boolean {
  const added = acls.filter((acl) => acl.resourceType === 'topic' && !known.keys.has(aclKey(acl)))
  for (const acl of added) {
    if (!known.byTopic.has(acl.resourceName)) known.index = undefined
    known.keys.add(aclKey(acl))
    listAt(known.byTopic, acl.resourceName).push(acl)
  }
  return added.length > 0
}

function wantedAcls({ spec, source, target, selectTopic }: FlowView, known: TopicAcls): Acl[] {
  if (!spec.acls.sync || source.acls === undefined || target.acls === undefined) return []
  known.index ??= nameIndex(known.byTopic.keys())
  const found = likelyTopics(known.index, spec.topics.include).flatMap(
    (topic) => known.byTopic.get(topic) ?? [],
  )
  // Two ACLs of the source may come down to one: allow all is allow read over there.
  const wanted = new Map(
    found.flatMap((acl) => {
      const remote = remoteAcl(acl, selectTopic)
      return remote === undefined ? [] : [[aclKey(remote), remote] as const]
    }),
  )
  return [...wanted.values()].sort((one, other) => byText(describeAcl(one), describeAcl(other)))
}

function aclRow(flow: FlowView, acl: Acl): ChangeOf<'acl'> {
  return {
    address: aclAddress(flow.target.name, acl),
    type: 'acl',
    name: describeAcl(acl),
    cluster: flow.target.name,
    flow: flow.spec.name,
    ...identityFields(flow),
    change: { actions: ['create'], before: null, after: acl, after_unknown: {}, replace_paths: [] },
    action_reason: null,
    impact: { owner: 'source' },
    risk: { level: 'none', reasons: [] },
  }
}
