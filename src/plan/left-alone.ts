// What stands on a target beside what flows bring there, counted: configs of remote topics that the source does not
// decide, ACLs and groups of others. Nothing of it is ever touched.

import { agentsProtocol } from '../mirror/control.ts'
import { likelyNames } from '../mirror/name-index.ts'
import { foreseeAcls } from './acls.ts'
import { describeAcl } from './address.ts'
import { byText } from './canonical.ts'
import { ownedConfigs } from './config-owners.ts'
import { declaredAcls } from './declared-acls.ts'
import { thingsOfOthers } from './fates.ts'
import { foreignTopologies } from './foreign-topologies.ts'
import { aclKey } from './live-acls.ts'
import { groupNames } from './live-names.ts'
import type { ManagedThing } from './managed-things.ts'
import type { Plan } from './plan-file.ts'
import type { Outlook } from './routes.ts'
import { clusterIn, type FlowView } from './view.ts'

export type LeftAlone = Plan['summary']['left_alone']

/** By name of the target; targets with nothing of the kind are left out. */
export function leftAlone(outlook: Outlook): LeftAlone {
  const { view, routes } = outlook
  const others = foreignTopologies(outlook)
  const theirs = new Set(thingsOfOthers(outlook).map(placeOf))
  const wanted = foreseeAcls(view)
  const sharing = [...others.keys()].map((name) => clusterIn(view.snapshot, name))
  const targets = [...new Set([...view.flows.map(({ target }) => target), ...sharing])].sort((a, b) =>
    byText(a.name, b.name),
  )
  return Object.fromEntries(
    targets.flatMap((target) => {
      const flows = view.flows.filter((flow) => flow.target === target)
      const ours = new Set([
        ...wanted.filter(({ flow }) => flow.target === target).flatMap(({ acls }) => acls.map(aclKey)),
        ...declaredAcls(view).flatMap(({ cluster, acl }) => (cluster === target ? [aclKey(acl)] : [])),
      ])
      const followed = new Set(flows.flatMap(followedGroups))
      const isTheirs = (type: 'acl' | 'group_offset', name: string): boolean =>
        theirs.has(placeOf({ type, name, cluster: target }))
      const isTarget = flows.length > 0
      const counts = {
        config_keys: routes
          .filter(({ flow, before }) => flow.target === target && before !== undefined)
          .flatMap((route) => Object.values(ownedConfigs(route)))
          .filter(({ owner }) => owner !== 'source').length,
        acls: !isTarget
          ? 0
          : (target.acls ?? []).filter((acl) => !ours.has(aclKey(acl)) && !isTheirs('acl', describeAcl(acl)))
              .length,
        groups: !isTarget
          ? 0
          : [...target.groups.values()].filter(
              ({ groupId, protocolType }) =>
                protocolType !== agentsProtocol &&
                !followed.has(groupId) &&
                !isTheirs('group_offset', groupId),
            ).length,
      }
      const topologies = others.get(target.name)
      if (topologies !== undefined) return [[target.name, { ...counts, topologies }]]
      return Object.values(counts).every((count) => count === 0) ? [] : [[target.name, counts]]
    }),
  )
}

function followedGroups({ spec, source, selectGroup }: FlowView): string[] {
  if (!spec.offsets.sync) return []
  return likelyNames(groupNames(source), spec.groups.include).filter((id) => selectGroup(id).selected)
}

function placeOf({ type, name, cluster }: Pick<ManagedThing, 'type' | 'name' | 'cluster'>): string {
  return JSON.stringify([cluster.description.clusterId, type, name])
}
