// What the connected principal may not do of what carrying the plan out, and copying afterwards, will ask of it. The
// brokers said what it may (KIP-430), so nothing has to be tried. What planning itself lacks kept it from being made.

import * as z from 'zod'
import type { Acl, Rights } from '../kafka/cluster.ts'
import type { ClusterSnapshot } from '../live/snapshot.ts'
import { byText } from './canonical.ts'
import { type Need, neededByAgents, neededToApply } from './needed-rights.ts'
import type { ResourceChange } from './resource-change.ts'
import type { Outlook } from './routes.ts'

export const missingPermission = z.object({
  cluster: z.string(),
  /** Null where only the brokers know it, as with a client certificate. */
  principal: z.string().nullable(),
  resource_type: z.enum(['cluster', 'topic', 'group', 'transactional_id']),
  /** Every name that it is missing on, in order. */
  resource_names: z.array(z.string()),
  /** Where it is needed on whatever begins with the names. */
  pattern_type: z.literal('prefixed').optional(),
  /** In the words of Kafka's ACLs, in lower case. */
  operation: z.string(),
  needed_by: z.enum(['apply', 'agent']),
})

export type MissingPermission = z.infer<typeof missingPermission>

export function missingPermissions(outlook: Outlook, rows: readonly ResourceChange[]): MissingPermission[] {
  const needs = [...neededToApply(rows), ...neededByAgents(outlook)]
  const { clusters } = outlook.view.snapshot
  const lacking = needs.filter((need) => {
    const cluster = clusters.get(need.cluster)
    return cluster?.rights !== undefined && lacks(cluster, cluster.rights, need)
  })
  const alike = Map.groupBy(lacking, ({ cluster, type, operation, by }) =>
    JSON.stringify([cluster, by, type, operation]),
  )
  return [...alike.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    return [
      {
        cluster: first.cluster,
        principal: clusters.get(first.cluster)?.rights?.principal ?? null,
        resource_type: first.type,
        resource_names: [...new Set(group.map(({ name }) => name))].sort(byText),
        ...(first.type === 'transactional_id' ? { pattern_type: 'prefixed' as const } : {}),
        operation: first.operation,
        needed_by: first.by,
      },
    ]
  })
}

/** What nobody was asked about is not missing. A cluster's CREATE is one for every topic. */
function lacks({ acls }: ClusterSnapshot, rights: Rights, { type, name, operation }: Need): boolean {
  if (type === 'cluster') return !rights.cluster.includes(operation)
  if (type === 'transactional_id') return lacksTransactionalId(rights, name, acls ?? [])
  const held = (type === 'topic' ? rights.topics : rights.groups).get(name)
  if (held === undefined || held.includes(operation)) return false
  return !(type === 'topic' && operation === 'create' && rights.cluster.includes('create'))
}

/**
 * Brokers tell only whether such an id may be seen. One that may not be seen may not be written with; of one that may,
 * the ACLs tell more where the planner may read them: where an ACL lets the principal see it, one must let it write.
 */
function lacksTransactionalId(rights: Rights, prefix: string, acls: readonly Acl[]): boolean {
  const seen = rights.transactionalIds?.get(`${prefix}0`)
  if (seen !== true) return seen === false
  const about = acls.filter(
    ({ resourceType, principal, permission, ...acl }) =>
      resourceType === 'transactional_id' &&
      permission === 'allow' &&
      [rights.principal, 'User:*'].includes(principal) &&
      isOn(acl, prefix),
  )
  return about.length > 0 && !about.some(({ operation }) => operation === 'write' || operation === 'all')
}

function isOn({ patternType, resourceName }: Pick<Acl, 'patternType' | 'resourceName'>, prefix: string) {
  if (patternType === 'prefixed') return prefix.startsWith(resourceName)
  return resourceName === '*' || resourceName.startsWith(prefix)
}
