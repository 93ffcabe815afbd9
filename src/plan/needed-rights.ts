// Which rights carrying a plan out, and copying afterwards, ask for: each on exactly what it is used on. What follows
// from another one is not named: DESCRIBE from any, and IDEMPOTENT_WRITE, which brokers since Kafka 2.8 grant to
// whoever may write to a topic (KIP-679).

import { agentsGroup, controlTopic } from '../mirror/control.ts'
import { checkpointsTopic, heartbeatsTopic } from '../mirror/naming.ts'
import { type OwnTopic, ownTopics } from '../mirror/own-topics.ts'
import { positionsTopic } from '../mirror/positions.ts'
import { transactionalIdPrefix } from '../mirror/transactional-ids.ts'
import { sameValue } from './canonical.ts'
import { selectedGroups } from './groups.ts'
import { isChange, type ResourceChange } from './resource-change.ts'
import { type Outlook, routesByFlow } from './routes.ts'
import type { FlowView } from './view.ts'

export interface Need {
  readonly cluster: string
  readonly type: 'cluster' | 'topic' | 'group' | 'transactional_id'
  /** Of a transactional id what all ids of the flow begin with. */
  readonly name: string
  /** In the words of Kafka's ACLs, in lower case. */
  readonly operation: string
  readonly by: 'apply' | 'agent'
}

export function neededToApply(rows: readonly ResourceChange[]): Need[] {
  const changes = rows.filter(isChange)
  return [...changes.flatMap(rowNeeds), ...controlNeeds(changes)]
}

function rowNeeds(row: ResourceChange): Need[] {
  const { cluster, change, type, name } = row
  const [action] = change.actions
  const need = (kind: Need['type'], on: string, operation: string): Need => {
    return { cluster, type: kind, name: on, operation, by: 'apply' }
  }
  switch (type) {
    case 'internal_topic':
    case 'topic':
      if (action === 'create' || action === 'delete') return [need('topic', name, action)]
      return action === 'update' ? updatesOf(row).map((operation) => need('topic', name, operation)) : []
    case 'topic_config':
      return [need('topic', name, 'alter_configs')]
    case 'acl':
      return action === 'forget' ? [] : [need('cluster', 'kafka-cluster', 'alter')]
    case 'group_offset':
      return groupNeeds(row, need)
    case 'flow':
      return []
  }
}

function updatesOf({
  change: { before, after },
}: Extract<ResourceChange, { type: 'topic' | 'internal_topic' }>): string[] {
  return [
    ...(before?.partitions === after?.partitions ? [] : ['alter']),
    ...(sameValue(before?.configs, after?.configs) ? [] : ['alter_configs']),
  ]
}

function groupNeeds(
  { name, change }: Extract<ResourceChange, { type: 'group_offset' }>,
  need: (kind: Need['type'], on: string, operation: string) => Need,
): Need[] {
  const topics = new Set((change.after ?? change.before)?.offsets.map(({ topic }) => topic))
  if (change.actions[0] === 'forget') return []
  const operation = change.actions[0] === 'delete' ? 'delete' : 'read'
  return [need('group', name, operation), ...[...topics].map((topic) => need('topic', topic, 'read'))]
}

/** The lease and the record of what was done; what is deleted takes its positions with it. */
function controlNeeds(changes: readonly ResourceChange[]): Need[] {
  const clusters = new Set(
    changes.flatMap((row) =>
      row.type === 'flow' && row.previous_cluster !== null
        ? [row.cluster, row.previous_cluster]
        : row.flow === null
          ? []
          : [row.cluster],
    ),
  )
  const endsPositions = new Set(
    changes.flatMap((row) =>
      row.type === 'topic' && row.change.actions[0] === 'delete' ? [row.cluster] : [],
    ),
  )
  const both = (cluster: string, name: string): Need[] =>
    ['read', 'write'].map((operation) => ({ cluster, type: 'topic', name, operation, by: 'apply' }))
  return [
    ...[...clusters].flatMap((cluster) => both(cluster, controlTopic)),
    ...[...endsPositions].flatMap((cluster) => both(cluster, positionsTopic)),
  ]
}

export function neededByAgents(outlook: Outlook): Need[] {
  return routesByFlow(outlook).flatMap(({ flow, routes }) => {
    const copied = routes.flatMap(({ source, sourceLive, after }) => [
      ...(sourceLive === undefined ? [] : [agentNeed(flow, 'source', source.name, 'read')]),
      // What was written is counted by reading it back.
      ...['read', 'write'].map((operation) => agentNeed(flow, 'target', after.name, operation)),
    ])
    const own = ownTopics(flow.spec).flatMap((topic) =>
      ownOperations(flow, topic).map((operation) => agentNeed(flow, topic.on, topic.topic, operation)),
    )
    const groups = [
      agentsGroup(flow.identity),
      ...(flow.spec.offsets.sync ? selectedGroups(flow).map(({ groupId }) => groupId) : []),
    ]
    return [
      ...copied,
      ...own,
      ...groups.map((name): Need => ({ ...agentNeed(flow, 'target', name, 'read'), type: 'group' })),
      ...transactionNeeds(flow),
    ]
  })
}

/** Whatever its delivery, a flow is fenced: two agents must not write one partition. */
function transactionNeeds(flow: FlowView): Need[] {
  const name = transactionalIdPrefix(flow.identity)
  return [{ ...agentNeed(flow, 'target', name, 'write'), type: 'transactional_id' }]
}

/** Of MM2's topics an agent reads its own checkpoints, and the heartbeats that it copies. */
function ownOperations({ spec }: FlowView, { topic, on }: OwnTopic): string[] {
  const reads = [controlTopic, positionsTopic, checkpointsTopic(spec)]
  const isCopied = topic === heartbeatsTopic && on === 'source'
  return reads.includes(topic) || isCopied ? ['read', 'write'] : ['write']
}

function agentNeed(flow: FlowView, side: 'source' | 'target', name: string, operation: string): Need {
  return { cluster: flow[side].name, type: 'topic', name, operation, by: 'agent' }
}
