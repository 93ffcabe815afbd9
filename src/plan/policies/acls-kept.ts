// An ACL can be declared only where brokers keep ACLs: without an authorizer they refuse every one, and everybody may
// do everything there.

import { declaredAcls } from '../declared-acls.ts'
import { titleOf } from '../titles.ts'
import { errorFinding, reports } from './policy.ts'

export const aclsKept = reports(({ view }) => {
  const without = declaredAcls(view).filter(({ cluster }) => cluster.acls === undefined)
  return [...Map.groupBy(without, ({ cluster }) => cluster.name)].map(([name, acls]) => {
    const cluster = titleOf('cluster', name, view.topology)
    return errorFinding('ST495', {
      cluster: name,
      subjects: [...new Set(acls.map(({ block }) => block))],
      detail: `${cluster} has no authorizer, so it takes no ACLs, and whoever reaches it may do everything. Configure an authorizer on ${cluster}, or remove its acl blocks.`,
    })
  })
})
