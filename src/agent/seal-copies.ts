// Seals what of a shard's copies can be sealed. One remote topic that is gone, or that may not be written to, would
// otherwise keep every copy of its shard from being fenced, and with it from going on.

import { StraitError } from '../errors/strait-error.ts'
import { leaderRefusal } from '../kafka/refusal.ts'
import { positionsTopic } from '../mirror/positions.ts'
import { seal } from './fence.ts'
import type { FlowContext } from './flow-context.ts'
import type { PartitionCopy } from './partition-copy.ts'
import { tooFewReplicas, writing } from './patience.ts'
import { shortOfReplicas } from './short-of-replicas.ts'
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

/** Says, of copies whose seal takes long, which topics let them wait. */
export function slowSeals(
  { context, trouble }: { context: FlowContext; trouble(error: unknown, what: string): void },
  number: number,
): (copies: readonly PartitionCopy[]) => void {
  let isAsking = false
  return (copies) => {
    if (isAsking) return
    isAsking = true
    whyNotSealed(context, copies).then(
      (reason) => {
        isAsking = false
        for (const copy of copies)
          if (copy.state === 'waiting' || copy.state === 'settling') copy.waits.target = reason
        trouble(reason, `shard ${number}`)
      },
      () => {
        isAsking = false
      },
    )
  }
}

async function whyNotSealed(
  { target, sides }: FlowContext,
  copies: readonly PartitionCopy[],
): Promise<StraitError> {
  const names = [...copies.map(({ remoteTopic }) => remoteTopic), positionsTopic]
  const [topic] = await shortOfReplicas(target, names)
  if (topic !== undefined) return tooFewReplicas(sides.target, topic)
  return new StraitError(
    'ST305',
    `cluster "${sides.target.cluster}": a transaction marker has not landed yet in every partition that is fenced; one ` +
      'of their brokers is away or takes no writes',
  )
}
