// How a plan names things: `topic.eu["us.orders"]`. An address is unique in a plan and stable between plans:
// approvals, `explain` and the control topic's managed entries refer to it.

import type { Acl } from '../kafka/cluster.ts'

export function topicAddress(cluster: string, topic: string): string {
  return thingAddress('topic', cluster, topic)
}

export function topicConfigAddress(cluster: string, topic: string): string {
  return thingAddress('topic_config', cluster, topic)
}

export function internalTopicAddress(cluster: string, topic: string): string {
  return thingAddress('internal_topic', cluster, topic)
}

export function aclAddress(cluster: string, acl: Acl): string {
  return thingAddress('acl', cluster, describeAcl(acl))
}

/** By flow and not by cluster: two flows may move the same group, each on its own topics. */
export function groupOffsetAddress(flow: string, groupId: string): string {
  return thingAddress('group_offset', flow, groupId)
}

export function flowAddress(flow: string): string {
  return `flow.${flow}`
}

/** `allow User:billing read on topic us.orders`, with the host where it is not every host. */
export function describeAcl(acl: Acl): string {
  const resource = `${acl.resourceType} ${acl.resourceName}${acl.patternType === 'prefixed' ? '*' : ''}`
  const host = acl.host === '*' ? '' : ` from ${acl.host}`
  return `${acl.permission} ${acl.principal} ${acl.operation} on ${resource}${host}`
}

/** Group ids and principals are free text, so the key is quoted as JSON quotes it. */
export function thingAddress(type: string, owner: string, key: string): string {
  return `${type}.${owner}[${JSON.stringify(key)}]`
}
