// `acl` blocks: ACLs that the repository itself declares for a cluster, beside those that flows bring there. One block
// stands for an ACL per operation.

import type { Acl } from '../kafka/cluster.ts'
import type { ClusterSnapshot } from '../live/snapshot.ts'
import { claimOn } from '../mirror/claims.ts'
import { nobodysFlow } from '../mirror/control.ts'
import { oncePer } from '../std/once-per.ts'
import type { AclSpec } from '../topology/model.ts'
import { aclAddress, describeAcl } from './address.ts'
import { byText } from './canonical.ts'
import { hasAcl } from './live-acls.ts'
import { managedThings } from './managed-things.ts'
import type { ChangeOf } from './resource-change.ts'
import { clusterIn, type PlanView } from './view.ts'

export interface DeclaredAcl {
  readonly cluster: ClusterSnapshot
  readonly acl: Acl
  /** The block's name in the model. */
  readonly block: string
}

/** By block and operation; also where the cluster keeps no ACLs. */
export const declaredAcls = oncePer(
  ({ topology, snapshot }: Pick<PlanView, 'topology' | 'snapshot'>): readonly DeclaredAcl[] =>
    Object.values(topology.acls ?? {})
      .sort((one, other) => byText(one.name, other.name))
      .flatMap((spec) =>
        aclsOf(spec).map((acl) => ({ cluster: clusterIn(snapshot, spec.cluster), acl, block: spec.name })),
      ),
)

function aclsOf({ name: _, cluster: __, operations, ...rest }: AclSpec): Acl[] {
  return operations.map((operation) => ({ ...rest, operation }))
}

/** Those that are not there, and those that this topology takes over from one that it was, or that has no name. */
export function diffDeclaredAcls(view: PlanView): ChangeOf<'acl'>[] {
  const joining = joiningAcls(view)
  return declaredAcls(view).flatMap((declared): ChangeOf<'acl'>[] => {
    const { cluster, acl } = declared
    if (cluster.acls !== undefined && !hasAcl(cluster, acl)) return [aclRow(declared)]
    const from = joining.get(placeOf(cluster, describeAcl(acl)))
    if (from === undefined) return []
    const row = aclRow(declared)
    return [
      {
        ...row,
        previous_topology: from,
        change: { ...row.change, actions: ['no-op'], before: acl, importing: { id: row.name } },
        action_reason: 'joins',
      },
    ]
  })
}

function aclRow({ cluster, acl, block }: DeclaredAcl): ChangeOf<'acl'> {
  return {
    address: aclAddress(cluster.name, acl),
    type: 'acl',
    name: describeAcl(acl),
    cluster: cluster.name,
    flow: null,
    change: { actions: ['create'], before: null, after: acl, after_unknown: {}, replace_paths: [] },
    action_reason: null,
    impact: { owner: 'git', block },
    risk: { level: 'none', reasons: [] },
  }
}

/** Of declared ACLs that do not bear the topology's name yet: the name that they bear, null for none. */
export function joiningAcls({ topology, snapshot }: Pick<PlanView, 'topology' | 'snapshot'>) {
  if (topology.name === undefined && topology.formerly === undefined) return new Map<string, string | null>()
  return new Map(
    managedThings(snapshot).flatMap(({ type, entry, name, cluster, topology: bears }) => {
      const joins =
        type === 'acl' &&
        entry.flow === nobodysFlow &&
        bears !== topology.name &&
        claimOn(bears, topology) !== 'foreign'
      return joins ? [[placeOf(cluster, name), bears ?? null] as const] : []
    }),
  )
}

function placeOf({ description }: ClusterSnapshot, acl: string): string {
  return `${JSON.stringify(acl)} of cluster ${description.clusterId}`
}
