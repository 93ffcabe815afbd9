// ACLs that the target lacks. Additive: nothing is ever removed there.

import type { Acl } from '../kafka/cluster.ts'
import { remoteAcl } from '../mirror/acl-sync.ts'
import { aclAddress, describeAcl } from './address.ts'
import { byText, canonicalJson } from './canonical.ts'
import type { ChangeOf } from './resource-change.ts'
import type { FlowView, PlanView } from './view.ts'

export function diffAcls(view: PlanView): ChangeOf<'acl'>[] {
  const planned = new Set<string>()
  return view.flows.flatMap((flow) => {
    const present = new Set((flow.target.acls ?? []).map(canonicalJson))
    return wantedAcls(flow)
      .filter((acl) => {
        const place = JSON.stringify([flow.target.description.clusterId, canonicalJson(acl)])
        const isNew = !present.has(canonicalJson(acl)) && !planned.has(place)
        planned.add(place)
        return isNew
      })
      .map((acl) => aclRow(flow, acl))
  })
}

/** The ACLs of the source's topics as they are to stand on the target; none where either has no authorizer. */
export function wantedAcls({ spec, source, target, selectTopic }: FlowView): Acl[] {
  if (!spec.acls.sync || source.acls === undefined || target.acls === undefined) return []
  const wanted = source.acls.flatMap((acl) => remoteAcl(acl, selectTopic) ?? [])
  return wanted.sort((one, other) => byText(describeAcl(one), describeAcl(other)))
}

function aclRow(flow: FlowView, acl: Acl): ChangeOf<'acl'> {
  return {
    address: aclAddress(flow.target.name, acl),
    type: 'acl',
    name: describeAcl(acl),
    cluster: flow.target.name,
    flow: flow.spec.name,
    change: { actions: ['create'], before: null, after: acl, after_unknown: {}, replace_paths: [] },
    action_reason: null,
    impact: {},
    risk: { level: 'none', reasons: [] },
  }
}
