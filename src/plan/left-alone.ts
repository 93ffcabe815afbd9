// What stands on a target beside what flows bring there, counted: configs of remote topics that the source does not
// decide, ACLs and groups of others. Nothing of it is ever touched.

import { agentsProtocol } from '../mirror/control.ts'
import { foreseeAcls } from './acls.ts'
import { byText, canonicalJson } from './canonical.ts'
import { ownedConfigs } from './config-owners.ts'
import { declaredAcls } from './declared-acls.ts'
import type { Plan } from './plan-file.ts'
import type { Outlook } from './routes.ts'

export type LeftAlone = Plan['summary']['left_alone']

/** By name of the target; targets with nothing of the kind are left out. */
export function leftAlone({ view, routes }: Outlook): LeftAlone {
  const wanted = foreseeAcls(view)
  const targets = [...new Set(view.flows.map(({ target }) => target))].sort((a, b) => byText(a.name, b.name))
  return Object.fromEntries(
    targets.flatMap((target) => {
      const flows = view.flows.filter((flow) => flow.target === target)
      const ours = new Set([
        ...wanted.filter(({ flow }) => flow.target === target).flatMap(({ acls }) => acls.map(canonicalJson)),
        ...declaredAcls(view).flatMap(({ cluster, acl }) => (cluster === target ? [canonicalJson(acl)] : [])),
      ])
      const follows = (id: string): boolean =>
        flows.some(
          ({ spec, source, selectGroup }) =>
            spec.offsets.sync && source.groups.has(id) && selectGroup(id).selected,
        )
      const counts = {
        config_keys: routes
          .filter(({ flow, before }) => flow.target === target && before !== undefined)
          .flatMap((route) => Object.values(ownedConfigs(route)))
          .filter(({ owner }) => owner !== 'source').length,
        acls: (target.acls ?? []).filter((acl) => !ours.has(canonicalJson(acl))).length,
        groups: [...target.groups.values()].filter(
          ({ groupId, protocolType }) => protocolType !== agentsProtocol && !follows(groupId),
        ).length,
      }
      return Object.values(counts).every((count) => count === 0) ? [] : [[target.name, counts]]
    }),
  )
}
