// The address of a thing that flows make on a cluster, as plans write it: `topic.eu["us.orders"]`. Like the address of
// a flow it is read off the expression and never looked up: it may speak of what is gone.

import type { Expression } from '../hcl/ast.ts'
import { plainText } from './flow-address.ts'

export const thingTypes = ['topic', 'internal_topic', 'acl'] as const

export interface ThingAddress {
  readonly type: (typeof thingTypes)[number]
  /** The cluster's name in the model. */
  readonly cluster: string
  readonly name: string
  /** As people write it. */
  readonly text: string
}

/** Undefined for anything but `TYPE.CLUSTER["NAME"]`. */
export function thingAddressOf(expression: Expression): ThingAddress | undefined {
  if (expression.kind !== 'index' || expression.object.kind !== 'attribute') return undefined
  const { object, name: cluster } = expression.object
  const type = object.kind === 'variable' ? thingTypes.find((known) => known === object.name) : undefined
  const name = plainText(expression.key)
  if (type === undefined || name === undefined) return undefined
  return { type, cluster, name, text: `${type}.${cluster}[${JSON.stringify(name)}]` }
}
