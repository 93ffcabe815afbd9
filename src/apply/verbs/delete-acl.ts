// Deletes ACLs, each exactly as the plan names it.

import { canonicalJson } from '../../plan/canonical.ts'
import type { CallOf } from '../call.ts'
import type { VerbExecution } from '../verb.ts'

export const deleteAcl: VerbExecution<CallOf<'delete_acl'>> = {
  inspect: async (cluster, calls) => {
    const standing = new Set(((await cluster.acls()) ?? []).map(canonicalJson))
    return calls.map(({ acl }) => (standing.has(canonicalJson(acl)) ? 'open' : 'done'))
  },
  send: (cluster, calls) => cluster.deleteAcls(calls.map(({ acl }) => acl)),
}
