// Adds ACLs. Kafka keeps them as a set, so one that stands there already is simply done.

import { canonicalJson } from '../../plan/canonical.ts'
import type { CallOf } from '../call.ts'
import { conflict, type VerbExecution } from '../verb.ts'

export const createAcl: VerbExecution<CallOf<'create_acl'>> = {
  inspect: async (cluster, calls) => {
    const acls = await cluster.acls()
    if (acls === undefined)
      return calls.map(() => conflict(cluster, 'the brokers have no authorizer any more'))
    const standing = new Set(acls.map(canonicalJson))
    return calls.map(({ acl }) => (standing.has(canonicalJson(acl)) ? 'done' : 'open'))
  },
  send: (cluster, calls) => cluster.createAcls(calls.map(({ acl }) => acl)),
}
