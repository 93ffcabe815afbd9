// Seals what of a shard's copies can be sealed. One remote topic that is gone, or that may not be written to, would
// otherwise keep every copy of its shard from being fenced, and with it from going on.

import type { StraitError } from '../errors/strait-error.ts'
import { leaderRefusal } from '../kafka/refusal.ts'
import { positionsTopic } from '../mirror/positions.ts'
import { seal } from './fence.ts'
import type { FlowContext } from './flow-context.ts'
import type { PartitionCopy } from './partition-copy.ts'
import { writing } from './patience.ts'
import type { TransactionOwner } from './transaction.ts'

export interface ToSeal {
  readonly context: FlowContext
  /** Of the shard, and so of its partition of the positions topic. */
  readonly number: number
  readonly copies: readonly PartitionCopy[]
}

/** The copies that were refused, and why; all others are sealed. Throws where the positions topic is refused. */
export async function sealCopies(
  owner: TransactionOwner,
  { context, number, copies }: ToSeal,
): Promise<Map<PartitionCopy, StraitError>> {
  const refused = new Map<PartitionCopy, StraitError>()
  for (let left = copies; left.length > 0; left = left.filter((copy) => !refused.has(copy))) {
    const places = left.map(({ remoteTopic, partition }) => ({ topic: remoteTopic, partition }))
    places.push({ topic: positionsTopic, partition: number })
    const codes = await seal(context.targetBrokers, owner, places)
    if (codes.size === 0) break
    const reason = (topic: string, code: number): StraitError =>
      leaderRefusal(code, { ...context.sides.target, ...writing(topic) })
    const ofPositions = codes.get(positionsTopic)
    if (ofPositions !== undefined) throw reason(positionsTopic, ofPositions)
    for (const copy of left) {
      const code = codes.get(copy.remoteTopic)
      if (code !== undefined) refused.set(copy, reason(copy.remoteTopic, code))
    }
  }
  return refused
}
