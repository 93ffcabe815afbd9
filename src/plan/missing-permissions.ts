// What the connected principal may not do of what carrying the plan out, and copying afterwards, will ask of it. The
// brokers said what it may (KIP-430), so nothing has to be tried. What planning itself lacks kept it from being made.

import { z } from 'zod'
import type { Rights } from '../kafka/cluster.ts'
import { ownTopics } from '../mirror/own-topics.ts'
import { byText } from './canonical.ts'
import type { ResourceChange } from './resource-change.ts'
import { type Outlook, routesByFlow } from './routes.ts'
import type { FlowView } from './view.ts'

export const missingPermission = z.object({
  cluster: z.string(),
  /** Null where only the brokers know it, as with a client certificate. */
  principal: z.string().nullable(),
  resource_type: z.enum(['cluster', 'topic', 'group']),
  /** Every name that it is missing on, in order. */
  resource_names: z.array(z.string()),
  /** In the words of Kafka's ACLs, in lower case. */
  operation: z.string(),
  needed_by: z.enum(['apply', 'agent']),
})

export type MissingPermission = z.infer<typeof missingPermission>

interface Need {
  readonly cluster: string
  readonly type: MissingPermission['resource_type']
  readonly name: string
  readonly operation: string
  readonly by: MissingPermission['needed_by']
}

export function missingPermissions(outlook: Outlook, rows: readonly ResourceChange[]): MissingPermission[] {
  const needs = [...rows.flatMap(neededToApply), ...agentNeeds(outlook)]
  const { clusters } = outlook.view.snapshot
  const lacking = needs.filter((need) => {
    const rights = clusters.get(need.cluster)?.rights
    return rights !== undefined && lacks(rights, need)
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
        operation: first.operation,
        needed_by: first.by,
      },
    ]
  })
}

/** What nobody was asked about is not missing. A cluster's CREATE is one for every topic. */
function lacks(rights: Rights, { type, name, operation }: Need): boolean {
  if (type === 'cluster') return !rights.cluster.includes(operation)
  const held = (type === 'topic' ? rights.topics : rights.groups).get(name)
  if (held === undefined || held.includes(operation)) return false
  return !(type === 'topic' && operation === 'create' && rights.cluster.includes('create'))
}

function neededToApply(row: ResourceChange): Need[] {
  const { cluster, change, type, name } = row
  const [action] = change.actions
  if (action === 'no-op') return []
  const need = (kind: Need['type'], on: string, operation: string): Need => {
    return { cluster, type: kind, name: on, operation, by: 'apply' }
  }
  if (action === 'delete') return type === 'topic' ? [need('topic', name, 'delete')] : []
  switch (type) {
    case 'internal_topic':
      return [need('topic', name, 'create')]
    case 'topic':
      return [need('topic', name, action === 'create' ? 'create' : 'alter')]
    case 'topic_config':
      return [need('topic', name, 'alter_configs')]
    case 'acl':
      return [need('cluster', 'kafka-cluster', 'alter')]
    case 'group_offset':
      return [need('group', name, 'read')]
    case 'flow':
      return []
  }
}

/** Reading its own topics bounds what an agent repeats; it writes all of them. */
function agentNeeds(outlook: Outlook): Need[] {
  return routesByFlow(outlook).flatMap(({ flow, routes }) => {
    const copied = routes.flatMap(({ source, sourceLive, after }) => [
      ...(sourceLive === undefined
        ? []
        : [agentNeed(flow, 'source', { name: source.name, operation: 'read' })]),
      ...['read', 'write'].map((operation) => agentNeed(flow, 'target', { name: after.name, operation })),
    ])
    const own = ownTopics(flow.spec).flatMap(({ on, topic }) =>
      ['read', 'write'].map((operation) => agentNeed(flow, on, { name: topic, operation })),
    )
    const groups = [...(flow.target.rights?.groups.keys() ?? [])].filter(
      (id) => flow.selectGroup(id).selected,
    )
    const moved = flow.spec.offsets.sync
      ? groups.map(
          (name): Need => ({ ...agentNeed(flow, 'target', { name, operation: 'read' }), type: 'group' }),
        )
      : []
    return [...copied, ...own, ...moved]
  })
}

function agentNeed(
  flow: FlowView,
  side: 'source' | 'target',
  { name, operation }: { readonly name: string; readonly operation: string },
): Need {
  return { cluster: flow[side].name, type: 'topic', name, operation, by: 'agent' }
}
