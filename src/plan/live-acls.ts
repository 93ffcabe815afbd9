// ACLs as values to look up: what they say decides whether two are one, and a plan asks it by the thousand.

import type { Acl } from '../kafka/cluster.ts'
import type { ClusterSnapshot } from '../live/snapshot.ts'
import { oncePer } from '../std/once-per.ts'
import { describeAcl } from './address.ts'
import { canonicalJson } from './canonical.ts'

/** One text for ACLs that say the same. */
export const aclKey = oncePer((acl: Acl) => canonicalJson(acl))

const keysOn = oncePer(({ acls = [] }: ClusterSnapshot) => new Set(acls.map(aclKey)))

export function hasAcl(cluster: ClusterSnapshot, acl: Acl): boolean {
  return keysOn(cluster).has(aclKey(acl))
}

const byDescription = oncePer(
  ({ acls = [] }: ClusterSnapshot) =>
    new Map(acls.toReversed().map((acl) => [describeAcl(acl), acl] as const)),
)

/** The one that is called so in a plan; the first of several. */
export function aclNamed(cluster: ClusterSnapshot, name: string): Acl | undefined {
  return byDescription(cluster).get(name)
}
