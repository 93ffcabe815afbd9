// Whom a change reaches: the consumer groups and principals that use what it touches, and the flows that carry it
// on, hop after hop. Live names and ACLs as they are; what nobody may read is not in it.

import type { Acl } from '../kafka/cluster.ts'
import type { ClusterSnapshot } from '../live/snapshot.ts'
import { likelyTopics } from '../mirror/name-index.ts'
import { mayBeHeartbeats } from '../mirror/naming.ts'
import { patternIndex } from '../mirror/pattern-index.ts'
import { topicSelector } from '../mirror/selection.ts'
import { oncePer } from '../std/once-per.ts'
import { byText } from './canonical.ts'
import { topicNames } from './live-names.ts'
import type { BlastRadius, ResourceChange } from './resource-change.ts'
import type { Outlook } from './routes.ts'
import { clusterIn, isSameCluster, type PlanView } from './view.ts'

/** A topic on a cluster, by either of the names that the cluster may have. */
interface Place {
  readonly cluster: ClusterSnapshot
  readonly topic: string
}

/** The flows that carry on what is on a cluster, by what their patterns may match. */
const carriersFrom = oncePer(
  ({ flows }: PlanView) =>
    new Map(
      [...Map.groupBy(flows, ({ source }) => source.description.clusterId)].map(([id, all]) => {
        const byTopic = patternIndex(all, ({ spec }) => spec.topics.include)
        return [
          id,
          {
            // Heartbeats are copied whatever the patterns say.
            ofTopic: (topic: string) => (mayBeHeartbeats(topic) ? all : byTopic(topic)),
            ofGroup: patternIndex(
              all.filter(({ spec }) => spec.offsets.sync),
              ({ spec }) => spec.groups.include,
            ),
          },
        ]
      }),
    ),
)

export function blastRadiusOf(row: ResourceChange, outlook: Outlook): BlastRadius {
  const { view } = outlook
  const own = touchedTopics(row, outlook)
  const { places, flows } = carriedOn(own, view)
  const ofGroup = row.type === 'group_offset' ? groupReach(row.name, row.cluster, view) : undefined
  const onTopics = places.flatMap(({ cluster, topic }) =>
    principalsOn(cluster, { type: 'topic', name: topic }),
  )
  return {
    groups: unique([
      ...places.flatMap(({ cluster, topic }) => view.groupsOn(cluster, topic)),
      ...(ofGroup === undefined ? [] : [row.name]),
    ]),
    principals: unique([...onTopics, ...(ofGroup?.principals ?? []), ...aclPrincipals(row)]),
    flows: unique([...flows, ...(ofGroup?.flows ?? [])]),
  }
}

function touchedTopics(row: ResourceChange, outlook: Outlook): Place[] {
  const { view } = outlook
  const cluster = clusterIn(view.snapshot, row.cluster)
  switch (row.type) {
    case 'topic':
    case 'topic_config':
      return [{ cluster, topic: row.name }]
    case 'flow': {
      const before = row.change.before
      const source = before === null ? undefined : view.snapshot.clusters.get(before.source)
      const was = view.snapshot.clusters.get(row.previous_cluster ?? row.cluster)
      const copied =
        before === null || source === undefined || was === undefined
          ? []
          : likelyTopics(topicNames(source), before.topics.include)
              .map(topicSelector(before))
              .flatMap(({ replicated, remoteTopic: topic }) => (replicated ? [{ cluster: was, topic }] : []))
      const copies = routesByName(outlook).get(row.name) ?? []
      return [...copied, ...copies.map(({ flow, after }) => ({ cluster: flow.target, topic: after.name }))]
    }
    case 'acl': {
      const acl = row.change.after ?? row.change.before
      if (acl === null || acl.resourceType !== 'topic') return []
      return coveredTopics(acl, cluster).map((topic): Place => ({ cluster, topic }))
    }
    case 'group_offset':
    case 'internal_topic':
      return []
  }
}

const routesByName = oncePer(({ routes }: Outlook) => Map.groupBy(routes, ({ flow }) => flow.spec.name))

function coveredTopics({ patternType, resourceName }: Acl, cluster: ClusterSnapshot): readonly string[] {
  const { names, has } = topicNames(cluster)
  if (patternType === 'prefixed') return names.filter((name) => name.startsWith(resourceName))
  return resourceName === '*' ? names : has(resourceName) ? [resourceName] : []
}

/** The topics themselves and every copy of them, with the flows that make the copies. */
function carriedOn(own: readonly Place[], view: PlanView) {
  const found = new Map<string, Place>()
  const passed = new Set<string>()
  const open = [...own]
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { cluster, topic } = place
    const key = JSON.stringify([cluster.description.clusterId, topic])
    if (found.has(key)) continue
    found.set(key, place)
    const carriers = carriersFrom(view).get(cluster.description.clusterId)?.ofTopic(topic) ?? []
    for (const { spec, target, selectTopic } of carriers) {
      const { replicated, remoteTopic } = selectTopic(topic)
      if (!replicated) continue
      passed.add(spec.name)
      open.push({ cluster: target, topic: remoteTopic })
    }
  }
  return { places: [...found.values()], flows: passed }
}

/** A group that moves is carried on by the flows that take it further. */
function groupReach(groupId: string, on: string, view: PlanView) {
  const reached: ClusterSnapshot[] = [clusterIn(view.snapshot, on)]
  const passed = new Set<string>()
  for (const cluster of reached) {
    const carriers = carriersFrom(view).get(cluster.description.clusterId)?.ofGroup(groupId) ?? []
    for (const { spec, target, selectGroup } of carriers) {
      if (!selectGroup(groupId).selected) continue
      passed.add(spec.name)
      if (!reached.some((one) => isSameCluster(one, target))) reached.push(target)
    }
  }
  const principals = reached.flatMap((cluster) => principalsOn(cluster, { type: 'group', name: groupId }))
  return { principals, flows: passed }
}

function principalsOn(
  cluster: ClusterSnapshot,
  { type, name }: { readonly type: Acl['resourceType']; readonly name: string },
): string[] {
  const { literal, others } = allowing(cluster)
  const covering = others.filter(
    ({ resourceType, patternType, resourceName }) =>
      resourceType === type && (patternType !== 'prefixed' || name.startsWith(resourceName)),
  )
  return [...(literal.get(`${type} ${name}`) ?? []), ...covering].map(({ principal }) => principal)
}

/** ACLs that let somebody in: those of one name, by that, and those of many. */
const allowing = oncePer(({ acls = [] }: ClusterSnapshot) => {
  const isOfMany = ({ patternType, resourceName }: Acl): boolean =>
    patternType === 'prefixed' || resourceName === '*'
  const all = acls.filter(({ permission }) => permission === 'allow')
  return {
    literal: Map.groupBy(
      all.filter((acl) => !isOfMany(acl)),
      ({ resourceType, resourceName }) => `${resourceType} ${resourceName}`,
    ),
    others: all.filter(isOfMany),
  }
})

function aclPrincipals(row: ResourceChange): string[] {
  const acl = row.type === 'acl' ? (row.change.after ?? row.change.before) : null
  return acl === null ? [] : [acl.principal]
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort(byText)
}
