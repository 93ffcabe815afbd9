// Every source offset that will not arrive has a durable entry in the control topic, with its range and reason,
// before the flow goes on behind it. Never silent.

import { controlKey, controlTopic, type GapEntry } from '../mirror/control.ts'
import type { FlowContext } from './flow-context.ts'
import type { CopyRoute } from './partition-copy.ts'

export interface Gap {
  readonly start: number
  readonly end: number
  readonly reason: string
  readonly action: GapEntry['action']
}

/** Resolves once the entry is durable. */
export async function recordGap(context: FlowContext, route: CopyRoute, gap: Gap): Promise<void> {
  const entry: GapEntry = {
    kind: 'gap',
    flow: context.identity,
    topic: route.topic,
    partition: route.partition,
    ...gap,
    at: new Date().toISOString(),
  }
  await context.target.append(controlTopic, [
    { partition: 0, key: Buffer.from(controlKey(entry)), value: Buffer.from(JSON.stringify(entry)) },
  ])
}
