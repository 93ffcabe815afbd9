// ACLs as kafkajs sees them, after we have changed some: an ACL decides who may do what, and a mistake in our own
// codec would confirm itself if the same codec read it back. Plans read by their own connection (acls.ts), and never
// pay for loading a second client.

import { nameAcl } from './acl-names.ts'
import { callAdmin } from './call-admin.ts'
import type { Acl } from './cluster.ts'
import { clusterAttempt, type Link } from './link.ts'

const everything = 1

/** All ACLs of the cluster. Throws what `adoptKafkajs` makes of kafkajs' errors. */
export async function readBackAcls(link: Link): Promise<Acl[]> {
  const attempt = clusterAttempt(link, 'read the ACLs', 'describe')
  const { resources } = await callAdmin(link, attempt, (admin) =>
    admin.describeAcls({
      resourceType: everything,
      resourcePatternType: everything,
      operation: everything,
      permissionType: everything,
    }),
  )
  return resources.flatMap(({ acls, ...resource }) =>
    acls.flatMap((acl) => nameAcl({ ...resource, ...acl }) ?? []),
  )
}
