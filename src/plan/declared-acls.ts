// `acl` blocks: ACLs that the repository itself declares for a cluster, beside those that flows bring there. One block
// stands for an ACL per operation.

import type { Acl } from '../kafka/cluster.ts'
import type { ClusterSnapshot } from '../live/snapshot.ts'
import type { AclSpec } from '../topology/model.ts'
import { aclAddress, describeAcl } from './address.ts'
import { byText, canonicalJson } from './canonical.ts'
import type { ChangeOf } from './resource-change.ts'
import { clusterIn, type PlanView } from './view.ts'

export interface DeclaredAcl {
  readonly cluster: ClusterSnapshot
  readonly acl: Acl
  /** The block's name in the model. */
  readonly block: string
}

/** By block and operation; also where the cluster keeps no ACLs. */
export function declaredAcls({ topology, snapshot }: Pick<PlanView, 'topology' | 'snapshot'>): DeclaredAcl[] {
  return Object.values(topology.acls ?? {})
    .sort((one, other) => byText(one.name, other.name))
    .flatMap((spec) =>
      aclsOf(spec).map((acl) => ({ cluster: clusterIn(snapshot, spec.cluster), acl, block: spec.name })),
    )
}

function aclsOf({ name: _, cluster: __, operations, ...rest }: AclSpec): Acl[] {
  return operations.map((operation) => ({ ...rest, operation }))
}

/** Those that are not there. */
export function diffDeclaredAcls(view: PlanView): ChangeOf<'acl'>[] {
  return declaredAcls(view).flatMap(({ cluster, acl, block }) => {
    const isThere = cluster.acls?.some((one) => canonicalJson(one) === canonicalJson(acl)) ?? true
    if (isThere) return []
    return [
      {
        address: aclAddress(cluster.name, acl),
        type: 'acl',
        name: describeAcl(acl),
        cluster: cluster.name,
        flow: null,
        change: { actions: ['create'], before: null, after: acl, after_unknown: {}, replace_paths: [] },
        action_reason: null,
        impact: { owner: 'git', block },
        risk: { level: 'none', reasons: [] },
      },
    ]
  })
}
