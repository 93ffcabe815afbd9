// The address of a thing that flows make on a cluster, as plans write it: `topic.eu["us.orders"]`. Like the address of
// a flow it is read off the expression and never looked up: it may speak of what is gone.

import type { Expression } from '../hcl/ast.ts'
import { namedAfter, plainText } from './flow-address.ts'

export const thingTypes = ['topic', 'internal_topic', 'acl'] as const

export interface ThingAddress {
  readonly type: (typeof thingTypes)[number]
  /** The cluster's name in the model. */
  readonly cluster: string
  readonly name: string
  /** As people write it. */
  readonly text: string
}

/** Undefined for anything but `TYPE.CLUSTER["NAME"]`, with the cluster's key and modules where it has them. */
export function thingAddressOf(expression: Expression): ThingAddress | undefined {
  const name = expression.kind === 'index' ? plainText(expression.key) : undefined
  if (expression.kind !== 'index' || name === undefined) return undefined
  for (const type of thingTypes) {
    const cluster = namedAfter(type, expression.object)
    if (cluster === undefined) continue
    return { type, cluster: cluster.name, name, text: `${cluster.text}[${JSON.stringify(name)}]` }
  }
  return undefined
}
