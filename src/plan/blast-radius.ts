// Whom a change reaches: the consumer groups and principals that use what it touches, and the flows that carry it
// on, hop after hop. Live names and ACLs as they are; what nobody may read is not in it.

import type { Acl } from '../kafka/cluster.ts'
import type { ClusterSnapshot } from '../live/snapshot.ts'
import { topicSelector } from '../mirror/selection.ts'
import { byText } from './canonical.ts'
import type { BlastRadius, ResourceChange } from './resource-change.ts'
import type { Outlook } from './routes.ts'
import { clusterIn, isSameCluster, type PlanView } from './view.ts'

/** A topic on a cluster, by either of the names that the cluster may have. */
interface Place {
  readonly cluster: ClusterSnapshot
  readonly topic: string
}

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

function touchedTopics(row: ResourceChange, { view, routes }: Outlook): Place[] {
  const cluster = clusterIn(view.snapshot, row.cluster)
  switch (row.type) {
    case 'topic':
    case 'topic_config':
      return [{ cluster, topic: row.name }]
    case 'flow': {
      const before = row.change.before
      const source = before === null ? undefined : view.snapshot.clusters.get(before.source)
      const was = view.snapshot.clusters.get(row.previous_cluster ?? row.cluster)
      const select = before === null ? undefined : topicSelector(before)
      const copied = [...(source?.topics.keys() ?? [])].flatMap((name) => {
        const verdict = select?.(name)
        return verdict?.replicated && was !== undefined ? [{ cluster: was, topic: verdict.remoteTopic }] : []
      })
      const copies = routes.filter(({ flow }) => flow.spec.name === row.name)
      return [...copied, ...copies.map(({ flow, after }) => ({ cluster: flow.target, topic: after.name }))]
    }
    case 'acl': {
      const acl = row.change.after ?? row.change.before
      if (acl === null || acl.resourceType !== 'topic') return []
      return [...cluster.topics.keys()]
        .filter((name) => covers(acl, name))
        .map((topic): Place => ({ cluster, topic }))
    }
    case 'group_offset':
    case 'internal_topic':
      return []
  }
}

/** The topics themselves and every copy of them, with the flows that make the copies. */
function carriedOn(own: readonly Place[], { flows }: PlanView) {
  const found = new Map<string, Place>()
  const passed = new Set<string>()
  const open = [...own]
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { cluster, topic } = place
    const key = JSON.stringify([cluster.description.clusterId, topic])
    if (found.has(key)) continue
    found.set(key, place)
    for (const { spec, source, target, selectTopic } of flows) {
      if (!isSameCluster(source, cluster)) continue
      const { replicated, remoteTopic } = selectTopic(topic)
      if (!replicated) continue
      passed.add(spec.name)
      open.push({ cluster: target, topic: remoteTopic })
    }
  }
  return { places: [...found.values()], flows: passed }
}

/** A group that moves is carried on by the flows that take it further. */
function groupReach(groupId: string, on: string, { flows, snapshot }: PlanView) {
  const reached: ClusterSnapshot[] = [clusterIn(snapshot, on)]
  const passed = new Set<string>()
  for (const cluster of reached) {
    for (const { spec, source, target, selectGroup } of flows) {
      if (!spec.offsets.sync || !isSameCluster(source, cluster) || !selectGroup(groupId).selected) continue
      passed.add(spec.name)
      if (!reached.some((one) => isSameCluster(one, target))) reached.push(target)
    }
  }
  const principals = reached.flatMap((cluster) => principalsOn(cluster, { type: 'group', name: groupId }))
  return { principals, flows: passed }
}

function principalsOn(
  { acls = [] }: ClusterSnapshot,
  { type, name }: { readonly type: Acl['resourceType']; readonly name: string },
): string[] {
  return acls.flatMap((acl) =>
    acl.resourceType === type && acl.permission === 'allow' && covers(acl, name) ? [acl.principal] : [],
  )
}

function aclPrincipals(row: ResourceChange): string[] {
  const acl = row.type === 'acl' ? (row.change.after ?? row.change.before) : null
  return acl === null ? [] : [acl.principal]
}

function covers(
  { patternType, resourceName }: Pick<Acl, 'patternType' | 'resourceName'>,
  name: string,
): boolean {
  if (patternType === 'prefixed') return name.startsWith(resourceName)
  return resourceName === '*' || resourceName === name
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort(byText)
}
