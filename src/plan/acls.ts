// ACLs that a cluster lacks: those that `acl` blocks declare, then those that flows bring to their targets.

import type { Acl } from '../kafka/cluster.ts'
import { remoteAcl } from '../mirror/acl-sync.ts'
import { aclAddress, describeAcl } from './address.ts'
import { byText, canonicalJson } from './canonical.ts'
import { declaredAcls, diffDeclaredAcls } from './declared-acls.ts'
import type { ChangeOf } from './resource-change.ts'
import { type FlowView, identityFields, type PlanView } from './view.ts'

export function diffAcls(view: PlanView): ChangeOf<'acl'>[] {
  const declared = diffDeclaredAcls(view)
  const planned = new Set(
    declaredAcls(view).map(({ cluster, acl }) =>
      JSON.stringify([cluster.description.clusterId, canonicalJson(acl)]),
    ),
  )
  const brought = foreseeAcls(view).flatMap(({ flow, acls }) => {
    const present = new Set((flow.target.acls ?? []).map(canonicalJson))
    return acls
      .filter((acl) => {
        const place = JSON.stringify([flow.target.description.clusterId, canonicalJson(acl)])
        const isNew = !present.has(canonicalJson(acl)) && !planned.has(place)
        planned.add(place)
        return isNew
      })
      .map((acl) => aclRow(flow, acl))
  })
  return [...declared, ...brought]
}

export interface WantedAcls {
  readonly flow: FlowView
  /** The ACLs of the source's topics as they are to stand on the target; none where either has no authorizer. */
  readonly acls: readonly Acl[]
}

/** By flow. An ACL that a block declares is there for the flows, and along a chain what one of them brings. */
export function foreseeAcls(view: PlanView): WantedAcls[] {
  const world = new Map<string, Acl[]>()
  for (const { description, acls } of view.snapshot.clusters.values()) {
    world.set(description.clusterId, [...(acls ?? [])])
  }
  for (const { cluster, acl } of declaredAcls(view)) world.get(cluster.description.clusterId)?.push(acl)
  let wanted = view.flows.map((flow) => ({ flow, acls: wantedAcls(flow, world) }))
  for (const _ of view.flows) {
    if (!settle(world, wanted)) break
    wanted = view.flows.map((flow) => ({ flow, acls: wantedAcls(flow, world) }))
  }
  return wanted
}

function wantedAcls(flow: FlowView, world: ReadonlyMap<string, readonly Acl[]>): Acl[] {
  const { spec, source, target, selectTopic } = flow
  if (!spec.acls.sync || source.acls === undefined || target.acls === undefined) return []
  const found = world.get(source.description.clusterId) ?? []
  // Two ACLs of the source may come down to one: allow all is allow read over there.
  const wanted = new Map(
    found.flatMap((acl) => {
      const remote = remoteAcl(acl, selectTopic)
      return remote === undefined ? [] : [[canonicalJson(remote), remote] as const]
    }),
  )
  return [...wanted.values()].sort((one, other) => byText(describeAcl(one), describeAcl(other)))
}

/** False when the world already held every ACL. */
function settle(world: ReadonlyMap<string, Acl[]>, wanted: readonly WantedAcls[]): boolean {
  let moved = false
  for (const { flow, acls } of wanted) {
    const known = world.get(flow.target.description.clusterId) ?? []
    const names = new Set(known.map(canonicalJson))
    const added = acls.filter((acl) => !names.has(canonicalJson(acl)))
    known.push(...added)
    moved ||= added.length > 0
  }
  return moved
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
